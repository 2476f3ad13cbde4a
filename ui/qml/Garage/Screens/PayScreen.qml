import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Present the card: how much, what to do, for which spot, and how long there is.
ScreenFrame {
    id: screen

    readonly property PayViewModel pay: app.pay
    readonly property bool checking: pay.phase === "checking"

    controlsHeight: height * (Theme.landscape ? 1 : 0.5)
    leaveName: "cancel"
    leaveShown: !pay.stopping
    leaveText: qsTr("Cancel")
    share: 0.5

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: Theme.hair

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: qsTr("To pay")
            width: parent.width
        }

        Words {
            font.pixelSize: Theme.px(176)
            font.weight: Font.Bold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.title
            text: screen.pay.amountText
            width: parent.width
            wrapMode: Text.NoWrap
        }

        Item {
            height: Theme.gap
            width: 1
        }

        HeldSpot {
            pay: screen.pay
            width: parent.width
        }
    }

    controls: Rectangle {
        anchors.fill: parent
        border.color: Theme.edge
        border.width: Theme.highContrast ? Theme.edgeWidth : 0
        color: Theme.card
        radius: Theme.radius

        ReaderDrawing {
            id: drawing

            anchors.horizontalCenter: parent.horizontalCenter
            height: parent.height - sentences.height - 4 * Theme.inset
            phase: screen.pay.phase
            width: Math.min(parent.width - 2 * Theme.inset, height * 1.3)
            y: Theme.inset
        }

        Ring {
            anchors.margins: Theme.inset
            anchors.right: parent.right
            anchors.top: parent.top
            fraction: screen.pay.fractionLeft
            height: Theme.px(140)
            text: screen.pay.secondsLeft
            visible: screen.pay.timed
            width: height
            Accessible.name: qsTr("%n second(s) left", "", screen.pay.secondsLeft)
            Accessible.role: Accessible.StaticText
        }

        Column {
            id: sentences

            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.inset
            anchors.left: parent.left
            anchors.leftMargin: Theme.inset
            anchors.right: parent.right
            anchors.rightMargin: Theme.inset
            spacing: Theme.hair

            Words {
                font.pixelSize: Theme.px(64)
                font.weight: Font.Bold
                horizontalAlignment: Text.AlignHCenter
                text: screen.pay.stopping ? qsTr("Cancelling …")
                    : screen.checking ? qsTr("Checking your payment")
                    : screen.pay.phase === "present_card" ? qsTr("Hold your card to the reader")
                    : qsTr("Connecting to the reader …")
                width: parent.width
            }

            Words {
                color: Theme.quietInk
                horizontalAlignment: Text.AlignHCenter
                text: screen.pay.stopping ? qsTr("Your spot is being given back.")
                    : screen.checking ? qsTr("Please do not pay again. This ends in a ticket, or in no charge.")
                    : screen.pay.phase === "present_card" ? qsTr("Or put it in the slot. Phones and watches work too.")
                    : qsTr("One moment, please.")
                width: parent.width
            }
        }
    }
}
