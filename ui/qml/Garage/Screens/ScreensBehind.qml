pragma ComponentBehavior: Bound
import QtQuick
import Garage.Controls
import Garage.Theme
import Garage.ViewModels

// What comes after the welcome screen: the screens between header and footer, and the sheets over all.
Item {
    id: behind

    required property AppViewModel app
    required property ScreensViewModel screens

    Item {
        anchors.bottomMargin: Theme.footerHeight
        anchors.fill: parent
        anchors.topMargin: Theme.headerHeight

        ScreenSlot {
            shown: behind.app.screen === "duration"
            sourceComponent: DurationScreen {
                app: behind.app
                stay: behind.screens.duration
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "pay"
            sourceComponent: PayScreen {
                app: behind.app
                pay: behind.screens.pay
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "declined"
            sourceComponent: DeclinedScreen {
                app: behind.app
                pay: behind.screens.pay
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "failed"
            sourceComponent: FailedScreen {
                app: behind.app
                fault: behind.screens.fault
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "cancelled"
            sourceComponent: CancelledScreen {
                app: behind.app
                fault: behind.screens.fault
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "ticket"
            sourceComponent: TicketScreen {
                app: behind.app
                ticket: behind.screens.ticket
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "full"
            sourceComponent: FullScreen {
                app: behind.app
                full: behind.screens.full
            }
        }

        ScreenSlot {
            shown: behind.app.screen === "out_of_service"
            sourceComponent: OutOfServiceScreen {
                app: behind.app
                fault: behind.screens.fault
            }
        }
    }

    SheetSlot {
        shown: behind.app.helpOpen
        sourceComponent: HelpSheet {
            app: behind.app
        }
    }

    SheetSlot {
        shown: behind.app.idleWarning
        sourceComponent: IdleSheet {
            app: behind.app
        }
    }
}
