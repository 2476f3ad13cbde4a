pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme
import Garage.ViewModels

// How it works in three sentences, and a person to ask.
Sheet {
    id: help

    required property AppViewModel app

    Words {
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: qsTr("How it works")
        width: parent.width
        Accessible.name: text
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: [
            qsTr("Choose your vehicle and your time."),
            qsTr("Pay by card, phone or watch."),
            qsTr("Park on the spot that your ticket names.")
        ]

        Row {
            id: line

            required property int index
            required property string modelData

            spacing: Theme.gap
            width: parent?.width ?? 0

            Rectangle {
                color: Theme.action
                height: Theme.label * 1.3
                radius: height / 2
                width: height

                Words {
                    anchors.centerIn: parent
                    color: Theme.actionInk
                    font.weight: Font.Bold
                    text: line.index + 1
                }
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                font.pixelSize: Theme.label
                text: line.modelData
                width: line.width - Theme.label * 1.3 - line.spacing
            }
        }
    }

    Item {
        height: 1
        width: 1
    }

    PrimaryAction {
        enabled: !help.app.attendantCalled
        objectName: "help-call"
        text: help.app.attendantCalled ? qsTr("An attendant has been called") : qsTr("Call an attendant")
        width: parent.width
        onActivated: help.app.callAttendant()
    }

    QuietButton {
        anchors.left: parent.left
        icon: "cross"
        objectName: "help-close"
        surface: Theme.card
        text: qsTr("Close")
        onActivated: help.app.closeHelp()
    }
}
