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

    CallWords {
        id: words

        call: help.app.attendantCall
    }

    Words {
        color: Theme.few
        font.pixelSize: Theme.label
        font.weight: Font.DemiBold
        text: words.advice
        visible: text.length > 0
        width: parent.width
    }

    PrimaryAction {
        busy: words.busy
        objectName: "help-call"
        text: words.action
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
