import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// This card did not work: why, in the driver's words, and another try. The spot stays held.
StatementBody {
    id: screen

    required property PayViewModel pay

    function headline(reason: string): string {
        switch (reason) {
        case "cancelled_on_reader": return qsTr("You cancelled on the card reader");
        case "insufficient_funds": return qsTr("There is not enough money on this card");
        case "expired_card": return qsTr("This card has expired");
        case "wrong_pin": return qsTr("The PIN was not right");
        case "too_many_pin_tries": return qsTr("The PIN was wrong too often");
        case "call_issuer": return qsTr("Your bank has not allowed this payment");
        case "try_again": return qsTr("The payment did not go through");
        case "not_supported": return qsTr("This card is not accepted here");
        default: return qsTr("Your card was declined");
        }
    }

    function advice(reason: string): string {
        switch (reason) {
        case "cancelled_on_reader": return qsTr("You can pay with the same card or with another one.");
        case "insufficient_funds": return qsTr("Please use another card.");
        case "expired_card": return qsTr("Please use another card.");
        case "wrong_pin": return qsTr("Try again with the right PIN, or use another card.");
        case "too_many_pin_tries": return qsTr("Your bank has locked it for now. Please use another card.");
        case "call_issuer": return qsTr("Please use another card, or call the number on the back of this one.");
        case "try_again": return qsTr("Please try once more, or use another card.");
        case "not_supported": return qsTr("Please use another card.");
        default: return qsTr("Your bank did not say why. Please use another card.");
        }
    }

    actionBusy: pay.stopping
    actionName: "tryAgain"
    actionText: pay.stopping ? qsTr("Cancelling …") : qsTr("Try again: %1").arg(pay.amountText)
    leaveIcon: "cross"
    leaveName: "cancel"
    leaveText: pay.stopping ? "" : qsTr("Cancel")
    assurances: [qsTr("Nothing has been charged."), qsTr("Your spot is still held.")]
    text: advice(pay.reason)
    title: headline(pay.reason)
    tone: Theme.full

    onActed: pay.tryAgain()

    ReaderDrawing {
        phase: "declined"
    }

    foot: HeldSpot {
        pay: screen.pay
    }
}
