<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CallWords</name>
    <message>
        <source>Calling …</source>
        <translation>Wird gerufen …</translation>
    </message>
    <message>
        <source>An attendant has been called</source>
        <translation>Das Personal ist gerufen</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>Noch einmal rufen</translation>
    </message>
    <message>
        <source>Call an attendant</source>
        <translation>Personal rufen</translation>
    </message>
    <message>
        <source>The call did not get through. Please try again, or go to another machine.</source>
        <translation>Der Ruf kam nicht an. Versuchen Sie es noch einmal, oder gehen Sie zu einem anderen Automaten.</translation>
    </message>
</context>
<context>
    <name>CancelledScreen</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Nothing has been charged, even if the card reader says “Approved”.</source>
        <translation>Es wurde nichts abgebucht, auch wenn der Kartenleser „Genehmigt“ zeigt.</translation>
    </message>
    <message>
        <source>If your bank shows a reserved amount, it disappears within a few days.</source>
        <translation>Falls Ihre Bank einen vorgemerkten Betrag zeigt, verschwindet er in wenigen Tagen.</translation>
    </message>
    <message>
        <source>Nothing has been charged.</source>
        <translation>Es wurde nichts abgebucht.</translation>
    </message>
    <message numerus="yes">
        <source>This screen closes in %n second(s).</source>
        <translation>
            <numerusform>Diese Anzeige schließt in %n Sekunde.</numerusform>
            <numerusform>Diese Anzeige schließt in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Your spot has been given back.</source>
        <translation>Ihr Stellplatz ist wieder frei.</translation>
    </message>
    <message>
        <source>Payment cancelled</source>
        <translation>Zahlung abgebrochen</translation>
    </message>
</context>
<context>
    <name>DeclinedScreen</name>
    <message>
        <source>You cancelled on the card reader</source>
        <translation>Sie haben am Kartenleser abgebrochen</translation>
    </message>
    <message>
        <source>There is not enough money on this card</source>
        <translation>Das Guthaben dieser Karte reicht nicht aus</translation>
    </message>
    <message>
        <source>This card has expired</source>
        <translation>Diese Karte ist abgelaufen</translation>
    </message>
    <message>
        <source>The PIN was not right</source>
        <translation>Die PIN war falsch</translation>
    </message>
    <message>
        <source>The PIN was wrong too often</source>
        <translation>Die PIN war zu oft falsch</translation>
    </message>
    <message>
        <source>Your bank has not allowed this payment</source>
        <translation>Ihre Bank hat diese Zahlung nicht zugelassen</translation>
    </message>
    <message>
        <source>The payment did not go through</source>
        <translation>Die Zahlung hat nicht geklappt</translation>
    </message>
    <message>
        <source>This card is not accepted here</source>
        <translation>Diese Karte wird hier nicht angenommen</translation>
    </message>
    <message>
        <source>Your card was declined</source>
        <translation>Ihre Karte wurde abgelehnt</translation>
    </message>
    <message>
        <source>You can pay with the same card or with another one.</source>
        <translation>Sie können mit derselben oder einer anderen Karte bezahlen.</translation>
    </message>
    <message>
        <source>Please use another card.</source>
        <translation>Bitte verwenden Sie eine andere Karte.</translation>
    </message>
    <message>
        <source>Try again with the right PIN, or use another card.</source>
        <translation>Versuchen Sie es mit der richtigen PIN oder mit einer anderen Karte.</translation>
    </message>
    <message>
        <source>Your bank has locked it for now. Please use another card.</source>
        <translation>Ihre Bank hat die Karte vorerst gesperrt. Bitte verwenden Sie eine andere.</translation>
    </message>
    <message>
        <source>Please use another card, or call the number on the back of this one.</source>
        <translation>Bitte verwenden Sie eine andere Karte, oder rufen Sie die Nummer auf der Rückseite dieser Karte an.</translation>
    </message>
    <message>
        <source>Please try once more, or use another card.</source>
        <translation>Bitte versuchen Sie es noch einmal oder mit einer anderen Karte.</translation>
    </message>
    <message>
        <source>Your bank did not say why. Please use another card.</source>
        <translation>Ihre Bank nennt keinen Grund. Bitte verwenden Sie eine andere Karte.</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>Try again: %1</source>
        <translation>Noch einmal: %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Nothing has been charged.</source>
        <translation>Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>Your spot is still held.</source>
        <translation>Ihr Stellplatz bleibt reserviert.</translation>
    </message>
</context>
<context>
    <name>DurationScreen</name>
    <message>
        <source>Compact</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>%1 an hour</source>
        <translation>%1 je Stunde</translation>
    </message>
    <message>
        <source>Holding a spot for you …</source>
        <translation>Stellplatz wird reserviert …</translation>
    </message>
    <message>
        <source>Pay %1</source>
        <translation>%1 bezahlen</translation>
    </message>
    <message>
        <source>Closed at that time</source>
        <translation>Dann geschlossen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>How long will you stay?</source>
        <translation>Wie lange parken Sie?</translation>
    </message>
    <message>
        <source>Closed from %1 on.</source>
        <translation>Geschlossen ab %1.</translation>
    </message>
    <message>
        <source>Closed from %1 to %2.</source>
        <translation>Geschlossen von %1 bis %2.</translation>
    </message>
</context>
<context>
    <name>FailedScreen</name>
    <message>
        <source>No card was used in time</source>
        <translation>Es wurde keine Karte vorgehalten</translation>
    </message>
    <message>
        <source>The card reader does not answer</source>
        <translation>Der Kartenleser antwortet nicht</translation>
    </message>
    <message>
        <source>The card reader is busy</source>
        <translation>Der Kartenleser ist belegt</translation>
    </message>
    <message>
        <source>Card payment is not working right now</source>
        <translation>Kartenzahlung ist gerade nicht möglich</translation>
    </message>
    <message>
        <source>The ticket printer is not ready</source>
        <translation>Der Ticketdrucker ist nicht bereit</translation>
    </message>
    <message>
        <source>The time to pay is over</source>
        <translation>Die Zeit zum Bezahlen ist abgelaufen</translation>
    </message>
    <message>
        <source>Your payment was interrupted</source>
        <translation>Ihre Zahlung wurde unterbrochen</translation>
    </message>
    <message>
        <source>The garage has just changed its hours or rates</source>
        <translation>Das Parkhaus hat gerade Zeiten oder Preise geändert</translation>
    </message>
    <message>
        <source>This payment is not possible</source>
        <translation>Diese Zahlung ist nicht möglich</translation>
    </message>
    <message>
        <source>Your spot has been given back. You can start again at once.</source>
        <translation>Ihr Stellplatz ist wieder frei. Sie können sofort neu beginnen.</translation>
    </message>
    <message>
        <source>Your spot has been given back. Try again in a minute, or use another machine.</source>
        <translation>Ihr Stellplatz ist wieder frei. Versuchen Sie es in einer Minute noch einmal, oder gehen Sie zu einem anderen Automaten.</translation>
    </message>
    <message>
        <source>Your spot has been given back. Please try again in a minute.</source>
        <translation>Ihr Stellplatz ist wieder frei. Bitte versuchen Sie es in einer Minute noch einmal.</translation>
    </message>
    <message>
        <source>We cannot reach the bank. Your spot has been given back. Try again in a few minutes, or call an attendant.</source>
        <translation>Wir erreichen die Bank nicht. Ihr Stellplatz ist wieder frei. Versuchen Sie es in einigen Minuten noch einmal, oder rufen Sie das Personal.</translation>
    </message>
    <message>
        <source>We only sell tickets that we can print. Use another machine, or call an attendant.</source>
        <translation>Wir verkaufen nur Tickets, die wir auch drucken können. Gehen Sie zu einem anderen Automaten, oder rufen Sie das Personal.</translation>
    </message>
    <message>
        <source>Your spot has been given back. You can begin again.</source>
        <translation>Ihr Stellplatz ist wieder frei. Sie können neu beginnen.</translation>
    </message>
    <message>
        <source>This stay is no longer possible. Please choose again.</source>
        <translation>Diese Parkdauer ist nicht mehr möglich. Bitte wählen Sie neu.</translation>
    </message>
    <message>
        <source>Your spot has been given back. Try again with another card, or call an attendant.</source>
        <translation>Ihr Stellplatz ist wieder frei. Versuchen Sie es mit einer anderen Karte, oder rufen Sie das Personal.</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Nothing has been charged.</source>
        <translation>Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>If your bank shows a reserved amount, it disappears within a few days.</source>
        <translation>Falls Ihre Bank einen vorgemerkten Betrag zeigt, verschwindet er in wenigen Tagen.</translation>
    </message>
</context>
<context>
    <name>FooterBar</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Low reach: all controls further down</source>
        <translation>Niedrige Bedienhöhe: alle Tasten weiter unten</translation>
    </message>
    <message>
        <source>Low reach</source>
        <translation>Weiter unten</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
</context>
<context>
    <name>FullScreen</name>
    <message>
        <source>No spot for compact cars</source>
        <translation>Alle Stellplätze für Kleinwagen sind belegt</translation>
    </message>
    <message>
        <source>No spot for regular cars</source>
        <translation>Alle Stellplätze für mittlere Pkw sind belegt</translation>
    </message>
    <message>
        <source>No spot for large vehicles</source>
        <translation>Alle Stellplätze für große Fahrzeuge sind belegt</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>Zurück zum Anfang</translation>
    </message>
    <message>
        <source>We do not know yet when the next spot becomes free.</source>
        <translation>Wann der nächste Stellplatz frei wird, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>The next spot becomes free at</source>
        <translation>Der nächste Stellplatz wird frei um</translation>
    </message>
    <message>
        <source>The next spot becomes free tomorrow at</source>
        <translation>Der nächste Stellplatz wird frei morgen um</translation>
    </message>
    <message>
        <source>The next spot becomes free on %1 at</source>
        <translation>Der nächste Stellplatz wird frei am %1 um</translation>
    </message>
    <message>
        <source>Free right now in</source>
        <translation>Jetzt frei in</translation>
    </message>
    <message>
        <source>No other garage of ours has a free spot either.</source>
        <translation>Auch in unseren anderen Parkhäusern ist kein Stellplatz frei.</translation>
    </message>
</context>
<context>
    <name>HeldSpot</name>
    <message>
        <source>Floor %1, spot %2</source>
        <translation>Etage %1, Platz %2</translation>
    </message>
    <message>
        <source>held for you</source>
        <translation>für Sie reserviert</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>How it works</source>
        <translation>So geht es</translation>
    </message>
    <message>
        <source>Choose your vehicle and your time.</source>
        <translation>Fahrzeug und Parkdauer wählen.</translation>
    </message>
    <message>
        <source>Pay by card, phone or watch.</source>
        <translation>Mit Karte, Handy oder Uhr bezahlen.</translation>
    </message>
    <message>
        <source>Park on the spot that your ticket names.</source>
        <translation>Auf dem Platz Ihres Tickets parken.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>IdleSheet</name>
    <message>
        <source>Are you still there?</source>
        <translation>Sind Sie noch da?</translation>
    </message>
    <message numerus="yes">
        <source>This screen starts over in %n second(s).</source>
        <translation>
            <numerusform>In %n Sekunde beginnt der Bildschirm von vorn.</numerusform>
            <numerusform>In %n Sekunden beginnt der Bildschirm von vorn.</numerusform>
        </translation>
    </message>
    <message>
        <source>Your spot is given back, and nothing is charged.</source>
        <translation>Ihr Stellplatz wird dann frei, und es wird nichts abgebucht.</translation>
    </message>
    <message>
        <source>I am still here</source>
        <translation>Ja, weitermachen</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Von vorn beginnen</translation>
    </message>
</context>
<context>
    <name>Level</name>
    <message>
        <source>counting …</source>
        <translation>wird gezählt …</translation>
    </message>
    <message>
        <source>few left</source>
        <translation>nur wenige</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>next at %1</source>
        <translation>nächster %1</translation>
    </message>
    <message>
        <source>no spot</source>
        <translation>kein Platz</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Zu</translation>
    </message>
</context>
<context>
    <name>OutOfServiceScreen</name>
    <message>
        <source>The card reader is out of order</source>
        <translation>Der Kartenleser ist gestört</translation>
    </message>
    <message>
        <source>The ticket printer is out of order</source>
        <translation>Der Ticketdrucker ist gestört</translation>
    </message>
    <message>
        <source>Card payment is not working right now</source>
        <translation>Kartenzahlung ist gerade nicht möglich</translation>
    </message>
    <message>
        <source>This machine has lost its connection</source>
        <translation>Dieser Automat hat keine Verbindung</translation>
    </message>
    <message>
        <source>Nothing is charged while it is out of order.</source>
        <translation>Solange er gestört ist, wird nichts abgebucht.</translation>
    </message>
    <message>
        <source>You cannot buy a ticket here at the moment. Please use another machine, or call an attendant. This one comes back by itself.</source>
        <translation>Sie können hier gerade kein Ticket kaufen. Bitte gehen Sie zu einem anderen Automaten, oder rufen Sie das Personal. Dieser hier meldet sich von selbst zurück.</translation>
    </message>
</context>
<context>
    <name>PayScreen</name>
    <message>
        <source>Hold your card to the reader</source>
        <translation>Karte an den Leser halten</translation>
    </message>
    <message>
        <source>Checking your payment</source>
        <translation>Ihre Zahlung wird geprüft</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>Einen Moment, bitte</translation>
    </message>
    <message>
        <source>Or insert it. Phones and watches work too.</source>
        <translation>Oder einstecken. Handy und Uhr gehen auch.</translation>
    </message>
    <message>
        <source>Please do not pay again. You get a ticket, or you are not charged.</source>
        <translation>Bitte bezahlen Sie nicht noch einmal. Sie erhalten ein Ticket, oder es wird nichts abgebucht.</translation>
    </message>
    <message>
        <source>Please do not use your card now. Your spot is being given back.</source>
        <translation>Bitte halten Sie jetzt keine Karte vor. Ihr Stellplatz wird wieder freigegeben.</translation>
    </message>
    <message>
        <source>The card reader is getting ready. Keep your card at hand.</source>
        <translation>Der Kartenleser macht sich bereit. Halten Sie Ihre Karte bereit.</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>noch %n Sekunde</numerusform>
            <numerusform>noch %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>PeriodText</name>
    <message>
        <source>until tomorrow %1</source>
        <translation>bis morgen %1</translation>
    </message>
    <message>
        <source>until %1, %2</source>
        <comment>date, time</comment>
        <translation>bis %1, %2</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation>Heute %1</translation>
    </message>
</context>
<context>
    <name>PlaceRow</name>
    <message numerus="yes">
        <source>%n spot(s) free</source>
        <translation>
            <numerusform>%n Platz frei</numerusform>
            <numerusform>%n Plätze frei</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>free</source>
        <comment>spots</comment>
        <translation>
            <numerusform>frei</numerusform>
            <numerusform>frei</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaceSign</name>
    <message>
        <source>Floor %1, spot %2</source>
        <translation>Etage %1, Platz %2</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>Etage</translation>
    </message>
    <message>
        <source>Spot</source>
        <translation>Platz</translation>
    </message>
</context>
<context>
    <name>PresetButton</name>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
</context>
<context>
    <name>PresetGrid</name>
    <message>
        <source>Until midnight</source>
        <translation>Bis 24 Uhr</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QrCode</name>
    <message>
        <source>The ticket&apos;s QR code</source>
        <translation>QR-Code des Tickets</translation>
    </message>
</context>
<context>
    <name>ReaderFace</name>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>Zu zahlen</translation>
    </message>
    <message>
        <source>Tap, insert or swipe</source>
        <translation>Vorhalten, einstecken oder durchziehen</translation>
    </message>
    <message>
        <source>Please wait</source>
        <translation>Bitte warten</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Genehmigt</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>Simulator not running</source>
        <translation>Simulator läuft nicht</translation>
    </message>
</context>
<context>
    <name>ReaderWindow</name>
    <message>
        <source>Card reader</source>
        <translation>Kartenleser</translation>
    </message>
    <message>
        <source>Hold a good card to it</source>
        <translation>Gültige Karte vorhalten</translation>
    </message>
    <message>
        <source>A card that is declined</source>
        <translation>Karte, die abgelehnt wird</translation>
    </message>
    <message>
        <source>A card without funds</source>
        <translation>Karte ohne Guthaben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The reader&apos;s own cancel button</source>
        <translation>Abbruchtaste des Lesers</translation>
    </message>
    <message>
        <source>Take off line</source>
        <translation>Vom Netz nehmen</translation>
    </message>
    <message>
        <source>Back on line</source>
        <translation>Wieder ans Netz</translation>
    </message>
</context>
<context>
    <name>StaySummary</name>
    <message>
        <source>The garage is closed then. Please choose another length.</source>
        <translation>Das Parkhaus ist dann geschlossen. Bitte wählen Sie eine andere Dauer.</translation>
    </message>
    <message>
        <source>No spot is free for that long. Please choose a shorter stay.</source>
        <translation>So lange ist kein Stellplatz frei. Bitte wählen Sie eine kürzere Zeit.</translation>
    </message>
    <message numerus="yes">
        <source>%n started hour(s)</source>
        <translation>
            <numerusform>%n angefangene Stunde</numerusform>
            <numerusform>%n angefangene Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n started hour(s) at %1</source>
        <translation>
            <numerusform>%n angefangene Stunde zu %1</numerusform>
            <numerusform>%n angefangene Stunden zu %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Same price until %1</source>
        <translation>Gleicher Preis bis %1</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 T.</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 Std.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>Kürzer</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>Länger</translation>
    </message>
</context>
<context>
    <name>Ticket</name>
    <message>
        <source>Parking ticket</source>
        <translation>Parkticket</translation>
    </message>
    <message>
        <source>COPY</source>
        <translation>KOPIE</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>Etage</translation>
    </message>
    <message>
        <source>Spot</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>Fahrzeug</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>{weekday} {day} {month} {year}</source>
        <translation>{weekday} {day}. {month} {year}</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Paid by card</source>
        <translation>Mit Karte bezahlt</translation>
    </message>
    <message>
        <source>Not charged</source>
        <translation>Nicht berechnet</translation>
    </message>
    <message>
        <source>Ticket code</source>
        <translation>Ticketcode</translation>
    </message>
    <message>
        <source>Keep this ticket with you until you leave the garage.</source>
        <translation>Bitte behalten Sie dieses Ticket, bis Sie das Parkhaus verlassen.</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Girokonto</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>Kredit</translation>
    </message>
    <message>
        <source>Prepaid</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>Genehmigung</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Ausgestellt</translation>
    </message>
    <message>
        <source>Contactless</source>
        <translation>Kontaktlos</translation>
    </message>
    <message>
        <source>Magnetic stripe</source>
        <translation>Magnetstreifen</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>Chip</translation>
    </message>
</context>
<context>
    <name>TicketCard</name>
    <message>
        <source>Take your ticket</source>
        <translation>Bitte Ticket entnehmen</translation>
    </message>
    <message>
        <source>The ticket could not be printed</source>
        <translation>Das Ticket ließ sich nicht drucken</translation>
    </message>
    <message>
        <source>Your ticket is being printed</source>
        <translation>Ihr Ticket wird gedruckt</translation>
    </message>
    <message>
        <source>Photograph this code: it is your ticket.</source>
        <translation>Fotografieren Sie diesen Code: Er ist Ihr Ticket.</translation>
    </message>
    <message>
        <source>Or photograph the code.</source>
        <translation>Oder den Code fotografieren.</translation>
    </message>
</context>
<context>
    <name>TicketScreen</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Paid. This is your spot:</source>
        <translation>Bezahlt. Ihr Stellplatz:</translation>
    </message>
    <message>
        <source>Park here %1</source>
        <translation>Hier parken %1</translation>
    </message>
    <message>
        <source>%1 paid</source>
        <translation>%1 bezahlt</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>Erneut drucken</translation>
    </message>
    <message numerus="yes">
        <source>Closes in %n second(s).</source>
        <translation>
            <numerusform>Schließt in %n Sekunde.</numerusform>
            <numerusform>Schließt in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This screen closes in %n second(s).</source>
        <translation>
            <numerusform>Diese Anzeige schließt in %n Sekunde.</numerusform>
            <numerusform>Diese Anzeige schließt in %n Sekunden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VehicleTile</name>
    <message>
        <source>%1 an hour</source>
        <translation>%1 je Stunde</translation>
    </message>
</context>
<context>
    <name>WelcomeScreen</name>
    <message>
        <source>We do not know yet when it opens again.</source>
        <translation>Wann es wieder öffnet, wissen wir noch nicht.</translation>
    </message>
    <message>
        <source>It opens at %1.</source>
        <translation>Es öffnet um %1 Uhr.</translation>
    </message>
    <message>
        <source>It opens tomorrow at %1.</source>
        <translation>Es öffnet morgen um %1 Uhr.</translation>
    </message>
    <message>
        <source>It opens on %1 at %2.</source>
        <translation>Es öffnet am %1 um %2 Uhr.</translation>
    </message>
    <message>
        <source>Choose your vehicle</source>
        <translation>Wählen Sie Ihr Fahrzeug</translation>
    </message>
    <message>
        <source>The garage is closed</source>
        <translation>Das Parkhaus ist geschlossen</translation>
    </message>
    <message>
        <source>The numbers may be out of date.</source>
        <translation>Die Zahlen sind vielleicht nicht aktuell.</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>City car</source>
        <translation>Kleinwagen</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Family car</source>
        <translation>Mittelklasse</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>SUV or van</source>
        <translation>SUV oder Van</translation>
    </message>
</context>
</TS>
