pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme

// The card reader and what to do with the card, told by the drawing alone. Drawn on a square of 100.
Item {
    id: drawing

    property string phase               // of the payment, or declined
    readonly property bool asks: phase === "present_card"
    readonly property bool waits: phase === "connecting" || phase === "checking" || phase === "stopping"
    readonly property color screenColor: asks ? Theme.action : phase === "declined" ? Theme.full : Theme.card

    readonly property real u: width / 100

    anchors.fill: parent

    Item {
        anchors.fill: parent

        // The reader
        Rectangle {
            color: Theme.ink
            height: 76 * drawing.u
            radius: 7 * drawing.u
            width: 44 * drawing.u
            x: 28 * drawing.u
            y: 13 * drawing.u

            Rectangle {
                color: drawing.screenColor
                height: 28 * drawing.u
                radius: 3 * drawing.u
                width: 34 * drawing.u
                x: 5 * drawing.u
                y: 6 * drawing.u

                Icon {
                    color: drawing.asks ? Theme.actionInk : Theme.card
                    height: 22 * drawing.u
                    name: drawing.asks ? "contactless" : "cross"
                    pen: 2.4
                    visible: !drawing.waits
                    width: 22 * drawing.u
                    x: (drawing.asks ? -1 : 6) * drawing.u      // beside the card, which is never mirrored
                    y: 3 * drawing.u
                }

                Row {
                    anchors.centerIn: parent
                    spacing: 3 * drawing.u
                    visible: drawing.waits

                    Repeater {
                        model: 3

                        Rectangle {
                            required property int index

                            color: dots.step === index || Theme.motion === 0 ? Theme.ink : Theme.line
                            height: 5 * drawing.u
                            radius: 2.5 * drawing.u
                            width: 5 * drawing.u
                        }
                    }
                }
            }

            Grid {
                columnSpacing: 3 * drawing.u
                columns: 3
                rowSpacing: 3 * drawing.u
                x: 6 * drawing.u
                y: 40 * drawing.u

                Repeater {
                    model: 9

                    Rectangle {
                        color: Theme.highContrast ? Theme.paper : Theme.quietInk
                        height: 6 * drawing.u
                        radius: 1.5 * drawing.u
                        width: 8.6 * drawing.u
                    }
                }
            }
        }

        PaymentCard {
            id: card

            readonly property real far: 58 * drawing.u
            readonly property real near: 53 * drawing.u

            u: drawing.u
            visible: drawing.asks
            x: near
            y: 23 * drawing.u

            SequentialAnimation on x {
                loops: Animation.Infinite
                running: drawing.asks && drawing.visible && Theme.motion > 0

                NumberAnimation { duration: 700; easing.type: Easing.InOutQuad; from: card.far; to: card.near }
                PauseAnimation { duration: 900 }
                NumberAnimation { duration: 500; easing.type: Easing.InOutQuad; to: card.far }
            }
        }
    }

    Timer {
        id: dots

        property int step: 0

        interval: 400
        repeat: true
        running: drawing.waits && drawing.visible && Theme.motion > 0
        onTriggered: step = (step + 1) % 3
    }
}
