import QtQuick
import Garage.Theme
import Garage.ViewModels

// The languages, each in its own words.
Row {
    id: choice

    required property AppViewModel app
    readonly property var names: ({ "en": "English", "de": "Deutsch" })

    spacing: Theme.gap

    Repeater {
        model: choice.app.languages

        QuietButton {
            required property string modelData

            chosen: choice.app.language === modelData
            implicitHeight: Theme.touch
            objectName: "language-" + modelData
            text: choice.names[modelData] ?? modelData.toUpperCase()
            onActivated: choice.app.selectLanguage(modelData)
        }
    }
}
