import QtQuick
import Garage.Theme

// Text as the theme sets it. The alignment is named so that mirroring reaches it.
Text {
    property bool fits: false           // written smaller where the line is too long

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    // Not while the width is unknown: every size that is tried takes a font.
    fontSizeMode: fits && width > 0 ? Text.HorizontalFit : Text.FixedSize
    horizontalAlignment: Text.AlignLeft
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
