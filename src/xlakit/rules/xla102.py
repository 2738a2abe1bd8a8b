"""XLA102, the frustration gap: people who are unhappy although the targets were met.

What it flags
    Windows in which every weighted efficiency objective was met and some respondents were unhappy, where the users'
    side of the agreement was missed, or where the agreement has no user-reported objective at all.
Why it matters
    It counts people, not tickets: one frustrated user with five tickets is one frustrated user.
How it is computed
    Distinct respondents with an unhappy answer over distinct respondents, in that window. Unhappy: satisfaction in
    the lower two of five, else Happiness or NPS of at most 6, else effort in the hard three of seven. The article
    this measure comes from claims 30 %; no primary source for that figure is known, so it is a reference, not a
    verdict. An agreement may promise a level of its own.
False alarms
    Respondents are not all users; the unhappy may be keener to answer.
What to do
    Ask the unhappy what was missing, and compare with what the targets reward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.metrics import frustration_gap
from xlakit.model import Finding
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import evidence, interval
from xlakit.scoring import finished, sides_of

if TYPE_CHECKING:
    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Estimate, Window
    from xlakit.rules.case import Case

CODE = "XLA102"
CLAIMED = "30%"


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metric this rule wants counted in every window of the agreement."""
    return (frustration_gap(),)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each green window whose respondents were unhappy beyond what was agreed."""
    green = [window for window in case.windows if sides_of(case.judgements, window).green]
    if not green:
        return NotApplicable("needs a finished window in which every efficiency objective was met")
    cells = {window: case.own(CODE, "frustration_gap", window) for window in green}
    measured = [window for window in green if cells[window].count >= case.agreement.surveys.anonymity]
    if not measured:
        return NotApplicable(
            f"needs at least {case.agreement.surveys.anonymity} respondents in such a window"
        )
    findings = tuple(
        _finding(window, finished(frustration_gap(), cells[window]))
        for window in measured
        if cells[window].total and _unheeded(case, window)
    )
    return findings or Clear(f"{len(measured)} windows with efficiency met looked at")


def _unheeded(case: Case, window: Window) -> bool:
    """Whether the users' side was missed around this window, or nothing was promised to users at all."""
    reported = [item for item in case.judgements if item.basis == "user_reported"]
    near = [item for item in reported if item.window.start < window.end and window.start < item.window.end]
    return not reported or any(item.outcome.kept is False for item in near)


def _finding(window: Window, estimate: Estimate) -> Finding:
    return Finding(
        code=CODE,
        severity="info",
        title="frustration gap",
        message=(
            f"{window.label}: every efficiency target was met, and {estimate.numerator} of {estimate.count}"
            f" respondents were unhappy ({percent(estimate.value)}, {interval(estimate, 'share')})."
            f" The article behind this measure claims {CLAIMED}; that is a reference, not a limit."
        ),
        window=window,
        evidence=(evidence("unhappy respondents", estimate),),
        advice="Ask the unhappy what was missing, and compare it with what the targets reward.",
    )


RULE = Rule(CODE, "Frustration gap: unhappy people behind met targets", "info", __doc__ or "", check, metrics)
