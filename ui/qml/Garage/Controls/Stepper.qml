import QtQuick
import Garage.Theme
import Garage.ViewModels

// The length of the stay, to be changed step by step.
Item {
    id: stepper

    required property DurationViewModel stay
    readonly property real buttonWidth: Math.max(Theme.touch, Math.min(height * 1.5, width * 0.28))
    readonly property int days: stay.durationHours >= 48 ? Math.floor(stay.durationHours / 24) : 0
    readonly property int hours: stay.durationHours - 24 * days
    readonly property int minutes: stay.durationMinutes
    // One unit in full, more of them short; what is zero is not said. A number stays with its unit.
    readonly property string text: (hours === 0 && minutes === 0 ? [qsTr("%n day(s)", "", days)]
        : days === 0 && minutes === 0 ? [qsTr("%n hour(s)", "", hours)]
        : days === 0 && hours === 0 ? [qsTr("%n minute(s)", "", minutes)]
        : [
            days > 0 ? qsTr("%1 d").arg(days) : "",
            hours > 0 ? qsTr("%1 h").arg(hours) : "",
            minutes > 0 ? qsTr("%1 min").arg(minutes) : ""
        ]).filter(part => part.length > 0).map(part => part.replace(" ", "\u00a0")).join(" ")

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
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        fontSizeMode: width > 0 ? Text.Fit : Text.FixedSize     // smaller, and on more lines, where it is narrow
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 0.9
        minimumPixelSize: Theme.smallestText
        text: stepper.text
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.WordWrap
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
