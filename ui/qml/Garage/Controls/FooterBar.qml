import QtQuick
import Garage.Theme
import Garage.ViewModels

// The same row on every screen: the way back on one side, help and comfort on the other.
Item {
    id: footer

    required property AppViewModel app
    property string leaveText
    property string leaveName: "back"
    property bool leaveShown: leaveText.length > 0
    property bool languagesShown: false

    implicitHeight: Theme.px(112) < Theme.touch ? Theme.touch : Theme.px(112)

    QuietButton {
        anchors.left: parent.left
        directed: true
        icon: footer.leaveName === "cancel" ? "cross" : "back"
        objectName: footer.leaveName
        outline: Theme.edge
        text: footer.leaveText
        visible: footer.leaveShown
        onActivated: footer.app.leave()
    }

    LanguageChoice {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        app: footer.app
        visible: footer.languagesShown && !footer.leaveShown
    }

    Row {
        anchors.right: parent.right
        spacing: Theme.gap

        QuietButton {
            chosen: footer.app.lowReach
            icon: "lower"
            objectName: "lowReach"
            text: qsTr("Low reach")
            onActivated: footer.app.toggleLowReach()
        }

        QuietButton {
            chosen: footer.app.theme === "contrast"
            icon: "contrast"
            objectName: "contrast"
            text: qsTr("Contrast")
            onActivated: footer.app.toggleContrast()
        }

        QuietButton {
            icon: "help"
            objectName: "help"
            text: qsTr("Help")
            onActivated: footer.app.openHelp()
        }
    }
}
