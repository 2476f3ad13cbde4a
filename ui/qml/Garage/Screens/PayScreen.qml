import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Present the card: what to do, for which spot, how much, and how long there is.
StatementBody {
    id: screen

    required property PayViewModel pay

    function headline(phase: string): string {
        switch (phase) {
        case "present_card": return qsTr("Hold your card to the reader");
        case "checking": return qsTr("Checking your payment");
        case "stopping": return qsTr("Cancelling …");
        default: return qsTr("One moment, please");
        }
    }

    function advice(phase: string): string {
        switch (phase) {
        case "present_card": return qsTr("Or insert it. Phones and watches work too.");
        case "checking": return qsTr("Please do not pay again. You get a ticket, or you are not charged.");
        case "stopping": return qsTr("Please do not use your card now. Your spot is being given back.");
        default: return qsTr("The card reader is getting ready. Keep your card at hand.");
        }
    }

    caption: pay.timed ? qsTr("%n second(s) left", "", pay.secondsLeft) : " "
    fraction: pay.timed ? pay.fractionLeft : 1
    leaveIcon: "cross"
    leaveName: "cancel"
    leaveText: pay.stopping ? "" : qsTr("Cancel")
    lines: 2
    rimmed: pay.timed
    text: advice(pay.phase)
    title: headline(pay.phase)
    tone: Theme.action

    ReaderDrawing {
        phase: screen.pay.phase
    }

    foot: HeldSpot {
        pay: screen.pay
    }
}
