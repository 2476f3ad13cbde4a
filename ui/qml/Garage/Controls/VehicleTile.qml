import QtQuick
import Garage.Theme
import Garage.ViewModels

// One vehicle type: what it is, what an hour costs, how many spots are free; the tile is the start.
Pressable {
    id: tile

    required property VehicleTileViewModel model
    required property string title
    readonly property bool tall: height > width
    readonly property bool full: model.level === "full"
    readonly property color tone: model.level === "plenty" ? Theme.plenty
        : model.level === "few" ? Theme.few : model.level === "full" ? Theme.full : Theme.quietInk
    readonly property string rate: qsTr("%1 an hour").arg(model.rateText)
    readonly property string situation: !model.known ? qsTr("counting")
        : full ? (model.nextFreeText ? qsTr("next one at %1").arg(model.nextFreeText) : qsTr("full"))
        : model.level === "few" ? qsTr("only few") : qsTr("free")

    name: "%1, %2, %3 %4".arg(title).arg(rate).arg(model.known ? model.free : "").arg(situation)
    objectName: "tile-" + model.vehicleType

    Vehicle {
        id: drawing

        anchors.left: parent.left
        anchors.leftMargin: Theme.inset
        color: tile.full ? Theme.quietInk : Theme.ink
        pxPerMetre: Math.min(Theme.px(74), tile.height / (tile.tall ? 7.4 : 3.2),
                             (tile.tall ? tile.width - 2 * Theme.inset : tile.width * 0.36) / 5.1)
        vehicleType: tile.model.vehicleType
        y: tile.tall ? Theme.inset : (tile.height - height) / 2 - tile.height * 0.02
    }

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: tile.tall ? Theme.inset : 2 * Theme.inset + drawing.longest
        anchors.right: tile.tall ? parent.right : figures.left
        anchors.rightMargin: Theme.gap
        spacing: Theme.hair
        y: tile.tall ? drawing.y + drawing.height + Theme.gap : (tile.height - height) / 2

        Words {
            elide: Text.ElideRight
            font.pixelSize: Math.min(Theme.title, Math.max(Theme.label, tile.height / 4))
            font.weight: Font.Bold
            text: tile.title
            width: parent.width
            wrapMode: Text.NoWrap
        }

        Words {
            color: Theme.quietInk
            font.pixelSize: Math.min(Theme.body, Math.max(Theme.caption, tile.height / 6))
            text: tile.rate
            width: parent.width
        }
    }

    Column {
        id: figures

        anchors.bottomMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.inset
        y: tile.tall ? tile.height - height - Theme.gap : (tile.height - height) / 2

        Count {
            anchors.right: parent.right
            color: tile.tone
            pixelSize: Math.min(Theme.figure, tile.height * 0.5)
            text: !tile.model.known ? "–" : tile.full ? qsTr("Full") : tile.model.free
        }

        Words {
            anchors.right: parent.right
            color: tile.tone
            font.pixelSize: Theme.caption
            font.weight: Font.DemiBold
            text: tile.situation
            wrapMode: Text.NoWrap
        }
    }
}
