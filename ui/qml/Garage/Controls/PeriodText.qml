import QtQml

// A stay in words, on the garage's wall clock.
QtObject {
    property string from
    property string until
    property string day         // of the end: today, tomorrow or date
    property string dateText
    property string zone        // the offset, on a night when the clocks change

    readonly property string zoned: zone ? "%1 (%2)".arg(until).arg(zone) : until
    readonly property string end: day === "tomorrow" ? qsTr("until tomorrow %1").arg(zoned)
        : day === "date" ? qsTr("until %1, %2", "date, time").arg(dateText).arg(zoned)
        : qsTr("until %1").arg(zoned)
    readonly property string start: qsTr("Today %1").arg(from)
    readonly property string text: "%1 %2".arg(start).arg(end)
}
