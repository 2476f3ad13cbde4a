import QtQuick
import Garage.Theme
import Garage.ViewModels

// Where one is, and what time it is there. Nothing here is touched.
Item {
    id: header

    required property AppViewModel app

    height: Theme.headerHeight

    Rectangle {
        id: sign

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.action
        height: Theme.text(72)
        radius: height / 6
        width: height
        Accessible.ignored: true

        Words {
            anchors.centerIn: parent
            color: Theme.actionInk
            font.pixelSize: parent.height * 0.8
            font.weight: Font.Bold
            text: "P"
        }
    }

    Words {
        anchors.left: sign.right
        anchors.leftMargin: Theme.gap
        anchors.right: clock.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        elide: Text.ElideRight
        font.pixelSize: Theme.label
        font.weight: Font.DemiBold
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.smallestText
        text: header.app.garageName
        wrapMode: Text.NoWrap
    }

    Words {
        id: clock

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.label
        font.weight: Font.DemiBold
        text: header.app.clockText
        wrapMode: Text.NoWrap
    }
}
