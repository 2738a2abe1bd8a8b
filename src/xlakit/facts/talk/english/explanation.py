"""English wordings that say why. Data."""

from __future__ import annotations

from xlakit.facts.talk.lexicon import Wording

DOING = (
    r"(?:happen\w*|occur\w*|appear\w*|show\w*|came|comes|broke|breaks|fail\w*|stop\w*|went|goes|was|"
    r"is|started|"
    r"starts|kept|keeps|could|can|did|does|got|gets|saw|see)"
)
FAULT = (
    r"(?:problem|issue|error|trouble|fault|failure|message|slowness|crash\w*|outage|warning|lock ?out|"
    r"delay|symptoms?|"
    r"behaviou?r|disconnect\w*|blue screen|black screen|pop-?up|drops?|glitch|hiccup|mix-?up|confusion)"
)

EXPLANATION = Wording(
    says=(
        r"because(?: of)?",
        (
            r"(?:reasons?|culprit|root cause|underlying (?:cause|problem|issue)|explanation|"
            r"background) (?:\w+ ){0,8}?(?:is|was|are|were|behind|why|being|lies|lay|turned out|for "
            r"(?:this|that|the|it|your)|you|it|seems?|appears?|looks?)"
        ),
        (
            r"(?:the|main|real|actual|likely|probable|most likely|possible|a|one) (?:cause|trigger|"
            r"source) (?:\w+ ){0,4}?(?:is|was|were|being|behind|turned|seems|appears|lies|lay)"
        ),
        (
            r"(?:for|due to) (?:\w+ )?(?:security|safety|legal|licen[sc]\w+|compliance|privacy|"
            r"technical|data protection|historical|performance) (?:and \w+ )?(?:reasons?|grounds)"
        ),
        (
            r"(?:was|were|is|are|been|being|got|be) (?:\w+ )?(?:caused|triggered|brought about|"
            r"provoked|explained) by"
        ),
        (
            r"(?:which|that|this|what|and|has|had|it|update|change|bug|conflict|fault|policy|cable|"
            r"server|disk|profile|setting|password) (?:then |also |in turn |had |has |"
            r"have )?(?:caused|causes|causing|was causing|is causing|triggered|triggers|broke|breaks|"
            r"prevented|prevents|led to|leads to|made|explains|confus\w+|blocked|blocks)"
        ),
        r"caus(?:ed|es|ing) (?:by|the|your|this|it|that|a|an|you)",
        (
            r"(?:led|leads|leading) to|resulted (?:in|from)|results? from|resulting (?:in|from)|as a "
            r"result|(?:the|a) (?:direct )?result of|stem(?:s|med|ming)? from|originat\w+ (?:from|in|"
            r"with)|(?:came|comes|coming) (?:from|down to)|boil(?:s|ed) down to|(?:was|is|were|all) "
            r"down to|traced (?:it |this |that )?(?:back )?to|goes back to|has to do with|had to do "
            r"with"
        ),
        (
            r"due to (?:an?|the|our|your|its|this|that|some|these|one|heavy|high|low|old|out|missing|"
            r"maintenance|\w+ing|\w+ed|\w+s|\w+ (?:in|of|on|at|with|by|and))"
        ),
        (
            r"owing to|thanks to (?:an?|the|this) (?:\w+ )?(?:bug|update|change|fault|error|glitch)|"
            r"on account of|in response to (?:an?|the) (?:\w+ )?(?:change|update)"
        ),
        (
            r"(?:that|this|which|here|it) is (?:exactly |also |actually |probably |partly )?(?:the "
            r"reason|why|what (?:caused|happen\w*|went|made|broke|locked|stopped))"
        ),
        (
            r"(?:explain|explains|explaining) (?:to you )?(?:why|how|what|the)|let me (?:briefly |"
            r"quickly )?explain|to explain|by way of explanation|(?:short|brief|quick|little|some|"
            r"simple) (?:\w+ )?(?:explanation|background|context)|for (?:context|background)"
        ),
        (
            r"what (?:happened|happens is|went wrong|was happening|was going on|caused|is going on|is "
            r"happening|broke|triggered|we found|i found|we saw|i saw|this means|that means)"
        ),
        (
            r"why (?:did |does |was |is |do |has |had )?(?:this|it|that|you|your|the|outlook|windows|"
            rf"teams) (?:\w+ ){{0,4}}?{DOING}"
        ),
        (
            r"(?:this|that|which|it)(?: just| simply| basically| usually| often| also)? (?:means|"
            r"meant) (?:that )?(?:the|your|you|it|we|our|a|an|no|every|all|each)|meaning "
            r"(?:that )?(?:the|your|you|it)"
        ),
        (
            rf"(?:this|that|it|the {FAULT}|{FAULT}|which)(?: (?:usually|often|typically|only|always|"
            r"can|may|will|sometimes|mostly|normally|tends to|message|error|problem))* (?:happen|"
            r"occur|appear|show|come|pop|arise)(?:s|ed)?(?: up)? (?:when|whenever|because|if|as|since|"
            r"after|once|every|each|due|with|in)"
        ),
        (
            rf"(?:the|this|that|your|actual|real|main|whole) (?:\w+ )?{FAULT} (?:here |itself |today |"
            r"you \w+ |really |actually )*(?:was|is|lay|lies|turned out|arose|came|comes|started|"
            r"began|stems|originates) (?:simply |just |actually |basically |really |most likely |"
            r"probably |likely )*(?:that|in|with|from|down|to be|a |an |the |your |our |two |caused|"
            r"when|because|due|how|after|related|linked|not|one)"
        ),
        (
            r"(?:it|this|that|what) (?:turns|turned) out (?:that|to|the|your)|turns out|(?:it|this) "
            r"(?:looks|seems|appears)(?: like| as if| as though| that)? (?:\w+ ){1,6}(?:was|were|is|"
            r"are|had|has|removed|changed|broke|lost|expired|stopped|blocked|overwrote|got)"
        ),
        (
            r"(?:i|we) (?:have )?(?:found|discovered|noticed|learned|saw|see|traced|established|"
            r"identified|spotted)(?: out)? (?:that |the (?:cause|reason|culprit|root cause))|from "
            r"what (?:we|i) (?:found|saw|can see|could see)"
        ),
        (
            r"(?:locked|blocked|disabled|expired|broke|flagged|rejects?|refused|disconnected|stopped|"
            r"failed|lost|dropped|crashed|frozen|froze|rejected|bounced|removed|deleted|suspended|"
            r"kicked|hung)(?: [^ .!?]+){0,5} (?:after|when|whenever|once|every time|each time|as "
            r"(?:its|your|the|it|soon)|until|since)"
        ),
        (
            r"(?:whenever|every time|each time|as soon as|as long as|if) (?:a|an|the|your|you|two|too "
            r"many|it|one|someone|windows|outlook) .. (?:locks?|blocks?|stops?|fails?|expires?|ends|"
            r"drops?|drops|closes|disconnects?|asks?|loses?|refuses?|keeps?)"
        ),
        (
            r"(?:had|has|have|was|were|is|are|become|became|got|gets|went|being)(?: simply| already| "
            r"also| just| still| almost| nearly)? (?:expired|corrupt\w*|damaged|outdated|out of "
            r"(?:date|sync|space|memory)|misconfigured|mis-?typed|overloaded|overwritten|conflicting|"
            r"incompatible|run out|lapsed|reached (?:its|the|your) (?:limit|maximum|quota)|come loose|"
            r"full|in conflict|wrongly set|set wrong|too (?:old|small|large|full)|on the wrong|"
            r"pointing to|stuck in|disconnected|faulty)"
        ),
        (
            r"(?:conflict(?:s|ed)? (?:with|between)|did not (?:match|recogni[sz]e|fit|agree)|does not "
            r"(?:match|recogni[sz]e|support|fit)|no longer (?:match\w*|support\w*|recogni[sz]\w*|"
            r"valid|compatible|trust\w*)|disagreed|fell back|ran out|had run out|overwrote|mismatch)"
        ),
        (
            r"(?:and|so|which|this|that|it|had been|has been|was|were|is|token|filter|proxy|firewall|"
            r"policy|add-?in|antivirus|driver|update) (?:therefore |then |had |has been |had "
            r"been )?(?:blocking|blocked the|prevented|prevents|preventing|stopped (?:it|the|your|"
            r"you)|stops (?:it|the|your|you)|kept (?:it|you|the|your|locking|asking|sending|trying|"
            r"failing)|keeps (?:it|you|locking|asking|sending|trying))"
        ),
        (
            r"(?:therefore|consequently|hence|thus|in other words|in short|put simply|in plain "
            r"(?:words|english|terms)|simply put|basically|essentially|behind the scenes|under the "
            r"hood|technically|as a consequence)(?:,| (?:the|your|it|this|that|we|you|is|a))"
        ),
        (
            r"how (?:this|it|that) works is|the way (?:this|it|that) works|works (?:like this|by|this "
            r"way)|the (?:idea|logic|point) (?:behind|is)"
        ),
        (
            r"(?:bug|fault|glitch|flaw|defect|typo|mistake|error|conflict|change|power (?:cut|failure|"
            r"outage)|misconfiguration|setting) (?:in|on|of|between|with|at) "
            r"(?:[^ .!?]+ ){1,7}(?:made|makes|caused|led|meant|broke|stopped|blocked|prevented|"
            r"removed|removes|kept|sent|turned|left|lets?)"
        ),
        (
            r"since (?:your|our|the|this|these|those|it|its|both|all|no) (?:\w+ ){0,3}(?:is|was|are|"
            r"were|had|has|uses|needs|requires|lapsed|ran|did)"
        ),
        (
            r"as (?:its|your|the|our|this|it|they|both) (?:\w+ ){0,3}(?:was|were|had) (?:full|down|"
            r"offline|expired|locked|missing|old|still|already|no longer|being|wrong|damaged|broken|"
            r"blocked|too)"
        ),
    ),
    looks_like=(
        (
            r"(?:root )?(?:cause|reason)s?(?: [^ .!?]+){0,3} (?:unknown|unclear|undetermined|not "
            r"(?:yet )?(?:known|clear|found|established|identified|been))"
        ),
        (
            r"(?:do|does|did|can|could|are|am|is|was|have|has) not (?:yet |really |quite |"
            r"exactly )?(?:know|see|understand|sure|clear|say|tell|found|find|certain)(?: "
            r"out)?(?: [^ .!?]+){0,2} (?:why|what (?:happened|caused|went wrong)|the "
            r"(?:root )?(?:cause|reason))(?: [^ .!?]+){0,3}"
        ),
        (
            r"(?:not sure|unsure|unclear|uncertain|no idea|wonder\w*|unknown)(?: \w+)? (?:why|what|of "
            r"the)(?: [^ .!?]+){0,4}"
        ),
        (
            r"(?:look\w*|search\w*|investigat\w*|analy[sz]\w*|research\w*|check\w*|find(?:ing)? out|"
            r"determin\w+|identify\w*|establish|understand|hunt\w*|working on)(?: [^ .!?]+){0,3} "
            r"(?:why|causes?|reasons?|what (?:went wrong|happened|is causing|"
            r"caused))(?: [^ .!?]+){0,4}"
        ),
        (
            r"(?:tell|give|let|inform|advise|state|explain to|write|describe|provide|enter|ask|"
            r"send)(?: [^ .!?]+){0,4} (?:why|reasons?|causes?|what (?:happened|went wrong|"
            r"happens))(?: [^ .!?]+){0,5}"
        ),
        (
            r"(?:if |for )?(?:for )?(?:any|some|whatever|no|unknown) reasons?|reason ?(?:code|for "
            r"(?:closure|closing|request|contact)|:)|clos\w+ reason|no (?:root cause|explanation|"
            r"cause)(?: [^ .!?]+){0,4}"
        ),
        r"(?:will|can|to) explain (?:later|it later|soon|tomorrow)",
        (
            r"due (?:to|for) (?:arrive|be|start|finish|return|end|expire|come|go|renewal|"
            r"delivery)(?: \w+)?|due (?:on|in|by|tomorrow|today|date)"
        ),
        (
            r"results? of (?:the|our|your|this) (?:\w+ )?(?:test|check|survey|scan|analysis|review|"
            r"query|search)\w*"
        ),
        (
            r"(?:problem|issue|error|fault) (?:is|was) (?:now |already |been )?(?:fixed|resolved|"
            r"solved|gone|closed|repaired)"
        ),
    ),
)
