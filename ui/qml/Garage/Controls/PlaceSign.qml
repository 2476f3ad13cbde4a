pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme

// Floor and spot, as large as the signs in the garage: two of them, so that nobody reads one number.
Row {
    id: place

    property int floor
    property int spot
    readonly property real pad: Math.min(Theme.px(56), width * 0.05)
    readonly property real room: width - spacing - 4 * pad      // for the figures of both
    readonly property real size: Math.min(Theme.spot, height * 0.6, room * 0.3)

    Accessible.name: qsTr("Floor %1, spot %2").arg(floor).arg(spot)
    Accessible.role: Accessible.StaticText
    spacing: Theme.tight

    Repeater {
        model: [
            { title: qsTr("Floor"), value: place.floor, share: 0.38 },
            { title: qsTr("Spot"), value: place.spot, share: 0.62 }
        ]

        Rectangle {
            id: sign

            required property var modelData

            color: Theme.ink
            height: place.height
            radius: Theme.radius
            width: place.room * modelData.share + 2 * place.pad

            Words {
                id: title

                color: Theme.card
                font.pixelSize: Theme.label
                text: sign.modelData.title
                width: sign.width - 2 * place.pad
                wrapMode: Text.NoWrap
                x: place.pad
                y: (sign.height - height - place.size * 1.1) / 2
            }

            Words {
                color: Theme.card
                font.pixelSize: place.size
                font.weight: Font.Bold
                fits: true
                height: place.size * 1.1
                minimumPixelSize: Theme.title
                text: String(sign.modelData.value).replace("-", "\u2212")
                verticalAlignment: Text.AlignVCenter
                width: title.width
                wrapMode: Text.NoWrap
                x: place.pad
                y: title.y + title.height
            }
        }
    }
}
