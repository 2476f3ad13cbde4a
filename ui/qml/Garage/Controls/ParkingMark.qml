import QtQuick
import Garage.Theme

// The traffic sign for parking.
Rectangle {
    id: mark

    Accessible.ignored: true
    color: Theme.action
    radius: height / 6
    width: height

    Words {
        anchors.centerIn: parent
        color: Theme.actionInk
        font.pixelSize: Math.max(1, mark.height * 0.8)
        font.weight: Font.Bold
        text: "P"
    }
}
