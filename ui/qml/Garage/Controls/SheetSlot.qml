import QtQuick

// Holds a sheet: made ahead of its first visit, in the pauses between frames, and kept.
Loader {
    property bool shown: false

    anchors.fill: parent
    asynchronous: !shown
    visible: shown
}
