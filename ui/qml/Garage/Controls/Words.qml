import QtQuick
import Garage.Theme

// Text as the theme sets it. The alignment is named so that mirroring reaches it.
Text {
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    horizontalAlignment: Text.AlignLeft
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
