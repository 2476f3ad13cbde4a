import QtQuick
import QtQuick.Shapes

// One line drawing per state of the reader's screen, on a square of 100 units.
Item {
    id: symbol

    required property string state_
    required property color ink
    property int size: 96

    readonly property var drawings: ({
        // contactless waves
        "present": "M 30 34 A 34 34 0 0 1 30 66 M 44 25 A 52 52 0 0 1 44 75 M 58 16 A 70 70 0 0 1 58 84",
        "cart": "M 22 20 H 78 V 84 L 64 74 L 50 84 L 36 74 L 22 84 Z M 34 38 H 66 M 34 54 H 66",
        "wait": "M 50 14 V 30 M 50 70 V 86 M 14 50 H 30 M 70 50 H 86 M 25 25 L 36 36 M 64 64 L 75 75 M 25 75 L 36 64 M 64 36 L 75 25",
        "approved": "M 18 52 L 42 76 L 84 26",
        "declined": "M 24 24 L 76 76 M 76 24 L 24 76",
        "cancelled": "M 24 50 H 76",
        "offline": "M 20 42 A 44 44 0 0 1 80 42 M 34 58 A 24 24 0 0 1 66 58 M 50 76 V 77 M 20 84 L 80 16",
        "unreachable": "M 20 42 A 44 44 0 0 1 80 42 M 34 58 A 24 24 0 0 1 66 58 M 50 76 V 77 M 20 84 L 80 16",
        "idle": "M 12 28 H 88 V 74 H 12 Z M 12 42 H 88 M 24 60 H 44"
    })

    implicitWidth: size
    implicitHeight: size

    Shape {
        width: 100
        height: 100
        scale: symbol.size / 100
        transformOrigin: Item.TopLeft
        preferredRendererType: Shape.GeometryRenderer

        ShapePath {
            strokeColor: symbol.ink
            strokeWidth: 8
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: symbol.drawings[symbol.state_] }
        }
    }
}
