import QtQuick
import Garage.Theme

// A sheet over the screen: nothing below it can be touched.
Item {
    id: sheet

    property bool shown: false
    default property alias content: body.data

    anchors.fill: parent
    visible: shown

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        MouseArea {
            anchors.fill: parent
        }
    }

    Rectangle {
        id: card

        readonly property real margin: Theme.landscape ? Theme.wide : Theme.inset

        border.color: Theme.edge
        border.width: Theme.highContrast ? Theme.edgeWidth : 0
        color: Theme.card
        height: Math.min(body.height + 2 * Theme.wide, sheet.height - 2 * margin)
        radius: Theme.radius
        width: Math.min(sheet.width - 2 * margin, Theme.px(1160))
        x: (sheet.width - width) / 2
        y: Theme.lowReach ? sheet.height - height - margin
            : Theme.landscape ? (sheet.height - height) / 2
            : Math.max(sheet.height - height - margin, (sheet.height - height) / 2)

        Column {
            id: body

            anchors.left: parent.left
            anchors.leftMargin: Theme.wide
            anchors.right: parent.right
            anchors.rightMargin: Theme.wide
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap
        }
    }
}
