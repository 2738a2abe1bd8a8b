"""English wordings of working with the user. Data."""

from __future__ import annotations

from xlakit.facts.talk.lexicon import Wording

TOGETHER_VERB = (
    r"(?:look|go|work|walk|talk|step|figure|sort|tackle|try|try out|explore|solve|narrow|find|check|"
    r"get|fix|take|crack|test|compare|"
    r"review|plan|set|do|see|make|run|start|begin|pick|agree|decide|meet|sit|hop|jump|dig|think|clear|"
    r"nail|handle|"
    r"verify|rule|schedule|arrange|connect|pin|troubleshoot|untangle|straighten|pick up|sync)"
)
WALK = r"(?:walk|guide|talk|take|lead|step|coach|help|see|get|show)"

COLLABORATION = Wording(
    says=(
        rf"let us (?:\w+ ){{0,2}}{TOGETHER_VERB}",
        rf"lets {TOGETHER_VERB}",
        r"together",
        (
            r"(?:work\w*|partner\w*|team\w*|liais\w+|collaborat\w+|cooperat\w+|co-operat\w+|"
            r"coordinat\w+) (?:\w+ ){0,6}?with you(?:r team)?"
        ),
        (
            r"(?:through|over|on|out|at|up|down|fix|solve|check|sort|review|sit|go|try|test|discuss|"
            r"tackle|resolve|look into) (?:[^ .!?]+ ){0,4}with you"
        ),
        r"(?:stay|be|sit|remain|stick|am|are|here|side) (?:right |here |down )?with you",
        (
            r"(?:alongside|beside|next to) you|(?:stay|am|are|be|stand|here) (?:right )?(?:by|at|on) "
            r"your side|(?:i|we) (?:am|are|will be) on your side"
        ),
        (
            r"side by side|hand in hand|as (?:a|one) team|team up|join(?:ing)? forces|jointly|the "
            r"(?:two|both) of us|both of us|you and (?:i|me)|between us|in this with|not alone"
        ),
        r"(?:joint|shared) (?:session|call|effort|look|review)",
        (
            r"(?:we|us both) (?:can|could|will|shall|should|are going to|might|may) "
            r"(?:\w+ )?(?:figure|sort|tackle|crack|work through|work out|work this|work it|go over|go "
            r"through|walk through|step through|try|explore|narrow|nail|get to the bottom|get (?:you|"
            r"this|it) (?:\w+ )?(?:sorted|working|running|back|going|right|done|fixed|solved|up)|"
            r"solve this|take the next|take it from|compare|find (?:it|this|out|a way|a solution)|do "
            r"(?:this|it)|test it|check (?:it|this|every|each))"
        ),
        r"we will take it from (?:there|here)",
        (
            r"so (?:that )?we (?:can|could|may) (?:\w+ )?(?:find|figure|work|narrow|sort|pin|solve|"
            r"get|see|compare|test|check|look|try|rule|agree|decide|plan)"
        ),
        rf"(?:shall|can|could|should|may|might) we (?:\w+ )?(?:{TOGETHER_VERB}|have a|keep|call|book)",
        (
            r"(?:how|what) about (?:we|if we|a (?:quick |short )?call|trying)|why (?:do not|not) "
            r"(?:we|you and)|why do we not|what do you think"
        ),
        (
            r"(?:would|will|could) you (?:like|prefer|be (?:free|available|able|happy|willing|okay|ok|"
            r"open|up)) .. (?:call|session|share|together|minutes|me|us|we|meet|try|join|time|slot|"
            r"chat)"
        ),
        (
            r"are you (?:free|available|okay|ok|happy|up|open|around) .. (?:call|session|share|"
            r"minutes|with|chat|for|today|tomorrow|at)"
        ),
        (
            r"(?:does|would|will) (?:that|this|it|\d+\w*|tomorrow|today) (?:\w+ )?(?:work|sound|suit|"
            r"help|fit|make sense)(?: \w+)? (?:for you|good|okay|ok|right|to you)|does (?:that|this) "
            r"(?:work|suit|fit|help|make sense)|how does (?:that|this) sound|sound good"
        ),
        (
            r"(?:what|which|when|whatever|whichever|whenever) .. (?:works?|suits?|fits?|is (?:best|"
            r"good|convenient)) (?:\w+ )?(?:for )?you"
        ),
        (
            r"if (?:you are|that is|this is|it is) (?:okay|ok|happy|fine|up|free|available|all right|"
            r"alright|good|comfortable|willing|convenient) (?:with|for|by)|if (?:it|that|this) suits"
        ),
        rf"{WALK} you (?:\w+ )?(?:through|along|step)",
        (
            r"(?:talk|walk|go|step|run) (?:\w+ )?through (?:this|it|that|everything|every|each|the "
            r"(?:\w+ )?(?:steps?|settings?|setup|process|options?|report)) (?:with you|together|step "
            r"by step|on (?:a|the) (?:\w+ )?(?:call|phone|line))"
        ),
        r"(?:here|around) (?:to (?:help|support|assist|guide|listen)|for you|if you get stuck|until)",
        r"(?:stay|stays|remain) (?:with you|on (?:the line|this|the call|it with)|by your side|close)",
        r"every step of the way|all the way",
        r"(?:with )?your (?:help|input|support) .. (?:can|will|would|could|helps?)|with your (?:help|input)",
        (
            r"(?:could|can|would|will) you (?:please )?(?:show|walk|talk|help|guide|join) (?:me|us)|"
            r"help me (?:understand|see|find|picture|reproduce)"
        ),
        (
            r"(?:tell|show|let) me (?:know )?(?:what you (?:see|find|think|get|notice|prefer)|what "
            r"happens|how (?:it|that|this|you) (?:goes|go|went|works?|get on|gets on|looks?|feels?))"
        ),
        r"(?:share|sharing) (?:your|the|my|a) screen|screen[- ]?shar\w*",
        (
            r"(?:jump|hop|get|go|meet|join me|catch up|connect|talk|speak) (?:\w+ )?on (?:a|the) "
            r"(?:\w+ )?(?:call|phone|line|video\w*)|on a (?:\w+ )?call .. (?:we|with|you)"
        ),
        (
            r"(?:i|we) (?:would|will|can|could|am|are)(?: be)?(?: \w+)? (?:like|love|glad|happy|want|"
            r"pleased|delighted) to (?:\w+ ){0,2}(?:sit|work|go|look|walk|partner|check|try|meet|join|"
            r"call you|help you) (?:[^ .!?]+ ){0,5}(?:you|this|it)"
        ),
        r"let me help you (?:get|work|sort|find|figure|go|through|with (?:this|that|it))",
        r"want to (?:\w+ )?(?:fix|solve|sort|work|get|go|look) (?:[^ .!?]+ ){0,5}(?:with you|right for you)",
        r"we (?:are|will be) (?:all )?in (?:this|it)|our (?:shared|common|joint) (?:goal|plan|next step)",
    ),
    looks_like=(
        r"(?:please )?let us know|let us (?:have|close|inform|assume)|let us (?:go ahead and )?clos\w+",
        (
            r"(?:put|puts|putting|bundled|merged|pulled|group\w*|link\w*|wired|glued|stuck|add\w*|"
            r"came|come|clos\w+|deliver\w*|ship\w*|sent|sold|install\w*|package\w*) "
            r"(?:\w+ ){0,3}together"
        ),
        r"together with (?:the|our|a|an|its|all|some|other|this|that|these)\b",
        (
            r"(?:would|could|will|can) you (?:please |mind |like to )?(?:clos\w+|rat\w+|confirm\w*|"
            r"fill\w*|complet\w+)(?: .. (?:ticket|survey|service|form))?"
        ),
        (
            r"(?:get|come|go) back to you|not work with|happy with (?:our|the|this) (?:service|"
            r"support|solution|result|resolution)"
        ),
        r"with your (?:line |direct )?(?:manager|supervisor|vendor|admin\w*|local)",
        r"(?:can|could|will|would) (?:not|never) (?:\w+ )?with you",
    ),
)
