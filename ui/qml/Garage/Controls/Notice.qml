import QtQuick
import Garage.Theme

// What happened, what it means, what became of the money: a drawing, a headline and sentences.
Column {
    id: notice

    property string icon
    property color tone: Theme.full
    property string title
    property string text
    property string money       // what happened to the money; empty where there is none to speak of

    spacing: Theme.gap

    Rectangle {
        border.color: notice.tone
        border.width: Theme.px(8)
        color: "transparent"
        height: Theme.px(Theme.landscape ? 160 : 220)
        radius: height / 2
        width: height

        Icon {
            anchors.centerIn: parent
            color: notice.tone
            height: parent.height * 0.55
            name: notice.icon
            width: height
        }
    }

    Words {
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: notice.title
        width: parent.width
        Accessible.name: text
        Accessible.role: Accessible.Heading
    }

    Words {
        font.pixelSize: Theme.body
        text: notice.text
        visible: text.length > 0
        width: parent.width
    }

    Words {
        font.pixelSize: Theme.body
        font.weight: Font.DemiBold
        text: notice.money
        visible: text.length > 0
        width: parent.width
    }
}
