import QtQuick
import QtQuick.Shapes
import Garage.Theme
import "vehicles.js" as Vehicles

// A vehicle from the side, standing on the item's lower edge. One centimetre is one unit of the
// drawing, so the three keep their true sizes beside each other. Faces the way text runs.
Item {
    id: vehicle

    required property string vehicleType
    property color color: Theme.ink
    property real pxPerMetre: Theme.px(74)
    readonly property real longest: Vehicles.longest * pxPerMetre / 100
    readonly property real tallest: Vehicles.tallest * pxPerMetre / 100
    readonly property var drawing: Vehicles.drawings[vehicleType] ?? Vehicles.drawings.compact

    implicitHeight: drawing.height * pxPerMetre / 100
    implicitWidth: drawing.length * pxPerMetre / 100

    Shape {
        preferredRendererType: Shape.CurveRenderer   // smooth edges on a graphics card, too
        anchors.bottom: parent.bottom
        height: vehicle.drawing.height
        width: vehicle.drawing.length
        transform: [
            Scale {
                origin.y: vehicle.drawing.height
                xScale: vehicle.pxPerMetre / 100 * (Theme.rightToLeft ? -1 : 1)
                yScale: vehicle.pxPerMetre / 100
            },
            Translate {
                x: Theme.rightToLeft ? vehicle.implicitWidth : 0
            }
        ]

        ShapePath {
            fillColor: vehicle.color
            fillRule: ShapePath.OddEvenFill
            strokeWidth: -1

            PathSvg { path: vehicle.drawing.outline }
        }
    }
}
