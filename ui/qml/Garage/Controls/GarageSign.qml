import QtQuick
import Garage.Theme

// Which garage this is, as large as over its gate. Only read.
Item {
    id: sign

    property string name

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.inset

        ParkingMark {
            anchors.left: parent.left
            height: Theme.px(232)
        }

        Words {
            elide: Text.ElideRight
            font.pixelSize: Theme.vast
            font.weight: Font.Bold
            fontSizeMode: Text.Fit
            height: Math.min(implicitHeight, sign.height - Theme.px(232) - Theme.inset)
            lineHeight: 0.85
            maximumLineCount: 3
            minimumPixelSize: Theme.label
            text: sign.name
            width: parent.width
        }
    }
}
