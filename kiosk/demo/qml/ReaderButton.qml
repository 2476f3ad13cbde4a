import QtQuick

// A big button with a stripe of the card's colour; darker and 2 % smaller while it is pressed.
Rectangle {
    id: button

    required property Look look
    required property string text
    property bool main: false
    property color stripe: "transparent"
    signal pressed()

    readonly property color resting: main ? look.action : look.card

    implicitHeight: look.touch
    radius: look.radius
    color: area.pressed ? Qt.darker(resting, 1.12) : resting
    border.width: main ? 0 : 2
    border.color: look.edge
    opacity: enabled ? 1 : 0.45
    scale: area.pressed ? 0.98 : 1
    activeFocusOnTab: true

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.onPressAction: if (enabled) button.pressed()
    Keys.onSpacePressed: button.pressed()
    Keys.onReturnPressed: button.pressed()

    // The focus, for those who use the keyboard.
    Rectangle {
        anchors.fill: parent
        anchors.margins: -4
        radius: parent.radius + 4
        color: "transparent"
        border.width: button.activeFocus ? 3 : 0
        border.color: button.look.ink
    }

    // A card, told by its shape and stripe.
    Rectangle {
        id: card
        visible: button.stripe.a > 0
        anchors { left: parent.left; leftMargin: button.look.inset; verticalCenter: parent.verticalCenter }
        width: 36
        height: 24
        radius: 4
        color: button.stripe
        border.width: 2
        border.color: button.main ? button.look.actionInk : button.look.ink

        Rectangle {
            y: 6
            width: parent.width
            height: 4
            color: card.border.color
        }
    }

    Text {
        anchors {
            left: card.visible ? card.right : parent.left
            right: parent.right
            leftMargin: button.look.gap
            rightMargin: button.look.gap
            verticalCenter: parent.verticalCenter
        }
        horizontalAlignment: card.visible ? Text.AlignLeft : Text.AlignHCenter
        text: button.text
        color: button.main ? button.look.actionInk : button.look.ink
        font.family: button.look.family
        font.pixelSize: button.look.body
        font.weight: Font.DemiBold
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: button.look.caption
    }

    MouseArea {
        id: area
        anchors.fill: parent
        onClicked: button.pressed()
    }
}
