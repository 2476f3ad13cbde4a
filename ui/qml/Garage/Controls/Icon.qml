import QtQuick
import QtQuick.Shapes
import Garage.Theme
import "icons.js" as Icons

// A pictogram drawn with one pen on a grid of 24, tinted and crisp at any size.
Item {
    id: icon

    required property string name
    property color color: Theme.ink
    property real pen: 2
    property bool directed: false   // turns round where text runs from right to left

    implicitWidth: Theme.px(56)
    implicitHeight: implicitWidth

    Shape {
        preferredRendererType: Shape.CurveRenderer   // smooth edges on a graphics card, too
        width: 24
        height: 24
        transform: [
            Scale {
                xScale: icon.width / 24 * (icon.directed && Theme.rightToLeft ? -1 : 1)
                yScale: icon.height / 24
            },
            Translate {
                x: icon.directed && Theme.rightToLeft ? icon.width : 0
            }
        ]

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            strokeColor: icon.color
            strokeWidth: icon.pen

            PathSvg { path: Icons.paths[icon.name] ?? "" }
        }

        ShapePath {
            fillColor: icon.color
            strokeWidth: -1

            PathSvg { path: Icons.fills[icon.name] ?? "" }
        }
    }
}
