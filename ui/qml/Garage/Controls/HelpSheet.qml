import QtQuick
import Garage.Theme
import Garage.ViewModels

// How it works in three sentences, and a person to ask.
Sheet {
    id: help

    required property AppViewModel app

    shown: app.helpOpen

    Words {
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: qsTr("Help")
        width: parent.width
    }

    Repeater {
        model: [
            qsTr("Choose your vehicle and how long you want to park."),
            qsTr("Pay by card, phone or watch. Cash is not accepted here."),
            qsTr("Take your ticket, and drive to the spot that it names.")
        ]

        Row {
            id: line

            required property int index
            required property string modelData

            spacing: Theme.gap
            width: parent.width

            Words {
                color: Theme.action
                font.weight: Font.Bold
                text: line.index + 1
                width: Theme.px(40)
            }

            Words {
                text: line.modelData
                width: line.width - Theme.px(40) - line.spacing
            }
        }
    }

    Words {
        color: Theme.plenty
        font.weight: Font.Bold
        text: qsTr("An attendant has been called and is on the way.")
        visible: help.app.attendantCalled
        width: parent.width
    }

    PrimaryAction {
        enabled: !help.app.attendantCalled
        objectName: "help-call"
        text: help.app.attendantCalled ? qsTr("Attendant called") : qsTr("Call an attendant")
        width: parent.width
        onActivated: help.app.callAttendant()
    }

    QuietButton {
        icon: "cross"
        objectName: "help-close"
        outline: Theme.edge
        surface: Theme.card
        text: qsTr("Close")
        width: parent.width
        onActivated: help.app.closeHelp()
    }
}
