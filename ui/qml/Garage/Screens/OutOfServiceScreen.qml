import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// The kiosk cannot sell: which device fails, what it means, what to do instead.
StatementBody {
    id: screen

    required property FaultViewModel fault
    readonly property string device: fault.device

    function headline(device: string): string {
        switch (device) {
        case "reader": return qsTr("The card reader is out of order");
        case "printer": return qsTr("The ticket printer is out of order");
        case "payments": return qsTr("Card payment is not working right now");
        default: return qsTr("This machine has lost its connection");
        }
    }

    actionBusy: call.busy
    actionName: "call"
    actionText: call.action
    badge: "cross"
    assurances: [qsTr("Nothing is charged while it is out of order.")]
    note: [fault.code, app.kioskName].filter(part => part.length > 0).join(" · ")
    text: call.advice || qsTr("You cannot buy a ticket here at the moment. Please use another machine, or call an attendant. This one comes back by itself.")
    title: headline(device)
    tone: Theme.few

    onActed: app.callAttendant()

    CallWords {
        id: call

        call: screen.app.attendantCall
    }

    Icon {
        anchors.centerIn: parent
        height: parent.height * 0.62
        name: screen.device || "warning"
        pen: 1.3
        width: height
    }
}
