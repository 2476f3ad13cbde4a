import QtQuick
import Garage.Theme

// A choice that steps back: a word, with a pictogram before it where that helps.
Pressable {
    id: button

    property string text
    property string icon
    property bool directed: false       // the pictogram points the way text runs

    implicitHeight: Math.max(Theme.touch, Theme.px(112))
    implicitWidth: row.width + 2 * Theme.inset
    name: text
    outlined: true
    surface: Theme.paper

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.tight

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            directed: button.directed
            height: Theme.body * 1.2
            name: button.icon
            pen: 2.4
            visible: button.icon.length > 0
            width: visible ? height : 0
        }

        Words {
            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Theme.body
            font.weight: Font.DemiBold
            text: button.text
            wrapMode: Text.NoWrap
        }
    }
}
