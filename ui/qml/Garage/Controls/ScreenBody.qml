import QtQuick
import Garage.Theme

// A screen with the main action, and the quiet way out below it (before it, in landscape).
ScreenRoom {
    id: body

    property string leaveText               // the quiet way out; empty for none
    property string leaveName: "back"
    property string leaveIcon: "back"
    property string actionText              // the main action; empty for none
    property string actionName
    property bool actionBusy: false
    property bool actionEnabled: true

    // Landscape: what is asked or said in the first column, what comes of it in the second.
    readonly property real columnGap: Theme.wide
    readonly property real firstWidth: Math.round((contentWidth - columnGap) * 0.56)
    readonly property real secondWidth: contentWidth - columnGap - firstWidth
    readonly property real actionTop: action.y
    readonly property real rowTop: leave.y
    readonly property real rowHeight: leave.height
    readonly property alias leaveWidth: leave.width
    readonly property real secondStart: Theme.margin + firstWidth + columnGap

    signal acted()

    function fromStart(start: real, width: real): real {
        return Theme.rightToLeft ? body.width - start - width : start;
    }

    QuietButton {
        id: leave

        directed: true
        height: Theme.landscape ? action.height : implicitHeight
        icon: body.leaveIcon
        objectName: body.leaveName
        text: body.leaveText
        visible: body.leaveText.length > 0
        width: Math.max(implicitWidth, Theme.px(280))
        x: body.fromStart(Theme.margin, width)
        y: body.height - Theme.gap - height
        onActivated: body.app.leave()
    }

    PrimaryAction {
        id: action

        busy: body.actionBusy
        enabled: body.actionEnabled && !busy
        objectName: body.actionName
        text: body.actionText
        visible: body.actionText.length > 0
        width: Theme.landscape ? body.secondWidth : body.contentWidth
        x: body.fromStart(body.width - Theme.margin - width, width)
        y: Theme.landscape ? leave.y : leave.y - Theme.gap - height
        onActivated: body.acted()
    }
}
