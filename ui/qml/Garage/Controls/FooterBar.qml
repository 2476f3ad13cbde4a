pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme
import Garage.ViewModels

// What helps on every screen, where every hand reaches it: help, comfort, and the languages, each
// in its own words.
Rectangle {
    id: footer

    required property AppViewModel app
    readonly property var names: ({ "en": "English", "de": "Deutsch" })
    readonly property int cells: 3 + app.languages.length

    readonly property real cellWidth: (width - (cells + 1) * Theme.gap) / cells

    color: Theme.card
    height: Theme.footerHeight

    Row {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap
        anchors.rightMargin: Theme.gap
        spacing: Theme.gap

        FooterCell {
            height: footer.height
            icon: "help"
            objectName: "help"
            text: qsTr("Help")
            width: footer.cellWidth
            onActivated: footer.app.openHelp()
        }

        FooterCell {
            chosen: footer.app.lowReach
            height: footer.height
            icon: "lower"
            name: qsTr("Low reach: all controls further down")
            objectName: "lowReach"
            text: qsTr("Low reach")
            width: footer.cellWidth
            Accessible.checkable: true
            Accessible.checked: chosen
            onActivated: footer.app.toggleLowReach()
        }

        FooterCell {
            chosen: footer.app.theme === "contrast"
            height: footer.height
            icon: "contrast"
            name: qsTr("High contrast")
            objectName: "contrast"
            text: qsTr("Contrast")
            width: footer.cellWidth
            Accessible.checkable: true
            Accessible.checked: chosen
            onActivated: footer.app.toggleContrast()
        }

        Repeater {
            model: footer.app.languages

            FooterCell {
                required property string modelData

                chosen: footer.app.language === modelData
                height: footer.height
                letters: modelData.toUpperCase()
                objectName: "language-" + modelData
                text: footer.names[modelData] ?? Qt.locale(modelData).nativeLanguageName
                width: footer.cellWidth
                Accessible.checkable: true
                Accessible.checked: chosen
                onActivated: footer.app.selectLanguage(modelData)
            }
        }
    }

    Rectangle {
        color: Theme.edge
        height: Theme.edgeWidth
        visible: Theme.highContrast
        width: parent.width
    }
}
