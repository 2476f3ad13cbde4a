import QtQuick
import Garage.Theme

// One step more or less. Goes on stepping while it is held down.
Pressable {
    id: button

    property string icon

    corner: height / 2
    outline: enabled ? Theme.edge : Theme.line
    outlined: true
    surface: enabled ? Theme.card : Theme.paper

    Icon {
        anchors.centerIn: parent
        color: button.enabled ? Theme.ink : Theme.edge
        height: parent.height * 0.5
        name: button.icon
        pen: 2.6
        width: height
    }

    Timer {
        interval: 500
        repeat: true
        running: button.pressed && button.enabled
        onRunningChanged: interval = 500
        onTriggered: {
            interval = 120;
            button.activated();
        }
    }
}
