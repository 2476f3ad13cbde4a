pragma ComponentBehavior: Bound
import QtQuick
import Garage.Controls
import Garage.Screens
import Garage.Theme
import Garage.ViewModels

// The window with the welcome screen. The screens behind it are given and loaded after the first
// frame, in the pauses between frames, so that the first picture comes soon and the first visit of
// each screen answers a touch as fast as the next.
Window {
    id: window

    required property AppViewModel app
    property QtObject screens: null         // a ScreensViewModel, whose file is not read before
    readonly property bool complete: behind.status === Loader.Ready
    // The layout needs 900x1600, or 1280x800: a smaller panel shows it smaller. Below 768x1280 and
    // 1024x768 the texts are too small to read; the settings refuse that.
    readonly property real shrink: width > height ? Math.min(1, width / 1280, height / 800)
        : Math.min(1, width / 900, height / 1600)

    color: Theme.paper
    height: 1920
    title: app.garageName
    width: 1080

    onScreensChanged: behind.load()

    Binding {
        property: "name"
        target: Theme
        value: window.app.theme
    }

    Binding {
        property: "panelWidth"
        target: Theme
        value: window.width / window.shrink
    }

    Binding {
        property: "panelHeight"
        target: Theme
        value: window.height / window.shrink
    }

    Binding {
        property: "lowReach"
        target: Theme
        value: window.app.lowReach
    }

    Binding {
        property: "reducedMotion"
        target: Theme
        value: window.app.reducedMotion
    }

    Binding {
        property: "rightToLeft"
        target: Theme
        value: window.app.rightToLeft
    }

    Binding {
        property: "settling"
        target: Theme
        value: settling.running
    }

    Timer {
        id: settling

        interval: Theme.settle
    }

    Connections {
        function onScreenChanged() { settling.restart(); }
        function onHelpOpenChanged() { settling.restart(); }
        function onIdleWarningChanged() { settling.restart(); }

        target: window.app
    }

    Item {
        LayoutMirroring.childrenInherit: true
        LayoutMirroring.enabled: window.app.rightToLeft
        height: window.height / window.shrink
        scale: window.shrink
        transformOrigin: Item.TopLeft
        width: window.width / window.shrink

        HeaderBar {
            app: window.app
            named: !(welcome.visible && welcome.signed)
            width: parent.width
        }

        WelcomeScreen {
            id: welcome

            anchors.bottom: footer.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.topMargin: Theme.headerHeight
            app: window.app
            visible: window.app.screen === "welcome"
        }

        FooterBar {
            id: footer

            anchors.bottom: parent.bottom
            app: window.app
            width: parent.width
        }

        Loader {
            id: behind

            readonly property bool awaited: !welcome.visible || window.app.helpOpen

            function load() {
                asynchronous = !awaited;
                setSource("Screens/ScreensBehind.qml", { app: window.app, screens: window.screens });
            }

            anchors.fill: parent

            // It begins anew: made synchronous while it reads, it would forget what it was given.
            onAwaitedChanged: if (status === Loader.Loading) {
                source = "";
                load();
            }
            onStatusChanged: if (status === Loader.Error) Qt.exit(1)    // a welcome that leads nowhere
        }
    }
}
