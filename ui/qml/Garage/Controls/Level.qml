import QtQuick
import Garage.Theme
import Garage.ViewModels

// How many spots are free: the figure, and below it a shape and a word that say how scarce they are.
Column {
    id: level

    required property VehicleTileViewModel tile
    property int pixelSize: Theme.figure
    property bool atEnd: true
    property real room: width           // for the word
    readonly property string figure: count.text
    readonly property real figureHeight: count.height
    readonly property real wordHeight: words.height
    readonly property bool full: tile.level === "full"
    readonly property bool closed: tile.level === "closed"
    readonly property color tone: tile.level === "plenty" ? Theme.plenty
        : tile.level === "few" ? Theme.few : full ? Theme.full : Theme.quietInk
    readonly property string word: closed ? "" : !tile.known ? qsTr("counting …")
        : !full ? tile.level === "few" ? qsTr("few left") : qsTr("free")
        : tile.nextFreeText ? qsTr("next at %1").arg(tile.nextFreeText) : qsTr("no spot")

    spacing: -Math.round(pixelSize * 0.12)

    Count {
        id: count

        atEnd: level.atEnd
        color: level.tone
        pixelSize: level.pixelSize
        text: level.closed ? qsTr("Closed") : !level.tile.known ? "–" : level.full ? qsTr("Full") : level.tile.free
        width: level.width
    }

    Item {
        height: words.height
        width: level.width

        Row {
            id: words

            spacing: Theme.tight
            x: level.atEnd !== Theme.rightToLeft ? level.width - width : 0

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                color: level.tone
                height: Theme.body * 0.9
                name: level.tile.level
                visible: level.tile.known
                width: height
            }

            Words {
                color: level.tone
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                text: level.word
                width: Math.min(implicitWidth, level.room - Theme.body * 0.9 - Theme.tight)
            }
        }
    }
}
