import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// The kiosk cannot sell: which device fails, and what the driver can do instead.
ScreenFrame {
    id: screen

    readonly property string device: app.fault.device

    function what(device: string): string {
        switch (device) {
        case "reader": return qsTr("The card reader is switched off or has lost its connection.");
        case "printer": return qsTr("The ticket printer has no paper, or has failed.");
        case "payments": return qsTr("The connection to the bank has failed.");
        default: return qsTr("The connection to the garage's computer has failed.");
        }
    }

    Notice {
        anchors.verticalCenter: parent.verticalCenter
        icon: screen.device || "warning"
        text: screen.what(screen.device) + "\n\n"
            + qsTr("Please use another kiosk, or call an attendant. This one comes back by itself.")
        title: qsTr("This kiosk is out of service")
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
        objectName: "callHelp"
        text: qsTr("Call an attendant")
        onActivated: screen.app.openHelp()
    }

    controlsHeight: Theme.actionHeight
}
