import QtQuick
import Garage.Theme

// One cell of the footer: a pictogram or two letters, and a word. A bar above it says "on".
Pressable {
    id: cell

    property string text
    property string icon
    property string letters
    property bool chosen: false

    corner: 0
    name: text
    outlined: false
    surface: Theme.card

    Grid {
        anchors.centerIn: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.tight
        horizontalItemAlignment: Grid.AlignHCenter
        rowSpacing: Theme.px(4)
        verticalItemAlignment: Grid.AlignVCenter

        Item {
            height: Theme.body * 1.3
            width: sign.visible ? height : abbreviation.width

            Icon {
                id: sign

                anchors.centerIn: parent
                height: parent.height
                name: cell.icon
                visible: cell.icon.length > 0
                width: height
            }

            Words {
                id: abbreviation

                anchors.centerIn: parent
                font.pixelSize: Theme.body
                font.weight: Font.Bold
                text: cell.letters
                visible: cell.icon.length === 0
                wrapMode: Text.NoWrap
            }
        }

        Words {
            font.pixelSize: Theme.caption
            font.weight: cell.chosen ? Font.DemiBold : Font.Normal
            text: cell.text
            wrapMode: Text.NoWrap
        }
    }

    Rectangle {
        color: Theme.action
        height: Theme.px(10)
        visible: cell.chosen
        width: parent.width
    }
}
