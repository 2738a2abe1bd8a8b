"""XLA113, the third disconnect: handled in the target time, and the user felt rushed.

What it flags
    The whole desk, or a segment of it, in which clearly more than 15 % of the users who were handled within the
    target for handle time felt rushed.
Why it matters
    A target for handle time is met by getting rid of people.
How it is computed
    Answers on tickets handled within 10 minutes that name being rushed or unfriendliness, or are unhappy, over such
    answers of which that is known. Flagged where the one-sided 95 % lower bound of the share's own interval lies
    above 15 %, and Benjamini and Hochberg's adjusted p-value, over all windows and segments looked at, is at most
    10 %. Looked at are finished windows with 30 or more such answers, none of them withheld. One finding a segment;
    it names the windows.
False alarms
    Unhappy users of quick tickets may be unhappy about the outcome, not the haste. Both the 10 minutes and the floor
    of 15 % are choices of this library.
What to do
    Take the target for handle time off the wall, and ask users whether they felt heard.
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

CODE = "XLA113"
WORDING = Wording(
    title="handled in time, user felt rushed",
    rows="users handled within the target time",
    meaning="felt rushed or were unhappy",
    advice="Take the target for handle time off the wall, and ask users whether they felt heard.",
)


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metric this rule wants counted."""
    return (disconnect.rushed(),)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each segment whose users felt rushed."""
    return above_floor(case, CODE, metrics(case.agreement), WORDING)


RULE = Rule(
    CODE,
    "Third disconnect: handled in time, user felt rushed",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
