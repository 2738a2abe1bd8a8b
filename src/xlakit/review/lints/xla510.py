"""XLA510, missing clauses: what is not written will not be looked at.

What it flags
    No objective that users report; no objective on what comes back (reopens, repeat contacts); no date on which the
    promises are looked at again, and no amendment that moves them.
Why it matters
    Without a voice there is no experience in the agreement; without reopens a ticket closed twice counts twice; and
    expectations rise while promises stand still.
How it is computed
    From the clauses. Objectives without weight count as written. A review date is ``term: {review: …}``; an amendment
    that sets an objective counts as one.
False alarms
    Short agreements that end before anybody could review them; surveys agreed in another paper.
What to do
    Add the clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model.finding import Severity
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Terms

CODE = "XLA510"
RETURNS = frozenset(
    {
        "excess_repeat_rate",
        "false_closure_rate",
        "premature_close_rate",
        "reopen_rate",
        "reopens_per_ticket",
        "repeat_contact_rate",
        "resolution_quality",
        "verified_fcr",
    }
)


def check(terms: Terms) -> Answer:
    """Return a remark for each clause that is missing."""
    return tuple(_missing(terms)) or Clear("users are heard, returns are counted, and a review is agreed")


def _missing(terms: Terms) -> Iterator[Remark]:
    if not any(item.is_reported for item in terms.promises):
        yield _remark(
            ("objectives",),
            "warning",
            "No objective is reported by users: the agreement cannot tell a happy user from an unhappy one.",
            "Add csat, completeness or ces, with weight.",
        )
    if not any(item.objective.metric.name in RETURNS for item in terms.promises):
        yield _remark(
            ("objectives",),
            "warning",
            "No objective counts what comes back: closing early and opening again costs nothing.",
            "Add reopen_rate or repeat_contact_rate.",
        )
    amended = any(key.startswith("objectives.") for item in terms.agreement.amendments for key in item.set)
    if terms.agreement.term.review is None and not amended:
        yield _remark(
            ("term",),
            "info",
            "No date is agreed on which the promises are looked at again; what users expect will move on.",
            "Write term: {review: …}, or an amendment that moves a level.",
        )


def _remark(place: tuple[str, ...], severity: Severity, message: str, advice: str) -> Remark:
    return Remark(
        code=CODE, severity=severity, title="missing clause", place=place, message=message, advice=advice
    )


LINT = Lint(CODE, "Missing clauses", "warning", __doc__ or "", check)
