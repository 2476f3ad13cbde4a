import QtQuick
import Garage.Theme

// A figure that changes with a short cross-fade, so that the page visibly lives.
Item {
    id: count

    property string text
    property color color: Theme.ink
    property int pixelSize: Theme.figure
    property bool atEnd: false              // aligned to where text ends
    property string shown: text
    property string before

    implicitHeight: now.implicitHeight
    implicitWidth: now.implicitWidth

    onTextChanged: {
        before = shown;
        shown = text;
        if (Theme.motion > 0 && visible)
            fade.restart();
    }

    Words {
        color: count.color
        font.pixelSize: count.pixelSize
        font.weight: Font.Bold
        fits: true
        minimumPixelSize: Theme.label
        horizontalAlignment: count.atEnd ? Text.AlignRight : Text.AlignLeft
        opacity: 1 - now.opacity
        text: count.before
        visible: fade.running
        width: parent.width
        wrapMode: Text.NoWrap
    }

    Words {
        id: now

        color: count.color
        font.pixelSize: count.pixelSize
        font.weight: Font.Bold
        fits: true
        minimumPixelSize: Theme.label
        horizontalAlignment: count.atEnd ? Text.AlignRight : Text.AlignLeft
        text: count.shown
        width: parent.width
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
