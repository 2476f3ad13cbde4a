import QtQuick
import Garage.Theme

// The one thing to do on a screen: full width, always in the same place.
Pressable {
    id: action

    property string text
    property bool busy: false

    corner: Theme.radius
    enabled: !busy
    implicitHeight: Theme.actionHeight
    name: text
    opacity: enabled || busy ? 1 : 0.45
    outlined: false
    surface: Theme.action

    Words {
        anchors.centerIn: parent
        color: Theme.actionInk
        elide: Text.ElideRight
        fontSizeMode: Text.Fit
        font.pixelSize: Theme.px(64)
        font.weight: Font.Bold
        height: Theme.px(84)
        horizontalAlignment: Text.AlignHCenter
        minimumPixelSize: Theme.body
        opacity: action.busy ? 0.6 : 1
        text: action.text
        verticalAlignment: Text.AlignVCenter
        width: parent.width - 2 * Theme.inset
        wrapMode: Text.NoWrap
    }
}
