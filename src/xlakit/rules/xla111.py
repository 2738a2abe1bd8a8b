"""XLA111, the first disconnect: answered in time, not solved.

What it flags
    The whole desk, or a segment of it, in which clearly more than 15 % of the tickets that were answered in time were
    not solved all the same.
Why it matters
    A quick first reply is what the target pays for. The user wanted the matter solved.
How it is computed
    For each clock that stops at a reply: tickets that kept it and that the user called unsolved, or that were
    reopened, over tickets that kept it and of which either is known. Flagged where the one-sided 95 % lower bound of
    the share's own interval lies above 15 %, and Benjamini and Hochberg's adjusted p-value, over all clocks, windows
    and segments looked at, is at most 10 %. Looked at are finished windows with 30 or more such tickets; tickets not
    watched for 7 days since their resolution wait. One finding a clock and segment; it names the windows.
False alarms
    Where reopening is not tracked only those who answered are known, and the unhappy may be keener to answer. Desks
    that reopen a ticket for every thank-you note. The floor of 15 % is a choice of this library.
What to do
    Ask what the first reply said: a receipt, or a step towards the solution? Pay for solved, not for answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.metrics import disconnect
from xlakit.model.clock import REPLY_STOPS
from xlakit.rules.floors import Wording, above_floor
from xlakit.rules.rule import Rule

if TYPE_CHECKING:
    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Finding
    from xlakit.rules.case import Case
    from xlakit.rules.rule import Clear, NotApplicable

CODE = "XLA111"
WORDING = Wording(
    title="answered in time, not solved",
    rows="tickets answered in time",
    meaning="were not solved",
    advice="Ask what the first reply said, a receipt or a step towards the solution; pay for solved, not for answered.",
)


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return the disconnect of each clock that stops at a reply."""
    return tuple(
        disconnect.response_not_solved(name)
        for name, clock in agreement.clocks.items()
        if clock.stop in REPLY_STOPS
    )


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each clock and segment in which answered is not solved."""
    return above_floor(case, CODE, metrics(case.agreement), WORDING)


RULE = Rule(
    CODE,
    "First disconnect: answered in time, not solved",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
