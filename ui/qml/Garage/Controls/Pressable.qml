import QtQuick
import Garage.Theme

// Something to touch: answers in the next frame, darker and a little smaller. Only right after a
// change of screen it does not: such a touch, or one that began before, was meant for what was there.
Item {
    id: pressable

    property string name                    // what a screen reader says
    property color surface: Theme.card
    property color outline: Theme.edge
    property bool outlined: Theme.highContrast
    property real corner: Theme.radius
    readonly property bool accepting: !Theme.settling
    readonly property bool pressed: area.pressed && area.containsMouse
    default property alias content: holder.data

    signal activated()

    implicitHeight: Theme.touch
    implicitWidth: Theme.touch
    activeFocusOnTab: true
    Accessible.focusable: true
    Accessible.name: name
    Accessible.role: Accessible.Button
    Accessible.onPressAction: if (enabled) activate()
    Keys.onReturnPressed: activate()
    Keys.onSpacePressed: activate()

    function activate() {
        if (accepting)
            activated();
    }

    Rectangle {
        id: holder

        anchors.fill: parent
        border.color: pressable.outline
        border.width: pressable.outlined ? Theme.edgeWidth : 0
        color: pressable.pressed ? Theme.pressed(pressable.surface) : pressable.surface
        radius: pressable.corner
        scale: pressable.pressed ? Theme.pressedScale : 1
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.hair
        border.color: Theme.action
        border.width: Theme.edgeWidth
        color: "transparent"
        radius: pressable.corner + Theme.hair
        visible: pressable.activeFocus
    }

    MouseArea {
        id: area

        anchors.fill: parent
        enabled: pressable.accepting
        onClicked: pressable.activate()
    }
}
