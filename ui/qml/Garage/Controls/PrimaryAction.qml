import QtQuick
import Garage.Theme

// The one thing to do on a screen, always in the same place.
Pressable {
    id: action

    property string text
    property bool busy: false
    readonly property bool ready: enabled && !busy

    enabled: !busy
    implicitHeight: Theme.actionHeight
    name: text
    outline: Theme.edge
    outlined: !ready
    surface: ready ? Theme.action : Theme.paper

    Words {
        anchors.fill: parent
        anchors.leftMargin: Theme.inset
        anchors.rightMargin: Theme.inset
        color: action.ready ? Theme.actionInk : Theme.quietInk
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        fontSizeMode: Text.Fit
        horizontalAlignment: Text.AlignHCenter
        maximumLineCount: 2
        minimumPixelSize: Theme.caption
        text: action.text
        verticalAlignment: Text.AlignVCenter
    }
}
