import QtQuick
import Garage.Theme
import Garage.ViewModels

// Every screen's frame: header, what it says, what can be touched, and the footer.
//
// In low reach all that can be touched stands in the lower 45 % of the panel, and what is only
// read moves above it. In landscape what is read stands beside what is touched.
Item {
    id: frame

    required property AppViewModel app
    property string leaveText
    property string leaveName: "back"
    property bool leaveShown: leaveText.length > 0
    property real share: 0.5            // of the width, for what is touched, in landscape
    property bool beside: Theme.landscape
    property real controlsHeight: -1    // in portrait; -1: all that is left below what is read
    default property alias saying: said.data
    property alias controls: touched.data
    readonly property bool low: Theme.lowReach
    readonly property real body: height - header.height - footer.height - 2 * Theme.gap - 2 * margin
    readonly property real margin: Theme.landscape ? Theme.inset : Theme.wide
    readonly property real lowTop: height - Theme.reachHeight

    HeaderBar {
        id: header

        anchors.left: parent.left
        anchors.leftMargin: frame.margin
        anchors.right: parent.right
        anchors.rightMargin: frame.margin
        app: frame.app
        languagesShown: !frame.low
        y: Theme.landscape ? Theme.gap : Theme.inset
    }

    Item {
        id: said

        readonly property real begin: header.y + header.height + Theme.gap

        height: frame.beside ? footer.y - Theme.gap - begin
            : touched.y - Theme.gap - begin
        width: frame.beside ? (frame.width - 2 * frame.margin - Theme.wide) * (1 - frame.share)
            : frame.width - 2 * frame.margin
        x: !frame.beside ? frame.margin
            : Theme.rightToLeft ? frame.margin : frame.width - frame.margin - width
        y: begin
    }

    Item {
        id: touched

        readonly property real room: footer.y - Theme.gap - said.begin

        height: frame.low ? footer.y - Theme.gap - frame.lowTop
            : frame.beside ? room
            : frame.controlsHeight < 0 ? room * 0.8 : Math.min(frame.controlsHeight, room)
        width: frame.beside ? (frame.width - 2 * frame.margin - Theme.wide) * frame.share
            : frame.width - 2 * frame.margin
        x: !frame.beside ? frame.margin
            : Theme.rightToLeft ? frame.width - frame.margin - width : frame.margin
        y: footer.y - Theme.gap - height
    }

    FooterBar {
        id: footer

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.landscape ? Theme.gap : Theme.inset
        anchors.left: parent.left
        anchors.leftMargin: frame.margin
        anchors.right: parent.right
        anchors.rightMargin: frame.margin
        app: frame.app
        languagesShown: frame.low
        leaveName: frame.leaveName
        leaveShown: frame.leaveShown
        leaveText: frame.leaveText
    }
}
