import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Paid: floor and spot as large as signage, the code to photograph, and what the printer does.
ScreenBody {
    id: screen

    required property TicketViewModel ticket
    readonly property bool wide: Theme.landscape

    actionName: "done"
    actionText: qsTr("Done")

    onActed: app.leave()

    PeriodText {
        id: period

        dateText: screen.ticket.untilDateText
        day: screen.ticket.untilDay
        until: screen.ticket.untilText
    }

    Row {
        id: title

        spacing: Theme.gap
        width: screen.wide ? screen.firstWidth : screen.contentWidth
        x: screen.fromStart(Theme.margin, width)
        y: screen.wide ? 0 : Theme.tight

        Rectangle {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            color: Theme.plenty
            height: Theme.title
            radius: height / 2
            width: height

            Icon {
                anchors.centerIn: parent
                color: Theme.card
                height: parent.height * 0.66
                name: "check"
                pen: 3.4
                width: height
            }
        }

        Words {
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            text: qsTr("Paid. This is your spot:")
            width: parent.width - mark.width - parent.spacing
            Accessible.name: text
            Accessible.role: Accessible.Heading
        }
    }

    PlaceSign {
        id: sign

        floor: screen.ticket.floor
        height: screen.wide ? facts.y - Theme.gap - y : Theme.px(420)
        spot: screen.ticket.spot
        width: title.width
        x: title.x
        y: title.y + title.height + Theme.gap
    }

    Column {
        id: facts

        width: title.width
        x: title.x
        y: screen.wide ? screen.rowTop - Theme.tight - height : sign.y + sign.height + Theme.gap

        Words {
            font.pixelSize: Theme.heading
            font.weight: Font.DemiBold
            text: qsTr("Park here %1").arg(period.end)
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: qsTr("%1 paid").arg(screen.ticket.amountText)
            visible: !screen.wide || Theme.unit > 0.9
            width: parent.width
        }
    }

    TicketCard {
        readonly property real begin: screen.wide ? 0 : facts.y + facts.height + Theme.inset

        height: screen.actionTop - (screen.wide ? Theme.gap : Theme.inset) - begin
        ticket: screen.ticket
        width: screen.wide ? screen.secondWidth : screen.contentWidth
        x: screen.fromStart(screen.wide ? screen.secondStart : Theme.margin, width)
        y: begin
    }

    QuietButton {
        id: again

        height: screen.rowHeight
        icon: "printer"
        objectName: "printAgain"
        text: qsTr("Print again")
        visible: screen.ticket.printing === "failed"
        x: screen.fromStart(Theme.margin, width)
        y: screen.rowTop
        onActivated: screen.ticket.printAgain()
    }

    Words {
        readonly property real start: again.visible ? again.width + Theme.gap : 0

        color: Theme.quietInk
        height: screen.rowHeight
        text: again.visible ? qsTr("Closes in %n second(s).", "", screen.ticket.secondsLeft)
            : qsTr("This screen closes in %n second(s).", "", screen.ticket.secondsLeft)
        verticalAlignment: Text.AlignVCenter
        visible: screen.ticket.secondsLeft > 0
        width: title.width - start
        x: screen.fromStart(Theme.margin + start, width)
        y: screen.rowTop
    }
}
