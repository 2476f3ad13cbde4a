import QtQuick
import Garage.Theme

// Another garage: its name, where it is, and how many spots it has.
Rectangle {
    id: place

    property string name
    property string address
    property int free

    Accessible.name: "%1, %2, %3".arg(name).arg(address).arg(qsTr("%n spot(s) free", "", free))
    Accessible.role: Accessible.StaticText
    border.color: Theme.edge
    border.width: Theme.highContrast ? Theme.edgeWidth : 0
    color: Theme.card
    implicitHeight: words.height + 2 * Theme.gap
    radius: Theme.radius

    Column {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.inset
        anchors.right: count.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: place.name
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            text: place.address
            width: parent.width
        }
    }

    Words {
        id: count

        anchors.baseline: word.baseline
        anchors.right: word.left
        anchors.rightMargin: Theme.tight
        color: Theme.plenty
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        text: place.free
        wrapMode: Text.NoWrap
    }

    Words {
        id: word

        anchors.right: parent.right
        anchors.rightMargin: Theme.inset
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.plenty
        font.weight: Font.DemiBold
        text: qsTr("free", "spots", place.free)
        wrapMode: Text.NoWrap
    }
}
