pragma ComponentBehavior: Bound
import QtQuick
import Garage.Controls
import Garage.Screens
import Garage.Theme
import Garage.ViewModels

// The window. The welcome screen is loaded at once, the others right after the first frame, so that
// the first picture comes soon and the first visit of each screen answers a touch as fast as the next.
Window {
    id: window

    required property AppViewModel app
    property bool ahead: false
    // The layout needs 900x1600, or 1280x800: a smaller panel shows it smaller. Below 768x1280 and
    // 1024x768 the texts are too small to read; the settings refuse that.
    readonly property real shrink: width > height ? Math.min(1, width / 1280, height / 800)
        : Math.min(1, width / 900, height / 1600)

    color: Theme.paper
    height: 1920
    title: app.garageName
    width: 1080

    onFrameSwapped: ahead = true

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

        Item {
            id: stage

            anchors.bottom: footer.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.topMargin: Theme.headerHeight

            WelcomeScreen {
                id: welcome

                anchors.fill: parent
                app: window.app
                visible: window.app.screen === "welcome"
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "duration"
                sourceComponent: DurationScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "pay"
                sourceComponent: PayScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "declined"
                sourceComponent: DeclinedScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "failed"
                sourceComponent: FailedScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "cancelled"
                sourceComponent: CancelledScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "ticket"
                sourceComponent: TicketScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "full"
                sourceComponent: FullScreen {
                    app: window.app
                }
            }

            ScreenSlot {
                ahead: window.ahead
                shown: window.app.screen === "out_of_service"
                sourceComponent: OutOfServiceScreen {
                    app: window.app
                }
            }
        }

        FooterBar {
            id: footer

            anchors.bottom: parent.bottom
            app: window.app
            width: parent.width
        }

        SheetSlot {
            ahead: window.ahead
            shown: window.app.helpOpen
            sourceComponent: HelpSheet {
                app: window.app
            }
        }

        SheetSlot {
            ahead: window.ahead
            shown: window.app.idleWarning
            sourceComponent: IdleSheet {
                app: window.app
            }
        }
    }
}
