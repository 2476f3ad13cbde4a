import QtQuick
import Garage.Theme
import Garage.ViewModels

// The room of a screen between header and footer, with the places that are the same on all of them.
Item {
    required property AppViewModel app

    readonly property real contentWidth: width - 2 * Theme.margin
    readonly property real reachTop: height + Theme.footerHeight - Theme.reachHeight
}
