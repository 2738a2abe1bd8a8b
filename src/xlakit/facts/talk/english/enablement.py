"""English wordings that teach: how to avoid it, how to do it oneself. Data."""

from __future__ import annotations

from xlakit.facts.talk.lexicon import Wording

RECUR = (
    r"(?:happens?|happened|occurs?|occurred|comes? (?:back|up)|came back|returns?|re-?appears?|"
    r"re-?occurs?|recurs?|repeats?|pops? up|"
    r"crops? up|shows? up|turns? up|strikes?|persists?|continues?|remains?|fails?|returns|is back)"
)
CALL_US = (
    r"(?:contact|call|phone|ring|e-?mail|mail|write|reply|respond|reach|reopen|re-open|ask|come back "
    r"to us|get in touch|"
    r"get back|let (?:us|me)|tell us|inform|notify|report|open|raise|log|submit|create|file|send)"
)


SELF = (
    r"(?:yourself|yourselves|on your own|by yourself|without (?:us|me|our help|calling|waiting|having to|"
    r"a ticket|needing))"
)
HABIT = (
    r"(?:do|fix|reset|solve|clear|check|change|restore|restart|unlock|renew|handle|sort|prevent|avoid|"
    r"spot|switch|turn|add|find|"
    r"recover|free|repair|update|manage|set)"
)

ENABLEMENT = Wording(
    says=(
        (
            r"(?:for )?(?:the )?next time(?: around| it| this| you| that)?|another time|(?:in|for) "
            r"(?:the )?future|for future reference|going forward|moving forward|from (?:now|here) on|"
            r"in case you (?:need|want|ever|forget|see|run) (?:it|them|this|that|to)"
        ),
        (
            r"(?:if|when|whenever|should|in case|every time|each time|any time|anytime|once) (?:this|"
            r"it|that|the (?:same )?\w+|the same|something (?:like this|similar)) (?:ever |should |"
            rf"does |were to |also |really )*{RECUR}(?: again| up again| back)?(?: [^ .!?]+){{0,4}},? "
            r"(?:(?:you|please|then|just|simply|first|try|a (?:quick|simple|short)) )*(?:can|could|"
            r"may|try|press|click|restart|close|open the|open settings|choose|select|hold|go|check|"
            r"clear|run|turn|switch|use|sign|log|type|unplug|disconnect|reconnect|wait|reset|hit|just|"
            r"simply|first|restart\w*|a quick|do the following|follow)"
        ),
        (
            rf"(?:in case|if|when|should) (?:it|this|that) (?:ever )?{RECUR}(?: again)?,? (?:you can|"
            r"try|switch|press|simply|just|click|restart|hold|choose|close|go to|check|a )"
        ),
        (
            r"(?:if|when|whenever|should|once) you (?:ever |should |do |happen to )*(?:see|get|run "
            r"into|encounter|face|notice|hit|spot|come across|find|receive|need) "
            r"(?:[^ .!?]+ ){1,8}(?:just|simply|you can|press|click|restart|close|open|choose|select|"
            r"hold|try|go to|do not click|check|use|turn|switch|clear)"
        ),
        (
            r"if you ever|whenever (?:this|that|it|you)|any ?time you (?:see|want|need|like)|the "
            r"moment (?:it|you|this)"
        ),
        (
            r"you (?:can|could|will be able to|may|might|are able to|will know how to) "
            rf"(?:\w+ ){{0,2}}{HABIT}\w* (?:[^ .!?]+ ){{0,8}}{SELF}"
        ),
        rf"{HABIT} (?:this|it|that|them|these|one|your \w+|the \w+) (?:\w+ ){{0,4}}{SELF}",
        (
            r"(?:do|fix|solve|handle|reset|check|manage|renew|restore|change|sort) (?:it|this|that|"
            r"these|them)(?: \w+){0,3} (?:yourself|on your own|any ?time|at any time|whenever)"
        ),
        rf"(?:{SELF}) (?:in|with|by|via|under|through|from|using|at|on) (?:the|your|our|a|settings)",
        (
            r"you can (?:also |always |easily |simply |quickly |now |then )*(?:prevent|avoid|spot|"
            r"recogni[sz]e|tell|unlock (?:it|the|your)|do (?:this|it|that)|fix (?:this|it|that)|help "
            r"(?:yourself|prevent|avoid)|protect|check the (?:quota|space|setting\w*|battery))"
        ),
        (
            r"(?:to|can|could|will|would|may|might|helps?|way to|and|so you|ways to|how to) "
            r"(?:help )?(?:you )?(?:prevent|avoid|stop|keep|protect|steer clear of) (?:this|it|that|"
            r"these|the (?:same|problem|issue|error|lock\w*|drops?|message)|such|similar|another|"
            r"future|any (?:more|further|future)|further|yourself|a repeat|being|getting|running|"
            r"losing|your|having)(?: [^ .!?]+){0,5}"
        ),
        (
            r"so (?:that )?(?:this|it|that) (?:does|will|would|can|need) not (?:\w+ )?(?:keep\w* "
            r"(?:on )?)?(?:happen\w*|come back|coming back|occur\w*|recur\w*|return\w*|catch\w*|"
            r"repeat\w*|bother\w*)|so (?:that )?you (?:do|will) not (?:\w+ )?(?:get|run|have to|need|"
            r"lose|see|face|fall)"
        ),
        (
            r"so (?:that )?you (?:can|could|will|are able to|know|will know|always|would) "
            r"(?:\w+ ){0,4}(?:yourself|next|again|on your own|what to do|how|where|do it|do this|spot|"
            r"check|handle|avoid|prevent|without)"
        ),
        (
            r"(?:here|below|attached|enclosed|following|there) (?:is|are|you (?:will |can )?find|you "
            r"have)(?: \w+){0,2} (?:how|what you can|what to do|ways?|(?:\w+ )?(?:tips?|tricks?|"
            r"guides?|how-?to\w*|tutorials?|walk-?throughs?|instructions|videos?|cheat ?sheets?|"
            r"articles?|links?|steps))"
        ),
        (
            r"(?:attach\w*|link\w*|add\w*|includ\w*|enclos\w*|wr(?:ote|itten)|put|sent|sending|"
            r"leav\w+|left) (?:\w+ ){0,5}(?:guides?|how-?to\w*|tutorials?|walk-?throughs?|"
            r"instructions|cheat ?sheets?|articles?|tips?|step-by-step)"
        ),
        (
            r"(?:article|guide|video|link|page|tutorial|document|it|this|that|which)(?: below| above| "
            r"here)? (?:also )?(?:shows?|explains?|describes?|tells?|teach\w*|covers?|walks? you) "
            r"(?:you )?(?:how|what to|ways|where to|through|all|the steps)"
        ),
        (
            r"(?:quick|useful|handy|small|little|short|one|two|few|some|pro|another|good|simple|final|"
            r"last|a|my) (?:tips?|tricks?|hints?|shortcuts?|life-?hacks?)|tips?:|the trick is|"
            r"(?:a )?(?:good|useful|helpful|handy) (?:habit|practice|rule|idea|routine|way|trick)|"
            r"rule of thumb|best practice"
        ),
        (
            r"(?:show|teach|tell) (?:you )?how (?:to|you)|(?:learn|know|understand|see) how (?:to|it|"
            r"you)|how (?:to|you can) (?:\w+ ){0,2}(?:prevent|avoid|do (?:it|this)|set|reset|fix|"
            r"check|switch|free|clear|restore|renew|save|use|add|unlock)|step[- ]by[- ]step (?:guide|"
            r"instructions?|description)|how-?to"
        ),
        (
            r"(?:i|we) (?:would |also |strongly |highly |usually |do |can )*(?:recommend|suggest|"
            r"advise) (?:that )?(?:you(?: to)?|to|always|\w+ing|regularly|one) \w+"
        ),
        (
            r"(?:it|this|one thing that) (?:\w+ )?(?:helps|is worth|pays|might help|may help|can help|"
            r"is (?:a good idea|best|wise|advisable|safest|safer|enough)|would help)(?: (?:to|if|is|"
            r"you|\w+ing))?|(?:one|another) thing that helps|what helps"
        ),
        (
            r"you (?:might|may) (?:also )?(?:want|like|wish) to (?:turn|set|check|save|keep|change|"
            r"add|use|update|restart|archive|switch|enable|activate|bookmark|back)|you may find it "
            r"(?:useful|helpful|handy)"
        ),
        (
            r"(?:remember|be sure|make sure|try|take care|do not forget|never forget) (?:to "
            r"(?:always |regularly )?(?:save|sign|log|lock|update|restart|check|close|back|eject|keep|"
            r"connect|turn|switch|use|renew|store|plug)|you (?:always|regularly|save|sign|first))"
        ),
        (
            r"(?:always|regularly|once (?:a|every|per) (?:day|week|month|quarter|year)|every "
            r"(?:\w+ )?(?:day|week|month|quarter|few (?:days|weeks|months)|morning|evening|friday)|"
            r"from time to time|now and then) (?:[^ .!?]+ ){0,3}?(?:save|sign|log|lock|update|restart|"
            r"check|close|back|eject|keep|connect|archive|clean|clear|use|so that|to (?:keep|avoid|"
            r"free))"
        ),
        (
            r"(?:save|sign out|log off|lock|update|restart|check|close|back up|eject|connect|archive|"
            r"clean|clear|reboot|change)(?:ing)?(?: [^ .!?]+){0,6} (?:once (?:a|every|per)|every|"
            r"regularly|before (?:it|you|they|closing)|from time to time|at the end of|a week before)"
        ),
        (
            r"keep (?:this|the|that) (?:link|guide|page|note|mail|article|list|number) (?:\w+ )?(?:at "
            r"hand|handy|somewhere|close|bookmarked)|bookmark (?:this|it|the)|set "
            r"(?:yourself )?(?:up )?an? (?:\w+ )?(?:reminder|alarm|rule)|turn on (?:the |"
            r"an? )?(?:\w+ )?(?:reminders?|alerts?|notifications?|auto\w*)"
        ),
        (
            r"(?:knowing|with) this(?: \w+)?,? you (?:can|will|are|could)|(?:that|this) way,? you "
            r"(?:can|will|do|are|never|always|would)|you (?:will )?(?:now )?know (?:what|how|where) "
            r"to|you (?:will|would) be able to (?:\w+ ){0,6}(?:yourself|on your own|again|at any time|"
            r"without)"
        ),
        (
            r"self[- ]?service|(?:easiest|best|simplest|quickest|fastest|safest) way to|(?:the|these|"
            r"following|few|simple|easy|quick|same) (?:\w+ )?steps (?:will|to|should|can|in case|if|"
            r"that|below|help|yourself)|in (?:two|three|a few|one) (?:\w+ )?(?:clicks?|steps?)"
        ),
    ),
    looks_like=(
        (
            rf"(?:if|should|when|in case|once)(?: [^ .!?]+){{0,5}} (?:{RECUR}|again|still|further|"
            r"questions?|anything|trouble|problems?|issues?)(?: "
            rf"again)?,?(?: [^ .!?]+){{0,3}} {CALL_US}(?: [^ .!?]+){{0,6}}"
        ),
        (
            r"(?:please |kindly |just |simply |do not hesitate to |feel free "
            rf"to )*{CALL_US}(?: [^ .!?]+){{0,6}} (?:if|should|when|in case|"
            r"whenever)(?: [^ .!?]+){0,8}"
        ),
        (
            r"(?:in (?:the )?future|next time|going forward|from now on|another "
            rf"time),?(?: [^ .!?]+){{0,3}} (?:{CALL_US}|use the (?:portal|form|hotline)|go "
            r"through)(?: [^ .!?]+){0,6}"
        ),
        (
            r"you (?:can|could|may) (?:always |also |still )?(?:call|reach|contact|e-?mail|write|ask|"
            r"find us)(?: [^ .!?]+){0,6}"
        ),
        r"(?:the )?next time slots?|the future (?:of|is)|in the near future",
        (
            r"(?:we|i|they|vendor|provider) (?:are|am|is|will|have|has|would)(?: \w+){0,2} "
            r"(?:prevent\w*|avoid\w*|(?:work|tak|do|look|add|put|implement|chang|review|improv|"
            r"monitor|fix|replac|try)\w*(?: [^ .!?]+){0,5} (?:prevent\w*|avoid\w*))(?: [^ .!?]+){0,6}"
        ),
        (
            r"(?:will|should|does|shall|can) not (?:\w+ )?(?:happen|occur|return|come back|recur) "
            r"(?:again|anymore|any more)?(?: in (?:the )?future)?"
        ),
        (
            r"(?:not|no|never|without) (?:\w+ ){0,3}(?:how to|the guide|a guide|instructions|an "
            r"article|articles|tips?)(?: [^ .!?]+){0,3}"
        ),
        (
            r"(?:we|i)(?: \w+){0,2} (?:recommend|suggest|advise)(?: against)? (?:closing|that (?:you|"
            r"we) close|to close|opening|replacing|waiting|against)(?: [^ .!?]+){0,4}"
        ),
        r"(?:closed|handled|done|processed|approved|sent|updated) (?:\w+ )?in (?:the )?future",
        r"always (?:approved|done|closed|handled|been|sent|be)",
    ),
)
