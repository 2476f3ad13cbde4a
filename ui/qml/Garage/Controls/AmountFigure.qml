import QtQuick
import Garage.Theme

// An amount as a figure; a long one is written smaller, so that nothing around it moves.
Words {
    font.pixelSize: Theme.figure
    font.weight: Font.Bold
    fits: true
    height: Theme.figure * 1.26
    horizontalAlignment: Text.AlignRight
    minimumPixelSize: Theme.label
    verticalAlignment: Text.AlignVCenter
    wrapMode: Text.NoWrap
}
