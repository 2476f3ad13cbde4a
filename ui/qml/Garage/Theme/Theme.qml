pragma Singleton
import QtQuick

// Every token of the look. Sizes are given for a panel of 1080x1920 at about 4 px per mm and
// scaled to the panel that is there.
QtObject {
    id: theme

    // Set by Main
    property string name: "light"
    property real panelWidth: 1080
    property real panelHeight: 1920
    property bool lowReach: false
    property bool reducedMotion: false
    property bool rightToLeft: false
    property bool settling: false           // the screen has just changed

    readonly property bool landscape: panelWidth > panelHeight
    readonly property real unit: landscape
        ? Math.min(panelWidth / 1920, panelHeight / 1080)
        : Math.min(panelWidth / 1080, panelHeight / 1920)

    // Type. Capitals are 0.66 of the size; 29 px keeps them at 4.8 mm, the legal minimum.
    readonly property string family: "Kiosk Sans"
    readonly property int smallestText: 29
    readonly property int caption: text(32)
    readonly property int body: text(40)
    readonly property int label: text(48)
    readonly property int heading: text(60)
    readonly property int title: text(72)
    readonly property int figure: text(128)
    readonly property int spot: text(240)
    readonly property real leading: 1.43    // of the family: the height of a line

    // Space
    readonly property int hair: px(8)
    readonly property int tight: px(16)
    readonly property int gap: px(24)
    readonly property int inset: px(40)
    readonly property int wide: px(64)
    readonly property int vast: px(96)
    readonly property int radius: px(24)

    // Touch
    readonly property int touch: Math.max(96, px(96))
    readonly property int actionHeight: Math.max(112, px(landscape || lowReach ? 136 : 160))
    readonly property int reachHeight: Math.floor(panelHeight * 0.45)

    // Places that are the same on every screen
    readonly property int margin: landscape ? wide : px(48)
    readonly property int headerHeight: Math.max(px(landscape ? 112 : 136), text(96))
    readonly property int footerHeight: Math.max(px(landscape ? 112 : 152), touch)

    readonly property int footHeight: Math.round(leading * (3 * label + body))     // of what is held or chosen

    // Motion, ms
    readonly property int motion: reducedMotion ? 0 : 180
    readonly property real pressedScale: 0.98
    // How long a new screen takes no touch: longer than the pause in a double touch (300 ms at most),
    // shorter than a quick driver's who reads the next screen (450 ms from press to press).
    readonly property int settle: 350

    // Colour
    readonly property bool highContrast: name === "contrast"
    readonly property Colours light: LightColours {}
    readonly property Colours dark: DarkColours {}
    readonly property Colours contrast: ContrastColours {}
    readonly property Colours colours: name === "contrast" ? contrast : name === "dark" ? dark : light
    readonly property color paper: colours.paper
    readonly property color card: colours.card
    readonly property color sunken: colours.sunken
    readonly property color ink: colours.ink
    readonly property color quietInk: colours.quietInk
    readonly property color line: colours.line
    readonly property color edge: colours.edge
    readonly property color action: colours.action
    readonly property color actionInk: colours.actionInk
    readonly property color plenty: colours.plenty
    readonly property color few: colours.few
    readonly property color full: colours.full
    readonly property color veil: colours.veil
    readonly property int edgeWidth: Math.max(2, px(colours.edgeWidth))

    function px(size: real): int {
        return Math.round(size * unit)
    }

    function text(size: real): int {
        return Math.max(smallestText, Math.round(size * Math.max(unit, 0.75)))
    }

    // What a surface looks like under the finger: darker, or lighter where it is black already.
    function pressed(surface: color): color {
        return surface.hslLightness < 0.2 ? Qt.lighter(Qt.tint(surface, "#20FFFFFF"), 1.3)
                                          : Qt.darker(surface, 1.14)
    }
}
