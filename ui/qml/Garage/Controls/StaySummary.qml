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
    readonly property bool none: stay.free === 0

    border.color: Theme.edge
    border.width: onCard && Theme.highContrast ? Theme.edgeWidth : 0
    color: onCard ? Theme.card : "transparent"
    implicitHeight: words.height
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
        anchors.right: summary.stacked ? parent.right : price.left
        anchors.rightMargin: summary.stacked ? summary.pad : Theme.gap
        y: summary.pad

        Vehicle {
            pxPerMetre: Theme.px(64)
            vehicleType: summary.stay.vehicleType
            visible: summary.stacked
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
            text: summary.none ? qsTr("No spot is free for that long. Please choose a shorter stay.")
                : qsTr("%n started hour(s) at %1", "", summary.stay.billedHours).arg(summary.stay.rateText)
            width: parent.width
        }
    }

    Words {
        id: price

        anchors.bottom: parent.bottom
        anchors.bottomMargin: summary.pad * 0.5
        anchors.right: parent.right
        anchors.rightMargin: summary.pad
        font.pixelSize: Math.min(Theme.figure, summary.width / (summary.stacked ? 5.2 : 7.5))
        font.weight: Font.Bold
        text: summary.stay.priceText
        wrapMode: Text.NoWrap
    }
}
