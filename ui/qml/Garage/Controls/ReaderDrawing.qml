import QtQuick
import QtQuick.Shapes
import Garage.Theme

// The card reader and what to do with the card, told by the drawing alone.
Item {
    id: drawing

    property string phase
    readonly property bool asks: phase === "present_card"
    readonly property real unit: Math.min(width / 130, height / 100)

    Item {
        anchors.centerIn: parent
        height: 100 * drawing.unit
        width: 130 * drawing.unit

        // The reader
        Rectangle {
            id: reader

            color: Theme.ink
            height: 92 * drawing.unit
            radius: 8 * drawing.unit
            width: 52 * drawing.unit
            x: 12 * drawing.unit
            y: 4 * drawing.unit

            Rectangle {
                color: drawing.asks ? Theme.action : Theme.card
                height: 34 * drawing.unit
                radius: 3 * drawing.unit
                width: 40 * drawing.unit
                x: 6 * drawing.unit
                y: 8 * drawing.unit

                Icon {
                    anchors.centerIn: parent
                    color: drawing.asks ? Theme.actionInk : Theme.ink
                    height: 22 * drawing.unit
                    name: drawing.asks ? "contactless" : "clock"
                    width: height
                }
            }

            Grid {
                anchors.horizontalCenter: parent.horizontalCenter
                columns: 3
                spacing: 4 * drawing.unit
                y: 52 * drawing.unit

                Repeater {
                    model: 9

                    Rectangle {
                        color: Theme.card
                        height: 6 * drawing.unit
                        opacity: 0.55
                        radius: 1.5 * drawing.unit
                        width: 9 * drawing.unit
                    }
                }
            }
        }

        // The card, held to it
        Item {
            height: 36 * drawing.unit
            visible: drawing.asks
            width: 57 * drawing.unit
            x: 58 * drawing.unit
            y: 12 * drawing.unit

            Rectangle {
                anchors.fill: parent
                border.color: Theme.card
                border.width: 2 * drawing.unit
                color: Theme.action
                radius: 5 * drawing.unit
            }

            Rectangle {
                color: Theme.actionInk
                height: 9 * drawing.unit
                radius: 2 * drawing.unit
                width: 12 * drawing.unit
                x: 7 * drawing.unit
                y: 10 * drawing.unit
            }

            Rectangle {
                color: Theme.actionInk
                height: 3 * drawing.unit
                opacity: 0.8
                radius: height / 2
                width: 30 * drawing.unit
                x: 7 * drawing.unit
                y: 25 * drawing.unit
            }

            SequentialAnimation on x {
                loops: Animation.Infinite
                running: drawing.asks && drawing.visible && Theme.motion > 0

                NumberAnimation {
                    duration: 900
                    easing.type: Easing.InOutQuad
                    from: 70 * drawing.unit
                    to: 56 * drawing.unit
                }

                PauseAnimation {
                    duration: 700
                }

                NumberAnimation {
                    duration: 600
                    easing.type: Easing.InOutQuad
                    to: 70 * drawing.unit
                }
            }
        }
    }
}
