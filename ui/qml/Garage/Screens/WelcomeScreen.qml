import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// Which vehicle? Three tiles, each of them a start button with its live count.
ScreenFrame {
    id: screen

    readonly property WelcomeViewModel welcome: app.welcome

    beside: false
    controlsHeight: height - Theme.px(Theme.landscape ? 420 : 560)

    Words {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.hair
        anchors.left: parent.left
        anchors.right: parent.right
        elide: Text.ElideRight
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.label
        text: qsTr("Choose your vehicle")
        wrapMode: Text.NoWrap
    }

    controls: Grid {
        id: grid

        readonly property int across: Theme.landscape ? 3 : 1
        readonly property int down: 3 / across

        anchors.fill: parent
        columns: across
        spacing: Theme.gap

        Repeater {
            model: [
                { tile: screen.welcome.compact, title: qsTr("Compact") },
                { tile: screen.welcome.regular, title: qsTr("Regular") },
                { tile: screen.welcome.large, title: qsTr("Large") }
            ]

            VehicleTile {
                required property var modelData

                height: (grid.height - (grid.down - 1) * Theme.gap) / grid.down
                model: modelData.tile
                title: modelData.title
                width: (grid.width - (grid.across - 1) * Theme.gap) / grid.across
                onActivated: screen.welcome.choose(model.vehicleType)
            }
        }
    }
}
