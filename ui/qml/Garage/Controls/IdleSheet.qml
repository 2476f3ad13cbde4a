import QtQuick
import Garage.Theme
import Garage.ViewModels

// Is somebody there? One touch goes on; silence gives everything back.
Sheet {
    id: idle

    required property AppViewModel app

    shown: app.idleWarning

    Words {
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: qsTr("Are you still there?")
        width: parent.width
    }

    Words {
        text: qsTr("This screen goes back to the start in %n second(s). Nothing is charged.", "", idle.app.idleSeconds)
        width: parent.width
    }

    PrimaryAction {
        objectName: "idle-stay"
        text: qsTr("Yes, go on")
        width: parent.width
        onActivated: idle.app.stay()
    }
}
