import QtQuick
import Garage.Theme
import Garage.ViewModels

// Where one is, and what time it is there. Nothing here is touched.
Item {
    id: header

    required property AppViewModel app

    property bool named: true           // false where the screen itself says it larger

    height: Theme.headerHeight

    ParkingMark {
        id: sign

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.text(72)
        visible: header.named
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
        fontSizeMode: width > 0 ? Text.Fit : Text.FixedSize
        height: parent.height
        lineHeight: 0.8
        maximumLineCount: 2
        minimumPixelSize: Theme.smallestText
        text: header.app.garageName
        verticalAlignment: Text.AlignVCenter
        visible: header.named
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
