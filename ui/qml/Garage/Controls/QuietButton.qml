import QtQuick
import Garage.Theme

// A choice that steps back: a word, with a pictogram before it where that helps.
Pressable {
    id: button

    property string text
    property string icon
    property bool directed: false
    property bool chosen: false

    implicitHeight: Theme.px(112) < Theme.touch ? Theme.touch : Theme.px(112)
    implicitWidth: row.width + 2 * Theme.gap
    name: text
    outlined: true
    outline: chosen ? Theme.action : Theme.highContrast ? Theme.edge : "transparent"
    surface: chosen ? Theme.card : Theme.paper

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.tight

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: button.chosen ? Theme.action : Theme.ink
            directed: button.directed
            height: Theme.px(48)
            name: button.icon
            visible: button.icon.length > 0
            width: visible ? height : 0
        }

        Words {
            anchors.verticalCenter: parent.verticalCenter
            color: button.chosen ? Theme.action : Theme.ink
            font.pixelSize: Theme.caption
            font.weight: Font.DemiBold
            text: button.text
            wrapMode: Text.NoWrap
        }
    }
}
