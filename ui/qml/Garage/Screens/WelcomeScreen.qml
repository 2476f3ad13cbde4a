pragma ComponentBehavior: Bound
import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Which vehicle? Three tiles, each of them a start button with its live count.
ScreenRoom {
    id: screen

    readonly property WelcomeViewModel welcome: app.welcome
    readonly property bool signed: Theme.lowReach && !Theme.landscape    // the room above is free
    readonly property bool stale: !app.live && welcome.compact.known
    readonly property bool noticed: stale || welcome.closed
    readonly property string opening: !welcome.opensText ? qsTr("We do not know yet when it opens again.")
        : welcome.opensDay === "today" ? qsTr("It opens at %1.").arg(welcome.opensText)
        : welcome.opensDay === "tomorrow" ? qsTr("It opens tomorrow at %1.").arg(welcome.opensText)
        : qsTr("It opens on %1 at %2.").arg(welcome.opensDateText).arg(welcome.opensText)

    Loader {
        active: screen.signed
        anchors.bottom: title.top
        anchors.left: parent.left
        anchors.margins: Theme.margin
        anchors.right: parent.right
        anchors.top: parent.top
        sourceComponent: GarageSign {
            name: screen.app.garageName
        }
    }

    Words {
        id: title

        font.pixelSize: Theme.title
        font.weight: Font.Bold
        fits: true
        minimumPixelSize: Theme.label
        text: screen.welcome.closed ? qsTr("The garage is closed") : qsTr("Choose your vehicle")
        width: screen.contentWidth
        wrapMode: Text.NoWrap
        x: Theme.margin
        y: Theme.lowReach ? screen.reachTop - Theme.gap - height - (screen.noticed ? notice.height : 0)
            : Theme.landscape ? 0 : Theme.tight
        Accessible.name: text
        Accessible.role: Accessible.Heading
    }

    Words {
        id: notice

        anchors.top: title.bottom
        color: screen.welcome.closed ? Theme.ink : Theme.few
        font.pixelSize: screen.welcome.closed ? Theme.label : Theme.body
        font.weight: Font.DemiBold
        text: screen.welcome.closed ? screen.opening : qsTr("The numbers may be out of date.")
        visible: screen.noticed
        width: screen.contentWidth
        x: Theme.margin
    }

    Grid {
        id: grid

        readonly property bool beside: Theme.landscape || Theme.lowReach
        readonly property int across: beside ? 3 : 1
        readonly property int down: 3 / across
        readonly property real begin: Theme.lowReach ? screen.reachTop
            : (screen.noticed ? notice.y + notice.height : title.y + title.height) + Theme.gap

        columns: across
        height: screen.height - Theme.inset - begin
        spacing: Theme.gap
        width: screen.contentWidth
        x: Theme.margin
        y: begin

        Repeater {
            model: [
                { tile: screen.welcome.compact, title: qsTr("Compact"), kind: qsTr("City car") },
                { tile: screen.welcome.regular, title: qsTr("Regular"), kind: qsTr("Family car") },
                { tile: screen.welcome.large, title: qsTr("Large"), kind: qsTr("SUV or van") }
            ]

            VehicleTile {
                required property var modelData

                height: Math.floor((grid.height - (grid.down - 1) * Theme.gap) / grid.down)
                kind: modelData.kind
                model: modelData.tile
                title: modelData.title
                width: Math.floor((grid.width - (grid.across - 1) * Theme.gap) / grid.across)
                onActivated: screen.welcome.choose(model.vehicleType)
            }
        }
    }
}
