import QtQuick
import QtQuick.Shapes
import Garage.Theme

// A round stage for a drawing. Its rim is whole and toned, or runs out with the time.
Item {
    id: roundel

    property real fraction: 1
    property color tone: Theme.action
    property bool rimmed: true
    property string badge               // a pictogram at the lower end; empty for none
    readonly property real pen: Math.max(6, Math.round(width / 48))
    readonly property real stage: width - 6 * pen
    default property alias drawing: holder.data

    height: width

    Shape {
        preferredRendererType: Shape.CurveRenderer   // smooth edges on a graphics card, too
        anchors.fill: parent

        ShapePath {
            fillColor: Theme.card
            strokeColor: Theme.line
            strokeWidth: Theme.highContrast ? 2 : roundel.pen     // there, the line is as bright as the rim

            PathAngleArc {
                centerX: roundel.width / 2
                centerY: roundel.width / 2
                radiusX: (roundel.width - roundel.pen) / 2
                radiusY: radiusX
                startAngle: -90
                sweepAngle: 360
            }
        }

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            strokeColor: roundel.rimmed ? roundel.tone : "transparent"
            strokeWidth: roundel.pen

            PathAngleArc {
                centerX: roundel.width / 2
                centerY: roundel.width / 2
                radiusX: (roundel.width - roundel.pen) / 2
                radiusY: radiusX
                startAngle: -90
                sweepAngle: (Theme.rightToLeft ? 360 : -360) * Math.max(0, Math.min(1, roundel.fraction))
            }
        }
    }

    Item {
        id: holder

        anchors.centerIn: parent
        height: width
        width: roundel.stage
    }

    Rectangle {
        border.color: Theme.paper
        border.width: roundel.pen
        color: roundel.tone
        height: width
        radius: width / 2
        visible: roundel.badge.length > 0
        width: roundel.width * 0.26
        x: roundel.width * (Theme.rightToLeft ? 0.03 : 0.71)
        y: roundel.width * 0.71

        Icon {
            anchors.centerIn: parent
            color: Theme.card
            height: parent.height * 0.5
            name: roundel.badge
            pen: 3
            width: height
        }
    }
}
