import QtQuick
import Garage.Theme
import Garage.ViewModels

// What is held for the driver, in one line and its end in another.
Row {
    id: held

    required property PayViewModel pay

    spacing: Theme.gap

    Icon {
        id: pin

        height: Theme.px(72)
        name: "pin"
        width: height
    }

    Column {
        width: held.width - pin.width - held.spacing

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: qsTr("Floor %1, spot %2").arg(held.pay.floor).arg(held.pay.spot)
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            text: qsTr("Held for you. %1.").arg(period.text)
            width: parent.width

            PeriodText {
                id: period

                dateText: held.pay.untilDateText
                day: held.pay.untilDay
                from: held.pay.fromText
                until: held.pay.untilText
            }
        }
    }
}
