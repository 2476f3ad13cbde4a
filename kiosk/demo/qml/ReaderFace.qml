import QtQuick

// The device itself: a dark shell with a screen that says one thing at a time.
Rectangle {
    id: face

    required property Look look
    required property var reader

    readonly property var sentences: ({
        "idle": qsTr("Ready"),
        "cart": qsTr("To pay"),
        "present": qsTr("Tap, insert or swipe"),
        "wait": qsTr("Please wait"),
        "approved": qsTr("Approved"),
        "declined": qsTr("Declined"),
        "cancelled": qsTr("Cancelled"),
        "offline": qsTr("No connection"),
        "unreachable": qsTr("Simulator not running")
    })
    readonly property string sentence: sentences[reader.state]
    readonly property color tone: reader.state === "approved" ? look.plenty
        : reader.state === "declined" ? look.full
        : reader.state === "offline" || reader.state === "unreachable" ? look.few
        : reader.state === "present" || reader.state === "wait" ? look.action : look.quietInk

    radius: 32
    color: look.shell
    border.width: 3
    border.color: look.shellEdge

    Accessible.role: Accessible.StaticText
    Accessible.name: reader.amount ? sentence + ", " + reader.amount : sentence

    Text {
        id: name
        anchors { top: parent.top; topMargin: face.look.gap; horizontalCenter: parent.horizontalCenter }
        text: face.reader.label
        color: face.look.shellInk
        font.family: face.look.family
        font.pixelSize: face.look.caption
    }

    Rectangle {
        anchors {
            top: name.bottom
            bottom: slot.top
            left: parent.left
            right: parent.right
            topMargin: face.look.gap
            bottomMargin: face.look.inset
            leftMargin: face.look.inset
            rightMargin: face.look.inset
        }
        radius: face.look.radius
        color: face.look.card

        Column {
            anchors.centerIn: parent
            width: parent.width - 2 * face.look.gap
            spacing: face.look.inset

            Text {
                visible: text
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: face.reader.amount
                color: face.look.ink
                font.family: face.look.family
                font.pixelSize: face.look.figure
                font.weight: Font.Bold
                font.features: { "tnum": 1 }
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: face.look.label
            }

            ReaderSymbol {
                anchors.horizontalCenter: parent.horizontalCenter
                state_: face.reader.state
                ink: face.tone
            }

            Text {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: face.sentence
                color: face.tone
                wrapMode: Text.WordWrap
                font.family: face.look.family
                font.pixelSize: face.look.label
                font.weight: Font.DemiBold
            }
        }
    }

    // Where a card goes in.
    Rectangle {
        id: slot
        anchors { bottom: parent.bottom; bottomMargin: face.look.inset; horizontalCenter: parent.horizontalCenter }
        width: parent.width * 0.5
        height: 8
        radius: 4
        color: face.look.shellEdge
    }
}
