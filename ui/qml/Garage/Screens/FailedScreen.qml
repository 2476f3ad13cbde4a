import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// The payment ended without a charge: why, what became of the money, what to do now.
ScreenFrame {
    id: screen

    readonly property string reason: app.fault.reason

    function title(reason: string): string {
        switch (reason) {
        case "nobody_paid": return qsTr("No card was presented in time");
        case "reader_offline": return qsTr("The card reader does not answer");
        case "reader_busy": return qsTr("The card reader is busy");
        case "provider_unreachable": return qsTr("Cards cannot be charged at the moment");
        case "printer_fault": return qsTr("The ticket printer is not ready");
        case "hold_expired": return qsTr("The time to pay is over");
        case "interrupted": return qsTr("Your payment was interrupted");
        default: return qsTr("This payment is not possible");
        }
    }

    function meaning(reason: string): string {
        switch (reason) {
        case "nobody_paid": return qsTr("Your spot has been given back. You can begin again.");
        case "reader_offline": return qsTr("Your spot has been given back. Please try again in a minute, or use another kiosk.");
        case "reader_busy": return qsTr("Your spot has been given back. Please try again in a minute.");
        case "provider_unreachable": return qsTr("The connection to the bank has failed. Your spot has been given back. Please try again later.");
        case "printer_fault": return qsTr("We only sell a ticket that we can print. Please call an attendant, or use another kiosk.");
        case "hold_expired": return qsTr("Your spot was given to somebody else. You can begin again.");
        case "interrupted": return qsTr("Please call an attendant before you pay again.");
        default: return qsTr("Your spot has been given back. Please try again, or call an attendant.");
        }
    }

    function icon(reason: string): string {
        switch (reason) {
        case "nobody_paid": return "clock";
        case "hold_expired": return "clock";
        case "reader_offline": return "reader";
        case "reader_busy": return "reader";
        case "printer_fault": return "printer";
        default: return "payments";
        }
    }

    controlsHeight: Theme.actionHeight

    Notice {
        anchors.verticalCenter: parent.verticalCenter
        icon: screen.icon(screen.reason)
        money: screen.reason === "interrupted"
            ? qsTr("Either you have a ticket, or nothing is charged. If your card shows the amount as reserved, it is released.")
            : qsTr("You have not been charged. If your card shows the amount as reserved, it is released within a few days.")
        text: screen.meaning(screen.reason)
        title: screen.title(screen.reason)
        tone: Theme.few
        width: parent.width
    }

    FaultCode {
        anchors.bottom: parent.bottom
        app: screen.app
    }

    controls: PrimaryAction {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        objectName: "done"
        text: qsTr("Begin again")
        onActivated: screen.app.leave()
    }
}
