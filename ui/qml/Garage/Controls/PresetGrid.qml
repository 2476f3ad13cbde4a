pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme
import Garage.ViewModels

// The usual lengths of a stay, as many beside each other as leaves each high enough to touch.
Grid {
    id: grid

    required property DurationViewModel stay
    property int across: (height - 2 * spacing) / 3 < Theme.touch ? 3 : 2
    readonly property int down: 6 / across

    columns: across
    spacing: Math.min(Theme.gap, Math.max(12, Theme.tight))

    Repeater {
        model: grid.stay.presets

        PresetButton {
            required property PresetViewModel modelData

            available: modelData.available
            chosen: modelData.selected
            closed: modelData.closed
            enabled: modelData.available && !grid.stay.busy
            height: Math.floor((grid.height - (grid.down - 1) * grid.spacing) / grid.down)
            objectName: "preset-" + modelData.key
            price: modelData.priceText
            text: modelData.key === "midnight" ? qsTr("Until midnight") : qsTr("%n hour(s)", "", modelData.hours)
            width: Math.floor((grid.width - (grid.across - 1) * grid.spacing) / grid.across)
            onActivated: grid.stay.choosePreset(modelData.key)
        }
    }
}
