import QtQuick
import Garage.Theme

// A single pictogram to touch.
Pressable {
    id: button

    property string icon

    corner: height / 2
    implicitHeight: Theme.px(120) < Theme.touch ? Theme.touch : Theme.px(120)
    implicitWidth: implicitHeight
    opacity: enabled ? 1 : 0.35
    outlined: true

    Icon {
        anchors.centerIn: parent
        height: Theme.px(56)
        name: button.icon
        pen: 2.6
        width: height
    }
}
