import QtQml

// A stay in one sentence, on the garage's wall clock.
QtObject {
    property string from
    property string until
    property string day         // of the end: today, tomorrow or date
    property string dateText
    property string zone        // the offsets, on a night when the clocks change

    readonly property string end: day === "tomorrow" ? qsTr("%1 tomorrow").arg(until)
        : day === "date" ? "%1, %2".arg(dateText).arg(until) : until
    readonly property string text: (from ? qsTr("Today %1 until %2").arg(from).arg(end)
        : qsTr("Until %1").arg(end)) + (zone ? " (%1)".arg(zone) : "")
}
