import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// How long? Six presets, a stepper for the rest, and what it comes to.
ScreenFrame {
    id: screen

    readonly property DurationViewModel stay: app.duration

    readonly property var vehicleNames: ({
        "compact": qsTr("Compact"), "regular": qsTr("Regular"), "large": qsTr("Large")
    })

    function presetText(preset: var): string {
        return preset.key === "midnight" ? qsTr("Until midnight")
            : qsTr("%n hour(s)", "", preset.hours);
    }

    controlsHeight: height - Theme.px(940)
    leaveText: qsTr("Back")
    share: 0.56

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: Theme.tight

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: "%1 · %2".arg(screen.vehicleNames[screen.stay.vehicleType] ?? "")
                .arg(qsTr("%1 an hour").arg(screen.stay.rateText))
            width: parent.width
        }

        Words {
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            text: qsTr("How long do you want to park?")
            width: parent.width
        }
    }

    Column {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: Theme.hair

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.DemiBold
            text: periodText.text
            width: parent.width

            PeriodText {
                id: periodText

                dateText: screen.stay.untilDateText
                day: screen.stay.untilDay
                from: screen.stay.fromText
                until: screen.stay.untilText
                zone: screen.stay.zoneNote
            }
        }

        Words {
            font.pixelSize: Theme.figure
            font.weight: Font.Bold
            text: screen.stay.priceText
            wrapMode: Text.NoWrap
        }

        Words {
            color: screen.stay.free === 0 ? Theme.full : Theme.quietInk
            font.pixelSize: Theme.body
            text: screen.stay.free === 0 ? qsTr("No spot is free for so long. Choose a shorter stay.")
                : qsTr("%n hour(s) begun", "", screen.stay.billedHours)
            width: parent.width
        }
    }

    controls: Item {
        anchors.fill: parent

        Grid {
            id: presets

            readonly property bool flat: Theme.lowReach && !Theme.landscape
            readonly property int across: flat ? 3 : 2
            readonly property int down: 6 / across

            anchors.bottom: stepper.top
            anchors.bottomMargin: Theme.gap
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            columns: across
            spacing: Theme.gap

            Repeater {
                model: screen.stay.presets

                PresetButton {
                    required property var modelData

                    chosen: modelData.selected
                    enabled: modelData.available
                    height: (presets.height - (presets.down - 1) * Theme.gap) / presets.down
                    objectName: "preset-" + modelData.key
                    price: modelData.priceText
                    text: screen.presetText(modelData)
                    width: (presets.width - (presets.across - 1) * Theme.gap) / presets.across
                    onActivated: screen.stay.choosePreset(modelData.key)
                }
            }
        }

        Item {
            id: stepper

            anchors.bottom: pay.top
            anchors.bottomMargin: Theme.gap
            anchors.left: parent.left
            anchors.right: parent.right
            height: less.implicitHeight

            RoundButton {
                id: less

                anchors.left: parent.left
                enabled: screen.stay.canShorten
                icon: "minus"
                name: qsTr("Shorter")
                objectName: "shorten"
                onActivated: screen.stay.shorten()
            }

            Words {
                anchors.centerIn: parent
                font.pixelSize: Theme.label
                font.weight: Font.DemiBold
                text: screen.stay.durationMinutes === 0
                    ? qsTr("%n hour(s)", "", screen.stay.durationHours)
                    : screen.stay.durationHours === 0
                    ? qsTr("%n minute(s)", "", screen.stay.durationMinutes)
                    : qsTr("%1 h %2 min").arg(screen.stay.durationHours).arg(screen.stay.durationMinutes)
                wrapMode: Text.NoWrap
            }

            RoundButton {
                anchors.right: parent.right
                enabled: screen.stay.canLengthen
                icon: "plus"
                name: qsTr("Longer")
                objectName: "lengthen"
                onActivated: screen.stay.lengthen()
            }
        }

        PrimaryAction {
            id: pay

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            busy: screen.stay.busy
            enabled: !busy && screen.stay.free !== 0
            objectName: "pay"
            text: busy ? qsTr("Holding a spot for you …") : qsTr("Pay %1").arg(screen.stay.priceText)
            onActivated: screen.stay.pay()
        }
    }
}
