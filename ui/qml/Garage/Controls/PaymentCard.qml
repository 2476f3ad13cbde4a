import QtQuick
import Garage.Theme

// A bank card, in hundredths of the drawing that it is part of.
Rectangle {
    id: card

    property real u: 1                  // a hundredth of the drawing

    border.color: Theme.card
    border.width: 2 * card.u
    color: Theme.action
    height: 30 * card.u
    radius: 4 * card.u
    width: 46 * card.u

    Rectangle {
        color: Theme.actionInk
        height: 7 * card.u
        radius: 1.5 * card.u
        width: 9 * card.u
        x: 6 * card.u
        y: 8 * card.u
    }

    Rectangle {
        color: Theme.actionInk
        height: 2.4 * card.u
        radius: 1.2 * card.u
        width: 24 * card.u
        x: 6 * card.u
        y: 21 * card.u
    }

    Rectangle {
        color: Theme.actionInk
        height: 2.4 * card.u
        radius: 1.2 * card.u
        width: 7 * card.u
        x: 33 * card.u
        y: 21 * card.u
    }
}
