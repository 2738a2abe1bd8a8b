"""XLA114, the fourth disconnect: not escalated, not helped.

What it flags
    The whole desk, or a segment of it, in which clearly more than 15 % of the resolved tickets that were kept at the
    first line helped nobody.
Why it matters
    A low escalation rate looks like skill. It is also what one gets when those who could help are never asked.
How it is computed
    Resolved tickets that were never escalated and that the user called unsolved, or whose user doubted the skills, or
    that were reopened, over resolved tickets never escalated of which any of it is known. Flagged where the one-sided
    95 % lower bound of the share's own interval lies above 15 %, and Benjamini and Hochberg's adjusted p-value, over
    all windows and segments looked at, is at most 10 %. Looked at are finished windows with 30 or more such tickets;
    tickets not watched for 7 days since their resolution wait. One finding a segment; it names the windows.
False alarms
    Where reopening is not tracked only those who answered are known, and the unhappy may be keener to answer. The
    floor of 15 % is a choice of this library.
What to do
    Let the first line hand over without asking for leave, and stop paying for a low escalation rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.metrics import disconnect
from xlakit.rules.floors import Wording, above_floor
from xlakit.rules.rule import Rule

if TYPE_CHECKING:
    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.rules.case import Case
    from xlakit.rules.rule import Clear, NotApplicable

CODE = "XLA114"
WORDING = Wording(
    title="not escalated, not helped",
    rows="tickets that were not escalated",
    meaning="were not solved",
    advice="Let the first line hand over without asking for leave, and stop paying for a low escalation rate.",
)


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metric this rule wants counted."""
    return (disconnect.unhelped(),)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each segment that neither escalates nor helps."""
    return above_floor(case, CODE, metrics(case.agreement), WORDING)


RULE = Rule(
    CODE,
    "Fourth disconnect: not escalated, not helped",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
