import QtQuick
import Garage.Theme

// A length of stay with its price; told from the chosen one by a frame and a mark, not by colour.
Pressable {
    id: preset

    property string text
    property string price
    property bool chosen: false

    enabled: true
    name: "%1, %2".arg(text).arg(price)
    opacity: enabled ? 1 : 0.4
    outlined: chosen || Theme.highContrast
    outline: chosen ? Theme.action : Theme.edge

    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.role: Accessible.RadioButton

    Rectangle {
        anchors.fill: parent
        border.color: Theme.action
        border.width: Theme.px(8)
        color: "transparent"
        radius: Theme.radius
        visible: preset.chosen
    }

    Icon {
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.action
        height: Theme.px(56)
        name: "check"
        pen: 3
        visible: preset.chosen
        width: height
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.inset
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter

        Words {
            color: preset.chosen ? Theme.action : Theme.ink
            elide: Text.ElideRight
            font.pixelSize: Math.max(Theme.body, Math.min(Theme.px(60), preset.height * 0.36))
            font.weight: Font.Bold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.caption
            text: preset.text
            width: parent.width - (preset.chosen ? Theme.px(64) : 0)
            wrapMode: Text.NoWrap
        }

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.caption
            text: preset.price
            wrapMode: Text.NoWrap
        }
    }
}
