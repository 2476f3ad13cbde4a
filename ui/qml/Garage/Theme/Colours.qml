import QtQuick

// The colours that a theme must name. Contrast of every pair is checked by a test.
QtObject {
    required property color paper      // behind everything
    required property color card       // a surface that holds something
    required property color sunken     // a quiet surface on a card
    required property color ink        // text
    required property color quietInk   // text that steps back
    required property color line       // separates, never marks a control alone
    required property color edge       // the outline of a control
    required property color action     // the one thing to do
    required property color actionInk
    required property color plenty
    required property color few
    required property color full
    required property color veil       // over the screen, below a sheet
    required property int edgeWidth    // px at 1080x1920
}
