import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// This card did not work: why, in the driver's words, and another try. The spot stays held.
ScreenFrame {
    id: screen

    readonly property PayViewModel pay: app.pay

    function title(reason: string): string {
        switch (reason) {
        case "cancelled_on_reader": return qsTr("You cancelled on the reader");
        case "insufficient_funds": return qsTr("Not enough money on this card");
        case "expired_card": return qsTr("This card has expired");
        case "wrong_pin": return qsTr("The PIN was wrong");
        case "too_many_pin_tries": return qsTr("Too many wrong PINs");
        case "call_issuer": return qsTr("Your bank wants to speak to you first");
        case "try_again": return qsTr("The card could not be read");
        case "not_supported": return qsTr("This card cannot be used here");
        default: return qsTr("Your card was declined");
        }
    }

    function advice(reason: string): string {
        switch (reason) {
        case "cancelled_on_reader": return qsTr("You can pay with the same card or with another one.");
        case "insufficient_funds": return qsTr("Please use another card.");
        case "expired_card": return qsTr("Please use another card.");
        case "wrong_pin": return qsTr("Try again with the right PIN, or use another card.");
        case "too_many_pin_tries": return qsTr("This card is locked for now. Please use another card.");
        case "call_issuer": return qsTr("Call the number on the back of the card, or use another card.");
        case "try_again": return qsTr("Hold the card still on the reader, or use another card.");
        case "not_supported": return qsTr("Please use a Visa, Mastercard or American Express card.");
        default: return qsTr("Your bank did not say why. Please use another card.");
        }
    }

    controlsHeight: action.height + Theme.gap + held.height
    leaveName: "cancel"
    leaveShown: !pay.stopping
    leaveText: qsTr("Cancel")

    Notice {
        anchors.verticalCenter: parent.verticalCenter
        icon: screen.pay.reason === "cancelled_on_reader" ? "cross" : "payments"
        money: qsTr("You have not been charged.")
        text: screen.advice(screen.pay.reason)
        title: screen.title(screen.pay.reason)
        tone: screen.pay.reason === "cancelled_on_reader" ? Theme.quietInk : Theme.full
        width: parent.width
    }

    controls: Item {
        anchors.fill: parent

        HeldSpot {
            id: held

            anchors.bottom: action.top
            anchors.bottomMargin: Theme.inset
            pay: screen.pay
            width: parent.width
        }

        PrimaryAction {
            id: action

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            busy: screen.pay.stopping
            objectName: "tryAgain"
            text: screen.pay.stopping ? qsTr("Cancelling …") : qsTr("Try again, %1").arg(screen.pay.amountText)
            onActivated: screen.pay.tryAgain()
        }
    }
}
