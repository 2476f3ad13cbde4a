import QtQuick
import QtQuick.Layouts

// A card reader on the desk: the device above, what a driver can do to it below.
Window {
    id: window

    required property var reader

    width: 400
    height: 820
    x: Screen.virtualX + Screen.width - width - 24   // beside the kiosk, not upon it
    y: Screen.virtualY + 40
    minimumWidth: 320
    minimumHeight: 720
    visible: true
    title: qsTr("Card reader")
    color: tokens.paper

    Look { id: tokens }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: tokens.inset
        spacing: tokens.gap

        ReaderFace {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.bottomMargin: tokens.tight
            look: tokens
            reader: window.reader
        }

        ReaderButton {
            Layout.fillWidth: true
            look: tokens
            main: true
            stripe: tokens.plenty
            enabled: window.reader.canTap
            text: qsTr("Hold a good card to it")
            onPressed: window.reader.tap("good")
        }

        ReaderButton {
            Layout.fillWidth: true
            look: tokens
            stripe: "#E6A39E"
            enabled: window.reader.canTap
            text: qsTr("A card that is declined")
            onPressed: window.reader.tap("declined")
        }

        ReaderButton {
            Layout.fillWidth: true
            look: tokens
            stripe: "#F1D2A6"
            enabled: window.reader.canTap
            text: qsTr("A card without funds")
            onPressed: window.reader.tap("insufficient_funds")
        }

        RowLayout {
            Layout.fillWidth: true
            spacing: tokens.gap

            ReaderButton {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                look: tokens
                enabled: window.reader.canCancel
                text: qsTr("Cancel")
                Accessible.description: qsTr("The reader's own cancel button")
                onPressed: window.reader.cancel()
            }

            ReaderButton {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                look: tokens
                enabled: window.reader.reachable
                text: window.reader.pluggedIn ? qsTr("Take off line") : qsTr("Back on line")
                onPressed: window.reader.plug(!window.reader.pluggedIn)
            }
        }
    }
}
