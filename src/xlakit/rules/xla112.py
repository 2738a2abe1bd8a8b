"""XLA112, the second disconnect: many tickets handled, several of them for one problem.

What it flags
    The whole desk, or a segment of it, in which clearly more than 15 % of the problems of users took two tickets or
    more.
Why it matters
    Five tickets for one problem are five successes in the provider's volume, and one failure to the user.
How it is computed
    Tickets of one requester are of one problem when they name the same problem, else the same category, and each was
    opened within 7 days of the one before. Problems with two tickets or more, over problems. Flagged where the
    one-sided 95 % lower bound of the share's own interval lies above 15 %, and Benjamini and Hochberg's adjusted
    p-value, over all windows and segments looked at, is at most 10 %. Looked at are finished windows with 30 or more
    problems. One finding a segment; it names the windows.
False alarms
    Wide categories join what has nothing in common; shared mailboxes and key users call for many people. The floor
    of 15 % is a choice of this library.
What to do
    Link repeated tickets to one problem, count problems instead of tickets, and remove the cause.
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

CODE = "XLA112"
WORDING = Wording(
    title="several tickets for one problem",
    rows="problems of users",
    meaning="took two tickets or more",
    advice="Link repeated tickets to one problem, count problems instead of tickets, and remove the cause.",
)


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metric this rule wants counted."""
    return (disconnect.ticket_multiplicity(variant="repeated"),)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each segment in which problems took several tickets."""
    return above_floor(case, CODE, metrics(case.agreement), WORDING)


RULE = Rule(
    CODE,
    "Second disconnect: several tickets for one problem",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
