"""XLA105, watermelon tickets: every clock kept, and the user unhappy all the same.

What it flags
    The whole desk, or a segment of it, in which clearly more than 15 % of the rated tickets kept every clock and
    left an unhappy user.
Why it matters
    The contract counts each of these tickets as a success. No target will ever find them.
How it is computed
    Rated tickets whose decided clocks were all kept and whose user is unhappy, over rated tickets of which both are
    known. Unhappy: satisfaction in the lower two of five, else Happiness or NPS of at most 6, else effort in the
    hard three of seven. Flagged where the one-sided 95 % lower bound of the share's own interval lies above 15 %,
    and Benjamini and Hochberg's adjusted p-value, over all windows and segments looked at, is at most 10 %. Looked
    at are finished windows with 30 or more rated tickets, none of them withheld. One finding a segment; it names the
    windows.
False alarms
    The unhappy may be keener to answer: read the response rate beside it. The floor of 15 % is a choice of this
    library; unhappy on an NPS question (6 and less of ten) is a wider band than on a satisfaction question.
What to do
    Read a sample of these tickets with the users' words beside them, and look for what the clocks cannot see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.metrics import watermelon_rate
from xlakit.rules.floors import Wording, above_floor
from xlakit.rules.rule import Rule

if TYPE_CHECKING:
    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.rules.case import Case
    from xlakit.rules.rule import Clear, NotApplicable

CODE = "XLA105"
WORDING = Wording(
    title="watermelon tickets",
    rows="rated tickets",
    meaning="kept every clock and left an unhappy user",
    advice="Read a sample of these tickets with the users' words beside them: look for what the clocks cannot see.",
)


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metric this rule wants counted."""
    return (watermelon_rate(),)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each segment with clearly too many watermelon tickets."""
    return above_floor(case, CODE, metrics(case.agreement), WORDING)


RULE = Rule(
    CODE,
    "Watermelon tickets: clocks kept, users unhappy",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
