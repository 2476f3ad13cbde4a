pragma ComponentBehavior: Bound
import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// No fitting spot: when the next one frees up here, and which garages have one now.
ScreenBody {
    id: screen

    required property FullViewModel full
    readonly property bool wide: Theme.landscape

    function headline(vehicleType: string): string {
        switch (vehicleType) {
        case "compact": return qsTr("No spot for compact cars");
        case "regular": return qsTr("No spot for regular cars");
        default: return qsTr("No spot for large vehicles");
        }
    }

    actionName: "back"
    actionText: qsTr("Back to the start")

    onActed: app.leave()

    Column {
        id: words

        spacing: Theme.tight
        width: screen.wide ? screen.firstWidth : screen.contentWidth
        x: screen.fromStart(Theme.margin, width)
        y: screen.wide ? 0 : Theme.tight

        Words {
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            lineHeight: 0.95
            text: screen.headline(screen.full.vehicleType)
            width: parent.width
            Accessible.name: text
            Accessible.role: Accessible.Heading
        }

        Item {
            height: Theme.gap
            width: 1
        }

        Words {
            color: Theme.quietInk
            font.pixelSize: Theme.label
            text: !screen.full.nextFreeText ? qsTr("We do not know yet when the next spot becomes free.")
                : screen.full.nextFreeDay === "today" ? qsTr("The next spot becomes free at")
                : screen.full.nextFreeDay === "tomorrow" ? qsTr("The next spot becomes free tomorrow at")
                : qsTr("The next spot becomes free on %1 at").arg(screen.full.nextFreeDateText)
            width: parent.width
        }

        Row {
            spacing: Theme.wide

            Words {
                font.pixelSize: Theme.figure
                font.weight: Font.Bold
                lineHeight: 0.9
                text: screen.full.nextFreeText
                visible: text.length > 0
                wrapMode: Text.NoWrap
            }

            Vehicle {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.quietInk
                pxPerMetre: Theme.px(64)
                vehicleType: screen.full.vehicleType
            }
        }
    }

    Column {
        spacing: Theme.gap
        width: screen.wide ? screen.secondWidth : screen.contentWidth
        x: screen.fromStart(screen.wide ? screen.secondStart : Theme.margin, width)
        y: screen.wide ? 0 : words.y + words.height + Theme.wide

        Words {
            font.pixelSize: Theme.label
            font.weight: Font.Bold
            text: places.count > 0 ? qsTr("Free right now in") : qsTr("No other garage of ours has a free spot either.")
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
                width: parent?.width ?? 0
            }
        }
    }
}
