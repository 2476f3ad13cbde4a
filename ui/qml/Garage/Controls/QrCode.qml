import QtQuick
import QtQuick.Shapes
import Garage.Theme

// The ticket's code: dark on white in every theme, each module a whole number of pixels.
Rectangle {
    id: code

    property int modules: 21
    property string path
    property real room: 400
    readonly property int quiet: 4
    readonly property int module: Math.max(1, Math.floor(room / (modules + 2 * quiet)))

    Accessible.name: qsTr("The ticket's QR code")
    Accessible.role: Accessible.Graphic
    color: "#FFFFFF"
    height: width
    radius: Theme.px(8)
    width: (modules + 2 * quiet) * module

    Shape {
        height: code.modules
        width: code.modules
        x: code.quiet * code.module
        y: code.quiet * code.module

        transform: Scale {
            xScale: code.module
            yScale: code.module
        }

        ShapePath {
            fillColor: "#000000"
            strokeWidth: -1

            PathSvg { path: code.path }
        }
    }
}
