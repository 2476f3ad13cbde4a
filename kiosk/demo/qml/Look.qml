import QtQuick

// The look's tokens at half size, for a window on a desk instead of a panel at the entrance.
QtObject {
    readonly property color paper: "#F6F7F9"
    readonly property color card: "#FFFFFF"
    readonly property color ink: "#0D1B2A"
    readonly property color quietInk: "#46566A"
    readonly property color edge: "#75859A"
    readonly property color action: "#0B57B7"
    readonly property color actionInk: "#FFFFFF"
    readonly property color plenty: "#1B7A43"
    readonly property color few: "#9A5200"
    readonly property color full: "#A3261D"
    readonly property color shell: "#16212D"
    readonly property color shellEdge: "#2B3948"
    readonly property color shellInk: "#A9B6C4"

    readonly property string family: "Kiosk Sans"
    readonly property int caption: 16
    readonly property int body: 20
    readonly property int label: 24
    readonly property int title: 36
    readonly property int figure: 44

    readonly property int tight: 8
    readonly property int gap: 12
    readonly property int inset: 20
    readonly property int wide: 32
    readonly property int radius: 12
    readonly property int touch: 56
}
