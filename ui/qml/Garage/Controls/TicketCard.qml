import QtQuick
import Garage.Theme
import Garage.ViewModels

// The code to photograph, and what the printer does.
Rectangle {
    id: card

    required property TicketViewModel ticket
    readonly property bool failed: ticket.printing === "failed"
    readonly property real pad: Math.min(Theme.inset, height * 0.08)
    readonly property bool narrow: width < 1.6 * height     // the words stand below the code

    border.color: Theme.edge
    border.width: Theme.highContrast ? Theme.edgeWidth : 0
    color: Theme.card
    radius: Theme.radius

    QrCode {
        id: code

        anchors.left: parent.left
        anchors.leftMargin: card.narrow ? (card.width - width) / 2 : y
        modules: card.ticket.qrSize
        path: card.ticket.qrPath
        room: card.narrow ? Math.min(card.height - words.height - 1.5 * card.pad, card.width - card.pad)
            : Math.min(card.height - card.pad / 2, card.width * 0.48)
        y: card.narrow ? card.pad / 2 : (card.height - height) / 2
    }

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: card.narrow ? card.pad : code.y + code.width + Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: card.pad
        spacing: card.narrow ? 0 : Theme.hair
        y: card.narrow ? card.height - card.pad - height : (card.height - height) / 2

        Icon {
            anchors.left: parent.left
            color: card.failed ? Theme.full : card.ticket.printing === "done" ? Theme.plenty : Theme.ink
            height: Theme.px(104)
            name: card.failed ? "warning" : card.ticket.printing === "done" ? "ticket" : "printer"
            pen: 1.8
            visible: !card.narrow
            width: height
        }

        Words {
            color: card.failed ? Theme.full : Theme.ink
            font.pixelSize: Theme.label
            font.weight: Font.Bold
            text: card.ticket.printing === "done" ? qsTr("Take your ticket")
                : card.failed ? qsTr("The ticket could not be printed")
                : qsTr("Your ticket is being printed")
            width: parent.width
        }

        Words {
            color: card.failed ? Theme.ink : Theme.quietInk
            text: card.failed ? qsTr("Photograph this code: it is your ticket.")
                : qsTr("Or photograph the code.")
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.caption
            text: card.ticket.codeText
            width: parent.width
        }
    }
}
