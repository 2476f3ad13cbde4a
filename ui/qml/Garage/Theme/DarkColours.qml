import QtQuick

Colours {
    paper: "#0C141D"
    card: "#16212D"
    sunken: "#0C141D"
    ink: "#F3F6F9"
    quietInk: "#A9B6C4"
    line: "#2B3948"
    edge: "#6F8194"
    action: "#7DB7FF"
    actionInk: "#04203F"
    plenty: "#5FD08A"
    few: "#FFB454"
    full: "#FF8A80"
    veil: "#B3000000"
    edgeWidth: 3
}
