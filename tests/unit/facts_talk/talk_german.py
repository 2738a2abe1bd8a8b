"""German sentences of service desk replies, labelled by hand."""

from __future__ import annotations

from talk_sentences import labelled

ACKNOWLEDGEMENT = """\
+ Ich verstehe, wie ärgerlich das ist.
+ Es tut mir sehr leid, dass Sie so lange warten mussten.
+ Bitte entschuldigen Sie die Unannehmlichkeiten.
+ Das ist wirklich frustrierend, gerade vor dem Monatsabschluss.
+ Ich kann mir gut vorstellen, wie stressig der Vormittag war.
+ Ihr Ärger ist nachvollziehbar.
+ Vielen Dank für Ihre Geduld.
+ Das haette so nicht passieren duerfen.
+ Ich weiß, wie wichtig dieser Bericht für Sie ist.
+ Sie sind zu Recht enttäuscht.
- Kennwort zurückgesetzt. Ticket geschlossen.
- Ihre Anfrage ist eingegangen.
- Ich verstehe Ihre Anfrage nicht.
- Bitte starten Sie den Rechner neu.
- Der Stresstest läuft am Montag.
- Die Lizenz wurde zugewiesen.
- Vielen Dank für Ihren Anruf.
- Wir haben das Ticket weitergeleitet.
- Das Update wird heute installiert.
- Bitte füllen Sie das Formular aus.
"""

COLLABORATION = """\
+ Schauen wir uns das gemeinsam an.
+ Lassen Sie uns das Schritt für Schritt durchgehen.
+ Zusammen finden wir eine Lösung.
+ Wollen wir kurz telefonieren?
+ Ich bleibe an Ihrer Seite, bis es läuft.
+ Gehen wir es noch einmal durch.
+ Wann passt es Ihnen für eine kurze Sitzung?
+ Mit Ihrer Hilfe kann ich es eingrenzen.
+ Ich begleite Sie durch die Einrichtung.
+ Das schaffen wir zusammen.
- Kennwort zurückgesetzt. Ticket geschlossen.
- Wir haben Ihr Konto entsperrt.
- Das gemeinsame Laufwerk ist wieder da.
- Bitte senden Sie uns die Seriennummer.
- Die Liste wurde zusammengestellt.
- Die Maus wird zusammen mit der Tastatur geliefert.
- Damit schließen wir das Ticket.
- Wir melden uns.
- Der Techniker kommt am Dienstag.
- Ihr Team wurde informiert.
"""

EXPLANATION = """\
+ Der Grund ist, dass Ihr Kennwort abgelaufen war.
+ Das lag an einem fehlerhaften Update.
+ Ihr Postfach war voll, deshalb kamen keine Mails an.
+ Die Ursache war ein defektes Kabel.
+ Weil die Datei noch offen war, ließ sie sich nicht speichern.
+ Es hat sich herausgestellt, dass zwei Kalender im Konflikt standen.
+ Das passiert immer, wenn zwei Geräte gleichzeitig angemeldet sind.
+ Aufgrund eines Stromausfalls war der Server nicht erreichbar.
+ Ausgelöst wurde das durch eine alte Erweiterung.
+ Zum Hintergrund: Am Freitag ist der Mailserver umgezogen.
- Kennwort zurückgesetzt. Ticket geschlossen.
- Die Ursache ist noch nicht bekannt.
- Wir wissen nicht, warum es ausfiel.
- Wir suchen noch nach der Ursache.
- Bitte teilen Sie uns mit, warum Sie den Zugriff brauchen.
- Die Störung ist behoben.
- Ihr Zugang ist freigeschaltet.
- Bitte beschreiben Sie das Problem.
- Der Drucker geht wieder.
- Bitte nennen Sie den Grund der Bestellung.
"""

ENABLEMENT = """\
+ Beim nächsten Mal können Sie es selbst im Portal erneuern.
+ Um das künftig zu vermeiden, speichern Sie vor dem Zuklappen.
+ Hier ist eine kurze Anleitung.
+ Ein Tipp: Lassen Sie das Netzteil angesteckt.
+ Falls die Meldung noch einmal erscheint, starten Sie Outlook einfach neu.
+ Ich empfehle Ihnen, das Kennwort früh zu ändern.
+ Das Konto können Sie jederzeit selbst entsperren.
+ Ich zeige Ihnen gern, wie das geht.
+ Es hilft, den Rechner einmal pro Woche neu zu starten.
+ Damit das nicht wieder passiert, melden Sie sich abends ab.
- Kennwort zurückgesetzt. Ticket geschlossen.
- Falls es wieder auftritt, melden Sie sich bitte.
- Bitte eröffnen Sie ein neues Ticket, falls das Problem bleibt.
- Das Konto ist entsperrt.
- Sie können uns jederzeit anrufen.
- Künftig bitte eine Anfrage im Portal stellen.
- Der Fehler ist behoben.
- Die Lieferung kommt nächste Woche.
- Bitte prüfen Sie den Anhang.
- Wir haben die Einstellung geändert.
"""

GERMAN = {
    "acknowledgement": labelled(ACKNOWLEDGEMENT),
    "collaboration": labelled(COLLABORATION),
    "explanation": labelled(EXPLANATION),
    "enablement": labelled(ENABLEMENT),
}
