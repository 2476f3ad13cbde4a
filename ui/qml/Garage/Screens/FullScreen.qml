import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// No fitting spot: when the next one frees up here, and which garages have one now.
ScreenFrame {
    id: screen

    readonly property FullViewModel full: app.full

    function title(vehicleType: string): string {
        switch (vehicleType) {
        case "compact": return qsTr("No spot for a compact car");
        case "regular": return qsTr("No spot for a regular car");
        default: return qsTr("No spot for a large vehicle");
        }
    }

    controlsHeight: Theme.actionHeight

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.landscape ? 0 : Theme.wide
        spacing: Theme.gap

        Vehicle {
            color: Theme.quietInk
            pxPerMetre: Theme.px(70)
            vehicleType: screen.full.vehicleType
        }

        Words {
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            text: screen.title(screen.full.vehicleType)
            width: parent.width
        }

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: !screen.full.nextFreeText ? qsTr("We do not know yet when the next one frees up.")
                : screen.full.nextFreeDay === "today" ? qsTr("The next one frees up at %1.").arg(screen.full.nextFreeText)
                : screen.full.nextFreeDay === "tomorrow" ? qsTr("The next one frees up tomorrow at %1.").arg(screen.full.nextFreeText)
                : qsTr("The next one frees up on %1 at %2.").arg(screen.full.nextFreeDateText).arg(screen.full.nextFreeText)
            width: parent.width
        }

        Item {
            height: Theme.gap
            visible: places.count > 0
            width: 1
        }

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.Bold
            text: qsTr("Free spots near here")
            visible: places.count > 0
            width: parent.width
        }

        Repeater {
            id: places

            model: screen.full.elsewhere

            PlaceRow {
                required property var modelData

                address: modelData.address
                free: modelData.free
                name: modelData.name
                width: parent.width
            }
        }
    }

    controls: PrimaryAction {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        objectName: "back"
        text: qsTr("Choose another vehicle")
        onActivated: screen.app.leave()
    }
}
