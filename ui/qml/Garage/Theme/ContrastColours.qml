import QtQuick

Colours {
    paper: "#000000"
    card: "#000000"
    sunken: "#000000"
    ink: "#FFFFFF"
    quietInk: "#FFFFFF"
    line: "#FFFFFF"
    edge: "#FFFFFF"
    action: "#FFD400"
    actionInk: "#000000"
    plenty: "#FFFFFF"
    few: "#FFD400"
    full: "#FFD400"
    veil: "#CC000000"
    edgeWidth: 6
}
