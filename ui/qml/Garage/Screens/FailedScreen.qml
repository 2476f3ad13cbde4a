import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// The payment ended without a charge: why, what became of the money, what to do now.
StatementBody {
    id: screen

    required property FaultViewModel fault
    readonly property string reason: fault.reason

    function headline(reason: string): string {
        switch (reason) {
        case "nobody_paid": return qsTr("No card was used in time");
        case "reader_offline": return qsTr("The card reader does not answer");
        case "reader_busy": return qsTr("The card reader is busy");
        case "provider_unreachable": return qsTr("Card payment is not working right now");
        case "printer_fault": return qsTr("The ticket printer is not ready");
        case "hold_expired": return qsTr("The time to pay is over");
        case "interrupted": return qsTr("Your payment was interrupted");
        case "no_longer_offered": return qsTr("The garage has just changed its hours or rates");
        default: return qsTr("This payment is not possible");
        }
    }

    function advice(reason: string): string {
        switch (reason) {
        case "nobody_paid": return qsTr("Your spot has been given back. You can start again at once.");
        case "reader_offline": return qsTr("Your spot has been given back. Try again in a minute, or use another machine.");
        case "reader_busy": return qsTr("Your spot has been given back. Please try again in a minute.");
        case "provider_unreachable": return qsTr("We cannot reach the bank. Your spot has been given back. Try again in a few minutes, or call an attendant.");
        case "printer_fault": return qsTr("We only sell tickets that we can print. Use another machine, or call an attendant.");
        case "hold_expired": return qsTr("Your spot has been given back. You can start again at once.");
        case "interrupted": return qsTr("Your spot has been given back. You can begin again.");
        case "no_longer_offered": return qsTr("This stay is no longer possible. Please choose again.");
        default: return qsTr("Your spot has been given back. Try again with another card, or call an attendant.");
        }
    }

    function pictogram(reason: string): string {
        switch (reason) {
        case "nobody_paid":
        case "hold_expired":
        case "no_longer_offered": return "clock";
        case "reader_offline":
        case "reader_busy": return "reader";
        case "printer_fault": return "printer";
        default: return "payments";
        }
    }

    actionName: "done"
    actionText: qsTr("Start again")
    badge: pictogram(reason) === "clock" ? "" : "cross"
    assurances: [
        qsTr("Nothing has been charged."),
        ...(fault.mayBeReserved
            ? [qsTr("If your bank shows a reserved amount, it disappears within a few days.")] : [])
    ]
    note: [fault.code, app.kioskName].filter(part => part.length > 0).join(" · ")
    text: advice(reason)
    title: headline(reason)
    tone: Theme.few

    onActed: app.leave()

    Icon {
        anchors.centerIn: parent
        height: parent.height * 0.62
        name: screen.pictogram(screen.reason)
        pen: 1.3
        width: height
    }
}
