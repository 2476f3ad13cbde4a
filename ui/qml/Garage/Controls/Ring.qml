import QtQuick
import QtQuick.Shapes
import Garage.Theme

// A thin ring that runs out, with what is left of the time in words inside it.
Item {
    id: ring

    property real fraction: 1
    property string text
    property int pen: Theme.px(10)

    implicitHeight: Theme.px(180)
    implicitWidth: implicitHeight

    Shape {
        anchors.fill: parent

        ShapePath {
            fillColor: "transparent"
            strokeColor: Theme.line
            strokeWidth: ring.pen

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: (ring.width - ring.pen) / 2
                radiusY: radiusX
                startAngle: -90
                sweepAngle: 360
            }
        }

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            strokeColor: Theme.action
            strokeWidth: ring.pen

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: (ring.width - ring.pen) / 2
                radiusY: radiusX
                startAngle: -90
                sweepAngle: -360 * Math.max(0, Math.min(1, ring.fraction))
            }
        }
    }

    Words {
        anchors.centerIn: parent
        font.pixelSize: ring.height * 0.3
        font.weight: Font.DemiBold
        text: ring.text
        wrapMode: Text.NoWrap
    }
}
