import QtQuick
import Garage.Theme
import Garage.ViewModels

// A word for the attendant, in the corner.
Words {
    required property AppViewModel app

    color: Theme.quietInk
    font.pixelSize: Theme.caption
    text: [app.fault.code, app.kioskName].filter(part => part.length > 0).join(" · ")
    wrapMode: Text.NoWrap
}
