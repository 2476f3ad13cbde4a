pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme

// Floor and spot, as large as the signs in the garage.
Rectangle {
    id: sign

    property int floor
    property int spot
    readonly property real size: Math.min(Theme.spot, (height * 0.94 - Theme.label * 1.26) / 1.1, width * 0.27)

    Accessible.name: qsTr("Floor %1, spot %2").arg(floor).arg(spot)
    Accessible.role: Accessible.StaticText
    color: Theme.ink
    radius: Theme.radius

    Row {
        anchors.left: parent.left
        anchors.leftMargin: Theme.px(56)
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(56)
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: sign.size * 0.06      // figures have nothing below their line

        Repeater {
            model: [
                { title: qsTr("Floor"), value: sign.floor, share: 0.4 },
                { title: qsTr("Spot"), value: sign.spot, share: 0.6 }
            ]

            Column {
                id: part

                required property var modelData

                spacing: -sign.size * 0.14
                width: parent.width * modelData.share

                Words {
                    color: Theme.card
                    font.pixelSize: Theme.label
                    text: part.modelData.title
                    width: parent.width
                    wrapMode: Text.NoWrap
                }

                Words {
                    color: Theme.card
                    font.pixelSize: sign.size
                    font.weight: Font.Bold
                    text: String(part.modelData.value).replace("-", "\u2212")
                    width: parent.width
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
