"""XLA507, survey that need not be held: what users say counts only if somebody asks them.

What it flags
    A user-reported objective with weight that is passed over when too few answer (``not_measured: no_effect``), or is
    even counted as met. It is louder where no ``min_count`` is stated.
Why it matters
    Who expects bad answers sends fewer surveys. There is no floor for the response, so absence is the safe choice.
How it is computed
    From the clauses: basis of the metric, ``min_count`` and ``not_measured``. Nothing but ``counts_as_miss`` makes
    silence cost something.
False alarms
    Surveys that the customer sends, not the provider.
What to do
    State ``min_count`` and ``not_measured: counts_as_miss``, or let the customer run the survey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from xlakit.model.finding import Severity
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Promise, Terms

CODE = "XLA507"


def check(terms: Terms) -> Answer:
    """Return a remark for each survey objective whose silence is free."""
    asked = [item for item in terms.promises if item.is_reported and item.counts]
    if not asked:
        return NotApplicable("needs an objective with weight that users report")
    found = tuple(remark for item in asked if (remark := _of(item, terms)) is not None)
    return found or Clear(f"{len(asked)} survey objectives looked at")


def _of(promise: Promise, terms: Terms) -> Remark | None:
    item, k = promise.objective, terms.agreement.surveys.anonymity
    bare = item.min_count is None
    if item.not_measured == "counts_as_miss" and not bare:
        return None
    few = f"fewer than {item.min_count or k} answers"
    severity: Severity = "warning" if bare else "info"
    if item.not_measured == "counts_as_met":
        severity, what = "severe", f"{few} count as met: asking nobody is the way to keep it"
    elif item.not_measured == "no_effect":
        what = f"{few} cost nothing, and there is no floor for the response: asking fewer people is safe"
    else:
        severity, what = (
            "info",
            f"it is judged from {k} answers on, which is what anonymity needs and little else",
        )
    return Remark(
        code=CODE,
        severity=severity,
        title="survey that need not be held",
        place=promise.place("min_count" if bare else "not_measured"),
        objective=promise.name,
        message=f"{promise.name}: {what}{'; no min_count is stated' if bare else ''}.",
        advice="State min_count and not_measured: counts_as_miss, or let the customer run the survey.",
    )


LINT = Lint(CODE, "Survey that need not be held", "severe", __doc__ or "", check)
