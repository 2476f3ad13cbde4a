pragma ComponentBehavior: Bound
import QtQuick
import Garage.Theme

// A screen that says something: a headline, what it means, what became of the money; beside or
// below it a drawing, and at its foot what is held.
ScreenBody {
    id: body

    property string title
    property string text
    property var assurances: []         // what became of the money and the spot, a sentence each
    property string note                // a small line at the very foot
    property alias tone: roundel.tone
    property alias fraction: roundel.fraction
    property alias rimmed: roundel.rimmed
    property alias badge: roundel.badge
    property int lines: 1               // of the text; room is kept for so many
    property string caption             // below the drawing
    property Item foot                  // what stands above the main action, full width
    default property alias drawing: roundel.drawing

    readonly property bool dense: Theme.landscape && Theme.unit < 0.75     // a small panel
    readonly property int textSize: dense || (Theme.landscape && foot) ? Theme.body : Theme.label

    // The foot stands above the main action, or above the way out in the first column.
    readonly property real drawingEnd: !Theme.landscape ? footPlace.y - (foot ? Theme.gap : 0)
        : actionText.length > 0 ? actionTop - Theme.inset : rowTop + rowHeight

    Column {
        id: words

        spacing: Theme.tight
        width: Theme.landscape ? body.firstWidth : body.contentWidth
        x: body.fromStart(Theme.margin, width)
        y: Theme.landscape ? 0 : Theme.tight

        Words {
            font.pixelSize: body.dense ? Theme.heading : Theme.title
            font.weight: Font.Bold
            lineHeight: 0.95
            text: body.title
            width: parent.width
            Accessible.name: text
            Accessible.role: Accessible.Heading
        }

        Words {
            font.pixelSize: body.textSize
            height: Math.max(implicitHeight, Math.ceil(body.lines * body.textSize * Theme.leading))
            text: body.text
            visible: text.length > 0
            width: parent.width
        }

        Repeater {
            model: body.assurances

            Row {
                id: assurance

                required property string modelData

                spacing: Theme.gap
                width: parent?.width ?? 0

                Icon {
                    color: Theme.plenty
                    height: body.textSize * 1.1
                    name: "check"
                    pen: 3
                    width: height
                    y: Theme.px(4)
                }

                Words {
                    font.pixelSize: body.textSize
                    font.weight: Font.DemiBold
                    text: assurance.modelData
                    width: assurance.width - body.textSize * 1.1 - assurance.spacing
                }
            }
        }
    }

    Item {
        id: stage

        readonly property real begin: Theme.landscape ? 0 : words.y + words.height + Theme.inset
        readonly property real captionHeight: body.caption.length > 0 ? caption.height + Theme.tight : 0

        height: body.drawingEnd - begin
        width: Theme.landscape ? body.secondWidth : body.contentWidth
        x: body.fromStart(Theme.landscape ? body.width - Theme.margin - width : Theme.margin, width)
        y: begin

        Roundel {
            id: roundel

            width: Math.floor(Math.min(parent.width, parent.height - stage.captionHeight, Theme.px(720)))
            x: (parent.width - width) / 2
            y: (parent.height - stage.captionHeight - height) / 2
        }

        Words {
            id: caption

            color: Theme.quietInk
            font.pixelSize: Theme.label
            horizontalAlignment: Text.AlignHCenter
            text: body.caption
            visible: text.length > 0
            width: parent.width
            y: roundel.y + roundel.height + Theme.tight
        }
    }

    Item {
        id: footPlace

        data: body.foot ? [body.foot] : []
        height: body.foot?.height ?? 0
        width: words.width
        x: words.x
        y: (Theme.landscape ? body.rowTop - Theme.gap : body.actionTop - Theme.inset) - height
    }

    Words {
        color: Theme.quietInk
        font.pixelSize: Theme.caption
        height: body.rowHeight
        text: body.note
        verticalAlignment: Text.AlignVCenter
        visible: body.leaveText.length === 0
        width: body.contentWidth
        x: Theme.margin
        y: body.rowTop
    }
}
