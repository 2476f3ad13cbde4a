import QtQuick
import Garage.Theme

// A figure that changes with a short cross-fade, so that the page visibly lives.
Item {
    id: count

    property string text
    property color color: Theme.ink
    property int pixelSize: Theme.figure
    property string shown: text
    property string before

    implicitHeight: now.implicitHeight
    implicitWidth: now.implicitWidth

    onTextChanged: {
        before = shown;
        shown = text;
        if (Theme.motion > 0)
            fade.restart();
        else
            now.opacity = 1;
    }

    Words {
        anchors.right: parent.right
        color: count.color
        font.pixelSize: count.pixelSize
        font.weight: Font.Bold
        opacity: 1 - now.opacity
        text: count.before
        visible: fade.running
        wrapMode: Text.NoWrap
    }

    Words {
        id: now

        anchors.right: parent.right
        color: count.color
        font.pixelSize: count.pixelSize
        font.weight: Font.Bold
        text: count.shown
        wrapMode: Text.NoWrap
    }

    NumberAnimation {
        id: fade

        duration: Theme.motion
        from: 0
        property: "opacity"
        target: now
        to: 1
    }
}
