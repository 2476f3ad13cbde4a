import QtQuick
import Garage.Theme
import Garage.ViewModels

// One vehicle type: what it is, what an hour costs, how many spots are free. The tile is the start:
// the arrow says so.
Pressable {
    id: tile

    required property VehicleTileViewModel model
    required property string title
    required property string kind           // whose car it is, in two words
    readonly property bool tall: height > width
    // No room for all of it: too low, or, on a 4:3 panel, too narrow.
    readonly property bool low: !tall && (height < 5 * Theme.title || width < 1.5 * height)
    readonly property bool slim: width < 6 * Theme.body * 1.6
    readonly property bool full: model.level === "full"
    readonly property bool closed: model.level === "closed"
    readonly property real pad: Math.round(Math.min(Theme.px(48), width * 0.08))
    readonly property string rate: qsTr("%1 an hour").arg(model.rateText)

    enabled: !closed
    name: "%1, %2, %3. %4 %5".arg(title).arg(kind).arg(rate).arg(closed ? level.figure : model.known ? model.free : "").arg(level.word)
    objectName: "tile-" + model.vehicleType

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: tile.pad
        anchors.right: tile.tall ? parent.right : level.left
        anchors.rightMargin: tile.tall ? tile.pad : Theme.gap
        y: Math.round(tile.pad * 0.7)

        Words {
            font.pixelSize: tile.slim || (tile.low && tile.closed) ? Theme.heading : Theme.title
            font.weight: Font.Bold
            fits: true
            minimumPixelSize: Theme.body
            text: tile.title
            width: parent.width
            wrapMode: Text.NoWrap
        }

        Words {
            color: Theme.quietInk
            text: tile.tall ? tile.kind : tile.low ? tile.rate : "%1 · %2".arg(tile.kind).arg(tile.rate)
            elide: Text.ElideRight
            fits: true
            minimumPixelSize: Theme.caption
            width: tile.low ? tile.width - 2 * tile.pad : parent.width
            wrapMode: Text.NoWrap
        }

        Words {
            color: Theme.quietInk
            text: tile.rate
            visible: tile.tall
            width: parent.width
        }
    }

    Level {
        id: level

        anchors.right: parent.right
        anchors.rightMargin: tile.pad
        atEnd: !tile.tall
        // Without room for three lines, the word goes down to where the vehicle stands.
        spacing: tile.low ? tile.height - y - tile.pad * 0.5 - figureHeight - wordHeight : -Math.round(pixelSize * 0.12)
        pixelSize: Math.min(Theme.px(152), tile.height * (tile.tall ? 0.21 : tile.low ? Math.min(0.32, 0.2 * tile.width / tile.height) : 0.36))
        room: tile.low ? tile.width * 0.5 : width
        tile: tile.model
        width: tile.tall ? tile.width - 2 * tile.pad : Math.round(tile.width * (tile.low ? 0.36 : 0.31))
        y: tile.tall ? words.y + words.height + (vehicle.height - vehicle.pxPerMetre * 1.98 - height) / 2 + Theme.tight
            : words.y - pixelSize * 0.12
    }

    Vehicle {
        id: vehicle

        anchors.bottom: parent.bottom
        anchors.bottomMargin: tile.pad
        anchors.left: parent.left
        anchors.leftMargin: tile.pad
        color: tile.full || tile.closed ? Theme.quietInk : Theme.ink
        height: tile.height - words.y - words.height - tile.pad - (tile.low ? Theme.hair : Theme.gap)
        pxPerMetre: Math.min(Theme.px(116), (tile.low ? 0.34 * tile.width : tile.width - 3 * tile.pad - go.width) / 5.1,
                             (height - (tile.tall ? level.height : 0)) / 1.98)
        vehicleType: tile.model.vehicleType
    }

    Rectangle {
        id: go

        anchors.bottom: parent.bottom
        anchors.bottomMargin: tile.pad
        anchors.right: parent.right
        anchors.rightMargin: tile.pad
        color: Theme.action
        height: Theme.text(tile.slim ? 56 : 80)
        radius: height / 2
        visible: !tile.low && !tile.closed
        width: height

        Icon {
            anchors.centerIn: parent
            color: Theme.actionInk
            directed: true
            height: parent.height * 0.62
            name: "forward"
            pen: 2.6
            width: height
        }
    }
}
