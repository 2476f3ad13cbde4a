import QtQuick
import Garage.Theme

// A sheet that rises from the foot of the panel, where every hand reaches it. Nothing below it can
// be touched.
Item {
    id: sheet

    default property alias content: body.data
    property alias spacing: body.spacing

    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        MouseArea {
            anchors.fill: parent
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -radius
        border.color: Theme.edge
        border.width: Theme.highContrast ? Theme.edgeWidth : 0
        color: Theme.card
        height: body.height + 2 * Theme.margin + radius
        radius: Theme.px(48)
        width: Math.min(sheet.width, Theme.px(Theme.landscape ? 1400 : 1080))
        x: (sheet.width - width) / 2

        Column {
            id: body

            spacing: Theme.gap
            width: parent.width - 2 * Theme.margin
            x: Theme.margin
            y: Theme.margin
        }
    }
}
