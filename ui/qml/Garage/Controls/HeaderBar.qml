import QtQuick
import Garage.Theme
import Garage.ViewModels

// Where one is, what time it is there, and in which language one reads it.
Item {
    id: header

    required property AppViewModel app
    property bool languagesShown: true

    implicitHeight: Theme.px(112)

    Column {
        anchors.left: parent.left
        anchors.right: clock.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter

        Words {
            elide: Text.ElideRight
            font.pixelSize: Theme.body
            font.weight: Font.Bold
            text: header.app.garageName
            width: parent.width
            wrapMode: Text.NoWrap
        }

        Words {
            color: Theme.few
            font.pixelSize: Theme.caption
            text: qsTr("The numbers may be out of date")
            visible: !header.app.live && header.app.welcome.compact.known
            wrapMode: Text.NoWrap
        }
    }

    Words {
        id: clock

        anchors.right: languages.left
        anchors.rightMargin: languages.visible ? Theme.inset : 0
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.body
        font.weight: Font.DemiBold
        text: header.app.clockText
        wrapMode: Text.NoWrap
    }

    LanguageChoice {
        id: languages

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        app: header.app
        visible: header.languagesShown
        width: visible ? implicitWidth : 0
    }
}
