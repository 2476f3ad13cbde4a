import QtQuick
import Garage.Theme
import Garage.ViewModels

// What the stay comes to: from when until when, and the price as a figure. Beside each other, or
// below each other on a card.
Rectangle {
    id: summary

    required property DurationViewModel stay
    property bool onCard: false
    property string vehicleText             // said on the card only
    readonly property bool stacked: onCard && height > 10 * Theme.label
    readonly property real pad: onCard ? Theme.inset : 0
    readonly property bool none: stay.free === 0 || stay.closed
    readonly property bool longerForFree: stay.samePriceText.length > 0 && !none

    border.color: Theme.edge
    border.width: onCard && Theme.highContrast ? Theme.edgeWidth : 0
    color: onCard ? Theme.card : "transparent"
    implicitHeight: Theme.footHeight
    radius: Theme.radius

    PeriodText {
        id: period

        dateText: summary.stay.untilDateText
        day: summary.stay.untilDay
        from: summary.stay.fromText
        until: summary.stay.untilText
        zone: summary.stay.zoneNote
    }

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: summary.pad
        anchors.right: summary.stacked || summary.none ? parent.right : price.left
        anchors.rightMargin: summary.stacked || summary.none ? summary.pad : Theme.gap
        y: summary.onCard ? summary.pad : (parent.height - height) / 2

        Vehicle {
            anchors.left: parent.left
            pxPerMetre: Theme.px(64)
            vehicleType: summary.stay.vehicleType
            visible: summary.stacked && Theme.unit > 0.75
        }

        Words {
            bottomPadding: Theme.tight
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: summary.vehicleText
            topPadding: Theme.hair
            visible: summary.stacked
            width: parent.width
        }

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: period.start
            width: parent.width
        }

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: period.end
            width: parent.width
        }

        Words {
            color: summary.none ? Theme.full : Theme.quietInk
            font.weight: summary.none ? Font.DemiBold : Font.Normal
            text: summary.stay.closed ? qsTr("The garage is closed then. Please choose another length.")
                : summary.none ? qsTr("No spot is free for that long. Please choose a shorter stay.")
                : summary.longerForFree && !summary.stacked ? qsTr("%n started hour(s)", "", summary.stay.billedHours)
                : qsTr("%n started hour(s) at %1", "", summary.stay.billedHours).arg(summary.stay.rateText)
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            text: qsTr("Same price until %1").arg(summary.stay.samePriceText)
            visible: summary.longerForFree
            width: parent.width
        }
    }

    AmountFigure {
        id: price

        anchors.right: parent.right
        anchors.rightMargin: summary.pad
        text: summary.stay.priceText
        visible: !summary.none
        width: (summary.width - 2 * summary.pad) * (summary.stacked ? 1 : 0.44)
        y: summary.onCard ? parent.height - height - summary.pad * 0.5 : (parent.height - height) / 2
    }
}
