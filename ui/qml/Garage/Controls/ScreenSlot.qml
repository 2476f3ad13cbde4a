import QtQuick
import Garage.Theme

// Holds one screen: made ahead of its first visit, in the pauses between frames, and kept. A screen
// comes in from the side that lies ahead.
Loader {
    id: slot

    property bool shown: false

    anchors.fill: parent
    asynchronous: !shown
    visible: shown

    onShownChanged: if (shown && Theme.motion > 0) arrive.restart()

    transform: Translate {
        id: place
    }

    NumberAnimation {
        id: arrive

        duration: Theme.motion
        easing.type: Easing.OutCubic
        from: Theme.rightToLeft ? -Theme.inset : Theme.inset
        property: "x"
        target: place
        to: 0
    }
}
