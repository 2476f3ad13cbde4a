import QtQuick
import Garage.Theme
import Garage.ViewModels

// Is somebody there? One touch goes on; silence gives everything back.
Sheet {
    id: idle

    required property AppViewModel app

    Words {
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: qsTr("Are you still there?")
        width: parent.width
        Accessible.name: text
        Accessible.role: Accessible.Heading
    }

    Words {
        font.pixelSize: Theme.label
        text: qsTr("This screen starts over in %n second(s).", "", idle.app.idleSeconds)
            + (idle.app.screen === "declined" ? " " + qsTr("Your spot is given back, and nothing is charged.") : "")
        width: parent.width
    }

    Item {
        height: 1
        width: 1
    }

    PrimaryAction {
        objectName: "idle-stay"
        text: qsTr("I am still here")
        width: parent.width
        onActivated: idle.app.touched()
    }

    QuietButton {
        anchors.left: parent.left
        icon: "back"
        directed: true
        objectName: "idle-leave"
        surface: Theme.card
        text: qsTr("Start over")
        onActivated: idle.app.leave()
    }
}
