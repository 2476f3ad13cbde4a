import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Paid: floor and spot as large as signage, the code to photograph, and what the printer does.
ScreenFrame {
    id: screen

    readonly property TicketViewModel ticket: app.ticket

    controlsHeight: height * 0.44
    share: 0.46

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.hair

        Words {
            color: Theme.plenty
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            text: qsTr("Paid. Your spot:")
            width: parent.width
        }

        Row {
            id: place

            readonly property int size: Math.min(Theme.spot, screen.height * (Theme.lowReach ? 0.14 : 0.3))

            spacing: Theme.wide

            Repeater {
                model: [
                    { title: qsTr("Floor"), value: screen.ticket.floor },
                    { title: qsTr("Spot"), value: screen.ticket.spot }
                ]

                Column {
                    required property var modelData

                    Words {
                        color: Theme.quietInk
                        font.pixelSize: Theme.label
                        text: parent.modelData.title
                        wrapMode: Text.NoWrap
                    }

                    Words {
                        font.pixelSize: place.size
                        font.weight: Font.Bold
                        lineHeight: 0.9
                        text: parent.modelData.value
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: period.text
            width: parent.width

            PeriodText {
                id: period

                dateText: screen.ticket.untilDateText
                day: screen.ticket.untilDay
                until: screen.ticket.untilText
            }
        }

        Words {
            color: Theme.quietInk
            text: qsTr("%1 paid").arg(screen.ticket.amountText)
            width: parent.width
        }
    }

    controls: Item {
        anchors.fill: parent

        Rectangle {
            anchors.bottom: done.top
            anchors.bottomMargin: Theme.gap
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            border.color: Theme.edge
            border.width: Theme.highContrast ? Theme.edgeWidth : 0
            color: Theme.card
            radius: Theme.radius

            QrCode {
                id: code

                anchors.left: parent.left
                anchors.leftMargin: Theme.inset
                anchors.verticalCenter: parent.verticalCenter
                modules: screen.ticket.qrSize
                path: screen.ticket.qrPath
                room: Math.min(parent.height - 2 * Theme.gap, parent.width * 0.5)
            }

            Column {
                anchors.left: code.right
                anchors.leftMargin: Theme.inset
                anchors.right: parent.right
                anchors.rightMargin: Theme.inset
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.tight

                Icon {
                    color: screen.ticket.printing === "failed" ? Theme.full : Theme.ink
                    height: Theme.px(88)
                    name: screen.ticket.printing === "failed" ? "printer" : "ticket"
                    width: height
                }

                Words {
                    color: screen.ticket.printing === "failed" ? Theme.full : Theme.ink
                    font.pixelSize: Theme.label
                    font.weight: Font.Bold
                    text: screen.ticket.printing === "done" ? qsTr("Take your ticket")
                        : screen.ticket.printing === "failed" ? qsTr("The printer has failed")
                        : qsTr("Printing …")
                    width: parent.width
                }

                Words {
                    color: Theme.quietInk
                    font.pixelSize: Theme.caption
                    text: screen.ticket.printing === "failed"
                        ? qsTr("Your ticket is valid all the same. Photograph this code.")
                        : qsTr("Or photograph this code.")
                    width: parent.width
                }

                Words {
                    font.pixelSize: Theme.caption
                    font.weight: Font.DemiBold
                    text: screen.ticket.codeText
                    width: parent.width
                }
            }
        }

        PrimaryAction {
            id: done

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            objectName: "done"
            text: screen.ticket.secondsLeft > 0 ? qsTr("Done (%1)").arg(screen.ticket.secondsLeft) : qsTr("Done")
            onActivated: screen.app.leave()
        }
    }
}
