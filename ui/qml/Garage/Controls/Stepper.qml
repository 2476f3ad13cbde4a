import QtQuick
import Garage.Theme
import Garage.ViewModels

// The length of the stay, to be changed step by step.
Item {
    id: stepper

    required property DurationViewModel stay
    readonly property real buttonWidth: Math.max(Theme.touch, Math.min(height * 1.5, width * 0.28))
    readonly property string text: stay.durationHours >= 48 ? qsTr("%1 d %2 h %3 min")
            .arg(Math.floor(stay.durationHours / 24)).arg(stay.durationHours % 24).arg(stay.durationMinutes)
        : stay.durationMinutes === 0 ? qsTr("%n hour(s)", "", stay.durationHours)
        : stay.durationHours === 0 ? qsTr("%n minute(s)", "", stay.durationMinutes)
        : qsTr("%1 h %2 min").arg(stay.durationHours).arg(stay.durationMinutes)

    StepButton {
        id: less

        anchors.left: parent.left
        enabled: stepper.stay.canShorten
        height: parent.height
        icon: "minus"
        name: qsTr("Shorter")
        objectName: "shorten"
        width: stepper.buttonWidth
        onStepped: stepper.stay.shorten()
    }

    Words {
        anchors.left: less.right
        anchors.margins: Theme.tight
        anchors.right: more.left
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        fits: true
        horizontalAlignment: Text.AlignHCenter
        minimumPixelSize: Theme.smallestText
        text: stepper.text
        wrapMode: Text.NoWrap
    }

    StepButton {
        id: more

        anchors.right: parent.right
        enabled: stepper.stay.canLengthen
        height: parent.height
        icon: "plus"
        name: qsTr("Longer")
        objectName: "lengthen"
        width: stepper.buttonWidth
        onStepped: stepper.stay.lengthen()
    }
}
