"""English wordings that name the trouble or the feeling of the user, or apologise for it. Data."""

from __future__ import annotations

from xlakit.facts.talk.lexicon import Wording

VERY = (
    r"(?:(?:can|do|so|very|really|truly|deeply|terribly|fully|completely|totally|certainly|absolutely|"
    r"perfectly|"
    r"only|well|just|clearly|sincerely|definitely|also|quite|entirely|both|all|sure|would|must|may) ){0,3}"
)
FEELING = (
    r"(?:frustrat\w+|annoy\w+|stressful|stressed|stressing|irritat\w+|upset\w*|exasperat\w+|aggravat\w+|"
    r"infuriat\w+|madden\w+|dishearten\w+|disappoint\w+|inconvenien\w+|nuisance|nerve[- ]\w+|fed up|"
    r"worr(?:y|ies|ied|ying|isome)|"
    r"unsettling|alarming|overwhelm\w+|discourag\w+|distress\w+|tiresome|tiring|tedious|exhaust\w+|"
    r"unpleasant|troubl\w+|"
    r"awful|horrible|terrible|dreadful|nasty|miserable|painful|scary|frightening|confusing|disrupt\w+|"
    r"unfortunate|"
    r"unacceptable|headaches?|hassles?|grief|pain|struggl\w+|rough|tough|not (?:okay|ok|acceptable|"
    r"good enough|ideal|fun|easy))"
)
TROUBLE = (
    r"(?:pressure|urgen\w+|important|critical|crucial|essential|deadlines?|difficult\w*|hard|busy|bad|unable|"
    r"can not|could not|stuck|locked out|cut off|blocked|blocking|block|waiting|waited|wait|delay\w*|holding|"
    r"held up|slow\w*|cost|costs|interrupt\w*|concerns?|impact\w*|affect\w*|back and forth|too "
    r"(?:long|many|often|much)|"
    r"again and again|(?:second|third|fourth|fifth|umpteenth|\w+th) time|once again|yet again|"
    r"repeated\w*|still not|time[- ]sensitive|in a hurry|depend\w*|rely|much you need|badly you need|"
    r"the last thing)"
)
WORKDAY = r"(?:work|day|morning|afternoon|evening|week|weekend|plans?|schedule|meetings?|team|productivity|focus|time)"
ACKNOWLEDGEMENT = Wording(
    says=(
        r"(?:so|very|really|truly|terribly|deeply|awfully|am|are|incredibly) sorry",
        (
            r"sorry,? (?:about|for|that (?:this|it|you|your|the|our|we)|to (?:hear|see|learn|read|"
            r"keep|have)|you|this|it|your|we|our|once)"
        ),
        r"apolog(?:y|ies|i[sz]e|i[sz]es|i[sz]ing)",
        r"regret (?:that|the|any|this|how|your|having)",
        (
            rf"(?:i|we) {VERY}(?:understand|appreciate|reali[sz]e|recogni[sz]e|see|imagine|hear|get|"
            rf"know|acknowledge|tell|feel|believe) (?:[^ .!?]+ ){{0,8}}(?:{FEELING}|{TROUBLE})"
        ),
        (
            rf"(?:i|we) {VERY}(?:understand|get it|hear you|empathi[sz]e|sympathi[sz]e|feel (?:for you|"
            r"your pain)|relate|feel you)(?: completely| fully| totally|,? and|[.!,]| -)"
        ),
        rf"(?:i|we) {VERY}(?:hear you|empathi[sz]e|sympathi[sz]e|feel for you|feel your pain|relate to)",
        (
            rf"(?:i|we) {VERY}(?:imagine|know|understand|appreciate|reali[sz]e) (?:just )?(?:how|what "
            r"(?:this|that|it|you)|that feeling|the feeling)"
        ),
        r"(?:it|this|that) makes (?:perfect |total |complete )?sense (?:that|why) you",
        r"(?:understandabl[ey]|justified|rightly so)",
        (
            r"your (?:[^ .!?]+ ){0,2}(?:frustration|concerns?|annoyance|disappointment|worr(?:y|ies)|"
            r"anger|stress|irritation|patience|situation must)"
        ),
        (
            r"(?:frustrating|annoying|stressful|irritating|upsetting|exasperating|aggravating|"
            r"infuriating|maddening|disheartening|inconvenient|inconvenience|nuisance|a hassle|the "
            r"hassle|a headache|nerve-?(?:w?racking))"
        ),
        (
            r"(?:this|that|it|which|what|being|having|losing|how|such)(?: [^ .!?]+){0,8} "
            rf"(?:{FEELING}|no fun|not fun|never (?:fun|pleasant|easy|nice))"
        ),
        (
            r"(?:what|how) (?:an? |very |really |truly )?(?:pain|shame|pity|unlucky|unfortunate|shock|"
            r"nightmare|mess|unpleasant|awkward|awful|terrible|horrible|dreadful|scary)"
        ),
        (
            r"(?:that|this|it) (?:is|sounds|must be|must feel|feels) (?:just |really |so )?(?:awful|"
            r"terrible|horrible|dreadful|not fair|unfair|a nightmare)"
        ),
        (
            r"(?:in|into) your (?:shoes|place|position)|(?:would|will) feel (?:exactly )?(?:the same|"
            r"that way)|(?:i|we) (?:would be|am|are) (?:just as |also |equally |too )?(?:upset|"
            r"frustrated|annoyed|concerned|worried)"
        ),
        (
            r"(?:awful|bad|terrible|worst|poor|worse|inconvenient|unfortunate|unlucky) "
            r"(?:possible )?(?:timing|moment|time)"
        ),
        (
            r"(?:rough|hard|tough|lousy|bad|difficult|horrible|frustrating) (?:way to|start|day|"
            r"morning|week|time|experience|spot)"
        ),
        r"(?:last|only) thing (?:you|anyone|anybody) (?:need|want|would)\w*",
        (
            r"thank\w*(?: you)?(?: [^ .!?]+){0,4} for (?:[^ .!?]+ ){0,4}(?:patien\w+|bearing|waiting|"
            r"understanding|hanging in|sticking with|putting up)"
        ),
        r"(?:been|are|being) (?:so |very |more than |really |extremely |incredibly )?patient",
        r"appreciate (?:[^ .!?]+ ){0,3}patience",
        (
            r"(?:disrupt\w*|interrupt\w*|derail\w*|spoil\w*|ruin\w*|upend\w*|messed up|thrown off|"
            r"threw off|eaten into|cut into) (?:[^ .!?]+ ){0,4}(?:your|you|everyone|everybody)"
        ),
        (
            r"(?:kept|keeps|keeping|stopped|stops|stopping|held|holding|slowed|slowing|put) (?:you|"
            r"your team|everyone) (?:from|back|up|down|just|out|under|in a)"
        ),
        rf"(?:got|getting|gets|stood|standing|stands) in (?:the way of )?your (?:way|{WORKDAY})",
        (
            r"(?:cost|costs|costing|lost|wasted|taken) (?:you|your) (?:[^ .!?]+ ){0,4}(?:time|"
            r"hours?|days?|morning|afternoon|nerves?|energy|patience)"
        ),
        r"you (?:should|ought) (?:never |not )(?:have|need|ever)",
        r"(?:should|must) (?:never|not) have (?:happened|had to|taken|been)",
        r"not (?:the|an?) (?:\w+ )?(?:experience|service|support|standard|start)",
        r"(?:we|i) (?:\w+ )?(?:let you down|fell short|dropped the ball|failed you|got this wrong|owe you)",
        (
            r"you (?:are|were|have) (?:quite |absolutely |completely |totally )?(?:right|every right|"
            r"every reason|entitled) (?:to (?:be|feel|expect)|about (?:this|that|the delay))"
        ),
        r"(?:feel|felt|feeling) (?:\w+ )?(?:ignored|rushed|stuck|lost|unheard|dismissed|helpless|abandoned)",
        (
            r"(?:do not|don't|no need to|please do not) (?:worry|panic|blame yourself)|rest assured|"
            r"no wonder (?:you|that)"
        ),
        (
            r"when you (?:have|had|are|were) (?:[^ .!?]+ ){0,4}(?:work to do|deadlines?|busy|a "
            r"meeting|in the middle|under pressure|up against|trying to)"
        ),
        (
            r"(?:especially|particularly|right|just) (?:when|before|with|during|at|on) "
            r"(?:[^ .!?]+ ){0,4}(?:deadlines?|month[- ]end|quarter[- ]end|year[- ]end|meetings?|"
            r"presentations?|audits?|payroll|busy|launch|your (?:first|last) day)"
        ),
    ),
    looks_like=(
        (
            r"(?:not|never|hardly|barely) (?:fully |quite |really |entirely )?(?:understand|see|"
            r"appreciate|know|get|sorry|reali[sz]e|recogni[sz]e|imagine|tell)"
        ),
        r"as (?:i|we|far as i) (?:understand|know|see|can (?:see|tell))(?: it)?",
        (
            r"(?:i|we) (?:can |do |also )?(?:see|know|understand|reali[sz]e|tell) (?:(?:that )?(?:the|"
            r"a|an|two|three|no|one) (?:vendor|ticket|request|order|server|device|answer|account|log|"
            r"licence|license|user|patch|update|installation)\w*|from (?:the|your|our))"
        ),
        (
            r"(?:difficult|hard|impossible|not easy|tough|too early) to (?:say|tell|estimate|predict|"
            r"find|reproduce|trace|read|judge)"
        ),
        r"hard[- ](?:cod\w+|drives?|disks?|copy|copies|reset|wired|ware|link\w*|reboot)",
        r"(?:hassle|trouble|pain|stress|worry)[- ]free",
        (
            r"(?:without|no|avoid|avoids|free of|minimi[sz]e) (?:any |further |more )?(?:hassle|"
            r"frustration|inconvenience|disruption|interruption|trouble|impact|stress|delay)\w*"
        ),
        r"no (?:need|reason) to apologi[sz]e|need not apologi[sz]e|no apolog\w+ (?:needed|necessary)",
        (
            r"(?:stress|pain|painted|troubleshoot\w*|trouble ?ticket)[- ]?(?:test\w*|points?)?(?: of "
            r"the)?(?: new)? (?:server|team)?s?"
        ),
        r"troubleshoot\w*|trouble tickets?|disruptions? (?:notice|window)",
        (
            r"sorry,? (?:but|no|wrong|i (?:meant|can not|can't)|that is not (?:possible|supported|"
            r"covered)|not (?:possible|supported|covered))"
        ),
    ),
)
