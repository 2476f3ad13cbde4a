import QtQml

// How far the call for an attendant is, in words: on the button, and what to do where it failed.
QtObject {
    property string call        // none, calling, called or failed

    readonly property bool busy: call === "calling" || call === "called"
    readonly property string action: call === "calling" ? qsTr("Calling …")
        : call === "called" ? qsTr("An attendant has been called")
        : call === "failed" ? qsTr("Call again")
        : qsTr("Call an attendant")
    readonly property string advice: call === "failed"
        ? qsTr("The call did not get through. Please try again, or go to another machine.") : ""
}
