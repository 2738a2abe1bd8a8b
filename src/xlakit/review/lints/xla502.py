"""XLA502, handling time against empathy: short conversations are rewarded, and nobody asks how they felt.

What it flags
    An objective on handling time, or on tickets per head, that has weight or money, without an objective with weight
    that users report; a warning where there is one, of less weight than the hurry.
Why it matters
    Who is paid for short calls ends them. Explaining, listening and checking that it works are what is left out first.
How it is computed
    Metrics average_handle_time, tickets_per_technician, throughput_per_agent and throughput, against the weight of
    user-reported objectives.
False alarms
    Handling time that is bounded from below (a floor, not a ceiling); back-office work without users.
What to do
    Report handling time without weight, or set beside it csat or empathy_score with at least the same weight.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear

if TYPE_CHECKING:
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Terms

CODE = "XLA502"
HURRY = frozenset({"average_handle_time", "tickets_per_technician", "throughput_per_agent", "throughput"})


def check(terms: Terms) -> Answer:
    """Return a remark for each objective that rewards hurry more than care."""
    hurried = [item for item in terms.promises if item.objective.metric.name in HURRY and item.counts]
    if not hurried:
        return Clear("no objective rewards short handling")
    cared = sum((item.objective.weight for item in terms.promises if item.is_reported), Decimal(0))
    hurry = sum((item.objective.weight for item in hurried), Decimal(0))
    if cared > 0 and cared >= hurry:
        return Clear(f"what users report weighs {cared:f}, hurry {hurry:f}")
    against = "nothing that users report" if not cared else f"user-reported weight of {cared:f} only"
    return tuple(
        Remark(
            code=CODE,
            severity="warning" if cared else "severe",
            title="handling time against empathy",
            place=item.place("metric"),
            objective=item.name,
            message=f"{item.name} rewards {item.metric.title}, and against it stands {against}:"
            " the way to keep it is to cut users short.",
            advice="Report it with weight 0, or add csat or empathy_score with at least its weight.",
            evidence=(
                Evidence(what="weight on hurry", value=float(hurry)),
                Evidence(what="weight that users report", value=float(cared)),
            ),
        )
        for item in hurried
    )


LINT = Lint(CODE, "Handling time against empathy", "severe", __doc__ or "", check)
