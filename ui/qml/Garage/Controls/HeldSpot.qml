import QtQuick
import Garage.Theme
import Garage.ViewModels

// What is held for the driver, until when, and what it costs: in one line, the amount at its end.
Item {
    id: held

    required property PayViewModel pay

    height: Theme.landscape ? Math.max(words.height, amount.height) : Theme.footHeight
    width: parent?.width ?? 0

    Column {
        id: words

        anchors.left: parent.left
        anchors.right: amount.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: qsTr("Floor %1, spot %2").arg(held.pay.floor).arg(held.pay.spot)
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            text: qsTr("held for you")
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            text: period.text
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

    AmountFigure {
        id: amount

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: held.pay.amountText
        width: held.width * 0.44
    }
}
