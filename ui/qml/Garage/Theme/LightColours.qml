import QtQuick

Colours {
    paper: "#EDF0F4"
    card: "#FFFFFF"
    sunken: "#EDF0F4"
    ink: "#0D1B2A"
    quietInk: "#46566A"
    line: "#D5DCE4"
    edge: "#75859A"
    action: "#0B57B7"
    actionInk: "#FFFFFF"
    plenty: "#1B7A43"
    few: "#9A5200"
    full: "#A3261D"
    veil: "#99142030"
    edgeWidth: 3
}
