"""XLA501, speed only: what is promised can be kept by being quick alone.

What it flags
    An agreement of whose weight three quarters or more rest on clocks and lengths of time; severe where all of it does.
Why it matters
    Speed cannot tell a quick fix from a thorough one. What is paid for is what is given: tickets are answered fast,
    closed fast, and come back.
How it is computed
    Weight of the objectives whose metric is on the efficiency side and reads a clock or is a length of time, over all
    weight. No figure is estimated.
False alarms
    Contracts whose experience is agreed in another paper; a monitoring contract without users.
What to do
    Give a third or more of the weight to what users report (csat, completeness, effort) and to what lasts (reopens,
    repeat contacts).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.model.figures import percent
from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable
from xlakit.scoring import is_speed, speed_only_share

if TYPE_CHECKING:
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Terms

CODE = "XLA501"
MUCH = Fraction(3, 4)


def check(terms: Terms) -> Answer:
    """Return a remark where speed has most of the weight."""
    share = speed_only_share((item.objective.weight, is_speed(item.metric)) for item in terms.promises)
    if share is None:
        return NotApplicable("needs an objective with weight")
    if share < MUCH:
        return Clear(f"{percent(float(share))} of the weight is on speed")
    named = ", ".join(
        item.name for item in terms.promises if is_speed(item.metric) and item.objective.weight > 0
    )
    much = "All" if share == 1 else percent(float(share))
    return (
        Remark(
            code=CODE,
            severity="severe" if share == 1 else "warning",
            title="speed only",
            place=("objectives",),
            message=f"{much} of the weight is on speed ({named}): a fast answer that solves nothing scores in full.",
            advice="Give a third or more of the weight to what users report and to what lasts:"
            " csat, completeness, reopen_rate.",
            evidence=(Evidence(what="weight on speed", value=float(share), unit="share"),),
        ),
    )


LINT = Lint(CODE, "Speed only", "severe", __doc__ or "", check)
