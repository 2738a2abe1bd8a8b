"""German wordings of the four markers, with umlauts as ae, oe, ue and ss. Smaller than the English ones."""

from __future__ import annotations

from xlakit.facts.talk.lexicon import Lexicon, Wording

FEELING = (
    r"(?:aerger\w*|frust\w*|nerv\w*|stress\w*|laestig\w*|muehsam\w*|unangenehm\w*|unerfreulich\w*|"
    r"enttaeusch\w*|"
    r"verunsicher\w*|besorg\w*|beunruhig\w*|schwierig\w*|dringend\w*|wichtig\w*|schlimm\w*|zermuerb\w*|"
    r"belast\w*|anstrengend\w*|lange? (?:warten|gewartet|gedauert)|schrecklich\w*|furchtbar\w*|unter "
    r"druck|zeitdruck|"
    r"nicht (?:arbeiten|weiterarbeiten|weiterkommen|akzeptabel|in ordnung|schoen|einfach))"
)
CALL_US = (
    r"(?:melde\w*|kontaktier\w*|ruf\w*|anruf\w*|schreib\w*|antwort\w*|wende\w*|eroeffne\w*|"
    r"oeffne\w* .. ticket|"
    r"erstell\w*|erfass\w*|stell\w* .. (?:anfrage|ticket)|gib|geben sie|sag\w*)"
)

ACKNOWLEDGEMENT = Wording(
    says=(
        r"(?:tut|taete|tun) (?:es )?(?:mir|uns) (?:\w+ ){0,2}leid|leider gottes",
        r"entschuldig\w*|verzeih\w*|(?:ich|wir) bedauer\w*",
        r"verstaendlich\w*|nachvollziehbar\w*|nachvollziehen|nachfuehlen|zu recht",
        (
            r"(?:ich|wir) (?:\w+ ){0,3}(?:verstehe\w*|weiss|wissen|sehe\w*|merke\w*|begreife\w*|"
            rf"glaube\w*),? (?:[^ .!?]+ ){{0,9}}{FEELING}"
        ),
        (
            r"(?:ich|wir) verstehe\w* (?:\w+ ){0,3}(?:aerger|frust\w*|unmut|sorgen?|enttaeuschung|"
            r"situation|lage|ungeduld)"
        ),
        (
            r"(?:ihr|ihre|ihren|ihrem|dein|deine|deinen|euer|euren) (?:\w+ )?(?:aerger|frust\w*|unmut|"
            r"sorgen?|enttaeuschung|geduld|ungeduld|unannehmlichkeit\w*)"
        ),
        r"(?:kann|koennen) (?:ich |wir )?(?:mir|uns) (?:\w+ ){0,3}vorstellen",
        (
            r"(?:das|dies|es|wie|sehr|so|wirklich|echt|besonders) "
            r"(?:[^ .!?]+ ){0,5}(?:aergerlich\w*|frustrierend\w*|nervig\w*|nervt|stressig\w*|"
            r"laestig\w*|muehsam\w*|unangenehm\w*|unerfreulich\w*|enttaeuschend\w*|belastend\w*|"
            r"aufreibend\w*|schlimm|schrecklich|furchtbar)"
        ),
        (
            r"(?:unannehmlichkeit\w*|umstaende|aerger mit|fuer (?:die|ihre|deine) geduld|ihrer geduld|"
            r"deiner geduld|geduld gehabt|zum denkbar|unguenstig\w*)"
        ),
        r"(?:haette|duerfte|darf|sollte) (?:\w+ ){0,4}nicht (?:passieren|vorkommen|sein|geschehen)",
    ),
    looks_like=(
        r"(?:verstehe\w*|weiss|wissen|sehe\w*) (?:\w+ ){0,3}nicht",
        r"(?:ohne|keine?n?) (?:\w+ )?(?:unannehmlichkeit\w*|stress|aerger|umstaende)",
        r"(?:stresstest\w*|kein grund zur entschuldigung)",
    ),
)

COLLABORATION = Wording(
    says=(
        r"gemeinsam(?:e|en|er)?",
        (
            r"(?:wir|uns|mit ihnen|mit dir|es|das|dies|loesen|finden|schaffen|schauen|gehen|sehen|"
            r"pruefen|arbeiten) (?:[^ .!?]+ ){0,5}zusammen|zusammen (?:an|mit ihnen|mit dir|finden|"
            r"schaffen|bekommen|kriegen|koennen|loesen|schauen|gehen)"
        ),
        (
            r"(?:schauen|sehen|gehen|probieren|versuchen|pruefen|machen|klaeren|testen|finden|loesen|"
            r"nehmen|setzen) wir (?:uns |es |das |dies |einmal |mal |doch |noch )*\w*"
        ),
        (
            r"lassen sie uns|lass uns|wollen wir|sollen wir|koennen wir (?:kurz |das |es |uns |"
            r"gemeinsam |mal |einmal )+\w+"
        ),
        (
            r"(?:begleite|fuehre|unterstuetze|bleibe|helfe|zeige) (?:ich )?(?:sie|dich|ihnen|dir|bei "
            r"ihnen|an ihrer seite|an deiner seite)(?: \w+){0,5}"
        ),
        (
            r"an (?:ihrer|deiner|eurer) seite|hand in hand|schritt fuer schritt|im team|bin "
            r"(?:ich )?(?:gern\w* )?fuer (?:sie|dich) da|nicht allein\w*"
        ),
        (
            r"mit (?:ihrer|deiner) hilfe|mit (?:ihnen|dir) (?:\w+ ){0,4}(?:durch\w*|an\w*|ansehen|"
            r"pruefen|klaeren|loesen|finden|testen|besprechen|abstimmen|schauen)"
        ),
        (
            r"(?:wann|welche\w*) .. (?:passt|passen|recht|guenstig)|passt (?:es |das |ihnen |dir )+|"
            r"(?:haetten|haben) sie (?:\w+ ){0,5}(?:zeit|lust|minuten) fuer|was meinen sie|was meinst "
            r"du|waere das (?:fuer sie|ok\w*|in ordnung)"
        ),
        (
            r"bildschirm (?:zu )?(?:teilen|freigeben)|teilen sie .. bildschirm|(?:kurz|schnell) "
            r"(?:telefonieren|anrufen und)"
        ),
    ),
    looks_like=(
        (
            r"(?:stell\w*|fass\w*|leg\w*|fuehr\w*) (?:\w+ ){0,4}zusammen|zusammen mit (?:der|dem|den|"
            r"einer|einem|anderen)|gemeinsame[nrs]? (?:laufwerk\w*|postf\w+|ordner\w*|kalender\w*|"
            r"ablage\w*|datei\w*|konto\w*)"
        ),
        r"schliessen wir|gehen wir davon aus|machen wir nicht",
    ),
)

EXPLANATION = Wording(
    says=(
        (
            r"weil|deshalb|deswegen|daher|darum|somit|folglich|infolge\w*|aufgrund|auf grund|wegen|"
            r"dadurch|naemlich|sodass|demzufolge"
        ),
        (
            r"(?:der|die|ein|eine|das) (?:\w+ ){0,2}(?:grund|ursache|ausloeser|hintergrund|"
            r"uebeltaeter|schuldige)(?: [^ .!?]+){0,5} (?:ist|war|liegt|lag|waren|sind)"
        ),
        r"(?:ursache|grund|hintergrund|ausloeser)(?: \w+){0,4}(?: ist| war| lag| liegt|:)",
        (
            r"verursacht\w*|ausgeloest|hervorgerufen|bedingt durch|zurueckzufuehren|fuehrte\w* "
            r"(?:\w+ ){0,4}(?:dazu|zu)|fuehrt (?:\w+ )?(?:dazu|zu)|geht auf .. zurueck|geschuldet"
        ),
        (
            r"(?:es|das|dies) (?:lag|liegt) (?:\w+ )?(?:daran|an)|(?:lag|liegt) (?:\w+ ){0,3}daran|"
            r"kam (?:\w+ )?daher|kommt (?:\w+ )?daher|entsteht|entstand|tritt (?:\w+ )?auf,? (?:wenn|"
            r"sobald|weil)"
        ),
        (
            r"(?:was|folgendes|das ist) (?:\w+ )?(?:passiert|geschehen)(?: ist)?|hat sich "
            r"herausgestellt|stellte sich heraus|(?:kurz |zur |eine |als )+erklaerung|zum hintergrund|"
            r"das bedeutet|das heisst|bedeutet,? dass|um (?:es |das )?zu erklaeren"
        ),
        (
            r"(?:passiert|geschieht|kommt vor|erscheint|auftritt)(?: immer| meist\w*| oft| stets| "
            r"nur)*,? (?:wenn|sobald)"
        ),
        (
            r"(?:war|waren|ist|hatte|hat|wurde) (?:\w+ ){0,5}(?:abgelaufen|voll|veraltet|beschaedigt|"
            r"gesperrt, nachdem|falsch (?:eingestellt|konfiguriert)|ueberlastet|defekt|inkompatibel|"
            r"blockiert)"
        ),
        (
            r"da (?:ihr|ihre|das|der|die|dein|deine|es|sie|unser|unsere|ein|eine) "
            r"(?:[^ .!?]+ ){1,8}(?:war|waren|ist|hatte|hat|wurde|wurden|hatten|lief)"
        ),
    ),
    looks_like=(
        (
            r"(?:ursache|grund)(?: \w+){0,4} (?:unbekannt|unklar|nicht bekannt|nicht klar|noch "
            r"nicht)(?: \w+){0,2}|(?:unbekannte\w*|unklare\w*) (?:ursache|gruende\w*)"
        ),
        (
            r"(?:teil\w*|nenn\w*|geb\w*|schreib\w*|beschreib\w*|begruend\w*) "
            r"(?:[^ .!?]+ ){0,6}(?:warum|weshalb|wieso|grund|ursache|weswegen)(?: [^ .!?]+){0,4}"
        ),
        (
            r"(?:such\w*|ermittel\w*|analys\w*|untersuch\w*|pruef\w*|klaer\w*)(?: [^ .!?]+){0,4} "
            r"(?:warum|weshalb|ursache|grund|woran es liegt)|(?:ursache|grund)(?: [^ .!?]+){0,3} "
            r"(?:suchen|ermitteln|ermittelt|untersuch\w*|analysier\w*)"
        ),
        (
            r"(?:wissen|weiss|verstehe\w*) (?:\w+ ){0,3}nicht,? (?:warum|weshalb|wieso|"
            r"woran)(?: [^ .!?]+){0,5}|aus (?:irgend)?welche\w* gr\w+|wegen (?:ihres|ihrer|deines|"
            r"deiner) (?:anfrage|tickets?|anliegens|meldung)"
        ),
    ),
)

ENABLEMENT = Wording(
    says=(
        (
            r"(?:beim|das|fuers|fuer das) naechste[ns]? mal|naechstes mal|kuenftig|in zukunft|"
            r"zukuenftig|in der zukunft|ab (?:jetzt|sofort) (?:\w+ ){0,2}koennen|fuer die zukunft"
        ),
        (
            r"(?:koennen|kannst|koennten) (?:sie|du) (?:[^ .!?]+ ){0,8}(?:selbst|selber|eigenstaendig|"
            r"jederzeit|allein|ohne uns)|(?:selbst|selber|eigenstaendig) "
            r"(?:\w+ ){0,4}(?:zuruecksetzen|entsperren|loesen|beheben|erneuern|aendern|einrichten|"
            r"pruefen|wiederherstellen|durchfuehren|erledigen)"
        ),
        (
            r"(?:falls|wenn|sollte|sobald) (?:es|das|dies|der fehler|die meldung|das "
            r"problem)(?: [^ .!?]+){0,5} (?:auftritt|auftreten|auftauch\w*|passier\w*|vorkomm\w*|"
            r"erschein\w*|wiederkomm\w*|vorkommt|passiert),? (?:koennen|kannst|hilft|reicht|genuegt|"
            r"einfach|druecken|klicken|starten|schliessen|bitte (?:einfach |zuerst |kurz )*(?:neu|den|"
            r"die|das) )"
        ),
        (
            r"(?:um|damit) (?:[^ .!?]+ ){0,6}(?:zu vermeiden|vermeiden|zu verhindern|verhindern|"
            r"vorzubeugen|nicht (?:wieder|mehr|noch einmal|erneut) (?:passiert|vorkommt|auftritt|"
            r"geschieht))|(?:vermeiden|verhindern) (?:sie|laesst|kann man|koennen sie|kannst du)"
        ),
        (
            r"(?:tipps?|kniffe?|hinweise? fuer|empfehlung(?:en)?)|faustregel|eselsbruecke|am besten "
            r"(?:\w+ ){0,4}(?:regelmaessig|immer|vorher|zuerst|einmal)"
        ),
        (
            r"(?:hier|anbei|angehaengt|im anhang|unten) (?:\w+ ){0,4}(?:anleitung\w*|schritte|"
            r"leitfaden|artikel|video|link)|(?:anleitung|leitfaden|artikel|video|link) "
            r"(?:\w+ ){0,4}(?:zeigt|erklaert|beschreibt|angehaengt|beigefuegt|wie)"
        ),
        (
            r"(?:zeige|erklaere|zeigen|erklaeren) (?:ich |wir )?(?:ihnen|dir)(?: \w+){0,3},? (?:wie|"
            r"was)|so (?:geht es|koennen sie|kannst du|funktioniert)|wie sie (?:\w+ ){0,6}(?:selbst|"
            r"koennen|vermeiden)"
        ),
        (
            r"(?:ich |wir )?(?:empfehle\w*|rate\w*) (?:ich |wir )?(?:ihnen|dir|regelmaessig|das|die|"
            r"den)|es (?:hilft|lohnt sich|empfiehlt sich)|regelmaessig (?:\w+ ){0,4}(?:neu|speichern|"
            r"pruefen|aktualisieren|sichern|leeren|abmelden)|immer (?:\w+ ){0,4}(?:speichern|abmelden|"
            r"auswerfen|sperren|sichern)|achten sie (?:darauf|auf)|denken sie daran"
        ),
        r"self[- ]?service|selbsthilfe",
    ),
    looks_like=(
        (
            r"(?:kuenftig|in zukunft|naechstes mal|beim naechsten "
            rf"mal)(?: [^ .!?]+){{0,3}} {CALL_US}(?: [^ .!?]+){{0,5}}"
        ),
        (
            r"(?:kuenftig|in zukunft|naechstes mal|beim naechsten mal)(?: [^ .!?]+){0,6} (?:stellen|"
            r"eroeffnen|erfassen|melden|anlegen|wenden|anrufen)"
        ),
        (
            r"(?:falls|wenn|sollte|bei)(?: [^ .!?]+){0,7} (?:bitte |gern\w* |jederzeit |"
            rf"einfach )*{CALL_US}(?: [^ .!?]+){{0,6}}"
        ),
        rf"{CALL_US} (?:[^ .!?]+ ){{0,4}}(?:falls|wenn)(?: [^ .!?]+){{0,6}}",
        (
            r"(?:wir|ich) (?:\w+ ){0,3}(?:in zukunft|kuenftig)(?: [^ .!?]+){0,4}|(?:koennen|kannst) "
            r"(?:sie|du) (?:uns|mich) (?:jederzeit|gern\w*)(?: \w+){0,2}"
        ),
    ),
)

GERMAN = Lexicon(ACKNOWLEDGEMENT, COLLABORATION, EXPLANATION, ENABLEMENT)
