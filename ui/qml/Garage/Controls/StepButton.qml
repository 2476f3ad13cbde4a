import QtQuick
import Garage.Theme

// One step more or less. Goes on stepping while it is held down.
Pressable {
    id: button

    property string icon

    signal stepped()

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

    onPressedChanged: if (pressed) held.stepping = false

    // A touch is one step; letting go after a long one is none.
    onActivated: {
        if (!held.stepping)
            stepped();
        held.stepping = false;
    }

    Timer {
        id: held

        property bool stepping: false

        interval: stepping ? 120 : 500
        repeat: true
        running: button.pressed && button.enabled
        onTriggered: {
            stepping = true;
            button.stepped();
        }
    }
}
