import QtQuick
import Garage.Theme

// A length of stay with its price. The chosen one is filled and carries a mark.
Pressable {
    id: preset

    property string text
    property string price
    property bool chosen: false
    property bool available: true
    property bool closed: false         // the garage is, when the stay would end
    readonly property bool flat: height < 2.9 * Theme.label && width > 3.2 * height  // one line
    readonly property color tone: chosen ? Theme.actionInk : available ? Theme.ink : Theme.quietInk
    readonly property real pad: Math.min(Theme.inset, width * 0.06)
    // One size for all of them, in which the longest still fits beside its price.
    readonly property int size: Math.max(Theme.smallestText, Math.min(Theme.heading, Math.max(Theme.label, height * 0.34),
                                                                      room / (flat ? 9.6 : 7.2)))
    readonly property real room: width - 2 * pad
    // Below two lines the price moves up as far as it must to fit.
    readonly property real closest: length.height + cost.height * (length.lineCount > 1 ? 0.8 : 1)
    readonly property real stack: Math.max(closest, Math.min(length.height + cost.height, height))
    readonly property bool crowded: !flat && cost.visible && cost.width + mark.width + Theme.hair > room

    name: "%1, %2".arg(text).arg(available ? price : cost.text)
    outlined: Theme.highContrast || !available
    outline: available ? Theme.edge : Theme.line
    surface: chosen ? Theme.action : available ? Theme.card : Theme.paper

    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.role: Accessible.RadioButton

    Words {
        id: length

        readonly property real inset: preset.flat && preset.chosen ? mark.width + Theme.hair : 0

        anchors.left: parent.left
        anchors.leftMargin: preset.pad + inset
        color: preset.tone
        font.pixelSize: preset.size
        font.weight: Font.DemiBold
        fontSizeMode: preset.flat ? Text.HorizontalFit : Text.FixedSize
        lineHeight: 0.8
        maximumLineCount: 3
        minimumPixelSize: Theme.smallestText
        text: preset.text
        width: preset.flat ? preset.room - cost.width - Theme.gap - inset : preset.room
        wrapMode: preset.flat ? Text.NoWrap : Text.Wrap
        y: preset.flat ? (preset.height - height) / 2 : (preset.height - (cost.visible ? preset.stack : height)) / 2
    }

    Words {
        id: cost

        color: preset.chosen ? Theme.actionInk : Theme.quietInk
        font.pixelSize: Math.min(Theme.body, preset.size)
        text: preset.available ? preset.price : preset.closed ? qsTr("closed") : "–"
        visible: length.lineCount < 3 && (preset.flat || preset.stack <= preset.height + Theme.hair)  // the summary says it too
        wrapMode: Text.NoWrap
        x: preset.flat !== Theme.rightToLeft ? preset.width - preset.pad - width : preset.pad
        y: preset.flat ? (preset.height - height) / 2 : length.y + preset.stack - height
    }

    Icon {
        id: mark

        color: Theme.actionInk
        height: cost.height
        name: "check"
        pen: 3
        visible: preset.chosen
        width: height
        x: preset.flat !== Theme.rightToLeft ? preset.pad : preset.width - preset.pad - width
        y: preset.crowded ? length.y + (cost.height - height) / 2
                          : Math.min(cost.y + (cost.height - height) / 2, preset.height - preset.pad - height)
    }
}
