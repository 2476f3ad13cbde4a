import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// How long? Six presets, a stepper for the rest, and what it comes to.
ScreenBody {
    id: screen

    required property DurationViewModel stay
    readonly property bool low: Theme.lowReach
    readonly property bool wide: Theme.landscape
    readonly property bool aside: wide && !low      // the summary stands on a card beside
    readonly property var vehicleNames: ({
        "compact": qsTr("Compact"), "regular": qsTr("Regular"), "large": qsTr("Large")
    })
    readonly property string vehicleText: "%1 · %2".arg(vehicleNames[stay.vehicleType] ?? "")
        .arg(qsTr("%1 an hour").arg(stay.rateText))

    actionBusy: stay.busy
    actionEnabled: stay.free !== 0 && !stay.closed
    actionName: "pay"
    actionText: stay.closed ? qsTr("Closed at that time") : stay.busy ? qsTr("Holding a spot for you …") : qsTr("Pay %1").arg(stay.priceText)
    leaveText: qsTr("Back")

    onActed: stay.pay()

    Words {
        id: title

        font.pixelSize: Theme.title
        font.weight: Font.Bold
        fits: true
        minimumPixelSize: Theme.label
        text: qsTr("How long will you stay?")
        width: screen.wide ? screen.firstWidth : screen.contentWidth
        wrapMode: Text.NoWrap
        x: screen.fromStart(Theme.margin, width)
        y: screen.low ? (screen.wide ? screen.reachTop : summary.y) - Theme.gap - chosen.height - Theme.tight - height
            : screen.wide ? 0 : Theme.tight
        Accessible.name: text
        Accessible.role: Accessible.Heading
    }

    Item {
        id: chosen

        readonly property real line: screen.aside ? 0 : Math.max(vehicle.height, rate.height)

        height: hours.visible ? hours.y + hours.height : line
        width: title.width
        x: title.x
        y: title.y + title.height + Theme.tight

        Vehicle {
            id: vehicle

            anchors.left: parent.left
            anchors.bottom: parent.top
            anchors.bottomMargin: -chosen.line
            visible: !screen.aside
            pxPerMetre: Theme.px(40)
            vehicleType: screen.stay.vehicleType
        }

        Words {
            id: rate

            anchors.bottom: vehicle.bottom
            anchors.left: vehicle.right
            anchors.leftMargin: Theme.gap
            anchors.right: parent.right
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: screen.vehicleText
            visible: !screen.aside
        }

        Words {
            id: hours

            font.weight: Font.DemiBold
            text: !screen.stay.closesText ? ""
                : !screen.stay.opensText ? qsTr("The garage is closed from %1 on.").arg(screen.stay.closesText)
                : qsTr("The garage is closed from %1 to %2.").arg(screen.stay.closesText).arg(screen.stay.opensText)
            visible: text.length > 0
            width: parent.width
            y: screen.aside ? 0 : chosen.line + Theme.hair
        }
    }

    PresetGrid {
        id: presets

        readonly property real begin: screen.low ? screen.reachTop : chosen.y + chosen.height + Theme.gap
        readonly property real end: screen.low && screen.wide ? screen.rowTop : stepper.y

        across: screen.low ? screen.wide ? 6 : 3 : (height - 2 * spacing) / 3 < Theme.touch ? 3 : 2
        height: end - Theme.gap - begin
        stay: screen.stay
        width: screen.wide && !screen.low ? screen.firstWidth : screen.contentWidth
        x: screen.fromStart(Theme.margin, width)
        y: begin
    }

    Stepper {
        id: stepper

        readonly property bool inRow: screen.low && screen.wide
        readonly property real start: inRow ? Theme.margin + screen.leaveWidth + Theme.gap : Theme.margin

        height: inRow ? screen.rowHeight : Math.max(Theme.touch, Theme.px(screen.low ? 104 : 136))
        stay: screen.stay
        width: (screen.wide ? Theme.margin + screen.firstWidth : screen.width - Theme.margin) - start
        x: screen.fromStart(start, width)
        y: inRow ? screen.rowTop
            : screen.wide ? screen.rowTop - Theme.gap - height
            : (screen.low ? screen.actionTop : summary.y) - (screen.low ? Theme.gap : Theme.inset) - height
    }

    StaySummary {
        id: summary

        height: onCard ? end : implicitHeight
        onCard: screen.wide
        vehicleText: screen.vehicleText
        stay: screen.stay
        width: screen.wide ? screen.secondWidth : screen.contentWidth
        x: screen.fromStart(screen.wide ? screen.secondStart : Theme.margin, width)
        y: screen.wide ? 0 : (screen.low ? screen.reachTop - Theme.wide : screen.actionTop - Theme.inset) - height

        readonly property real end: (screen.low ? screen.reachTop : screen.actionTop) - Theme.gap
    }
}
