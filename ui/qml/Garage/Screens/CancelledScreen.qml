import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Cancelled on the screen: what became of the money and the spot, before the next driver's turn.
StatementBody {
    id: screen

    required property FaultViewModel fault

    actionName: "done"
    actionText: qsTr("Done")
    assurances: fault.mayBeReserved ? [
        qsTr("Nothing has been charged, even if the card reader says “Approved”."),
        qsTr("If your bank shows a reserved amount, it disappears within a few days.")
    ] : [qsTr("Nothing has been charged.")]
    badge: "cross"
    note: fault.secondsLeft > 0 ? qsTr("This screen closes in %n second(s).", "", fault.secondsLeft) : ""
    text: qsTr("Your spot has been given back.")
    title: qsTr("Payment cancelled")
    tone: Theme.action

    onActed: app.leave()

    Icon {
        anchors.centerIn: parent
        height: parent.height * 0.62
        name: "payments"
        pen: 1.3
        width: height
    }
}
