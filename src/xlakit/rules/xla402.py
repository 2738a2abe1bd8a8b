"""XLA402, reopen bands: how much of the work was not finished.

What it flags
    A window whose reopen rate lies in the band "quality concern" (10 to 15 %) or "systematic" (above 15 %).
Why it matters
    Every reopened ticket is a user who was told it was done.
How it is computed
    Reopened at least once over resolved tickets that were watched for the follow-up. Bands of the point value: below
    5 good, 5 up to 10 normal, 10 to 15 concern, above 15 systematic. Every band the 95 % interval touches is
    reported; the rule is raised only when "good" is not among them.
False alarms
    Desks that reopen a ticket for every thank-you note; very small desks.
What to do
    Read the reopened tickets by category and team; confirm with the user before closing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.metrics import reopen_rate
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import evidence, interval
from xlakit.scoring import finished

if TYPE_CHECKING:
    from xlakit.metrics import Cell, Metric
    from xlakit.model import Agreement, Window
    from xlakit.rules.case import Case

CODE = "XLA402"
GOOD, NORMAL, CONCERN = Fraction(5, 100), Fraction(10, 100), Fraction(15, 100)


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metric this rule wants counted in every window of the agreement."""
    return (reopen_rate(),)


def band(rate: Fraction | float) -> str:
    """Return the band of a reopen rate.

    Examples
    --------
    >>> band(Fraction(5, 100)), band(Fraction(10, 100)), band(Fraction(15, 100)), band(Fraction(151, 1000))
    ('normal', 'concern', 'concern', 'systematic')
    """
    if rate < GOOD:
        return "good"
    if rate < NORMAL:
        return "normal"
    return "concern" if rate <= CONCERN else "systematic"


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window in the upper two bands."""
    cells = {window: case.own(CODE, "reopen_rate", window) for window in case.windows}
    if f"{CODE}:reopen_rate" not in case.measurable:
        return NotApplicable(f"reopens are not tracked, so nobody can see them; needs {reopen_rate().needs}")
    if not any(cell.count for cell in cells.values()):
        return NotApplicable("needs a finished window with tickets watched for the follow-up")
    findings = tuple(found for window, cell in cells.items() if (found := _finding(window, cell)) is not None)
    return findings or Clear(f"{sum(cell.count > 0 for cell in cells.values())} windows looked at")


def _finding(window: Window, cell: Cell) -> Finding | None:
    estimate = finished(reopen_rate(), cell)
    if estimate.exact is None or estimate.low is None or estimate.high is None:
        return None
    mine = band(estimate.exact)
    if mine not in {"concern", "systematic"} or band(estimate.low) == "good":
        return None
    names = ("good", "normal", "concern", "systematic")
    touched = names[names.index(band(estimate.low)) : names.index(band(estimate.high)) + 1]
    also = "" if touched == (mine,) else f", the interval touches {', '.join(touched)}"
    return Finding(
        code=CODE,
        severity="severe" if mine == "systematic" else "warning",
        title=f"reopens: {'systematic' if mine == 'systematic' else 'a quality concern'}",
        message=(
            f"{window.label}: {cell.total} of {cell.count} resolved tickets were reopened"
            f" ({percent(estimate.value)}, {interval(estimate, 'share')}): band {mine}"
            f"{also}."
        ),
        window=window,
        evidence=(
            evidence("reopened tickets", estimate),
            Evidence(what="bands the interval touches", value=", ".join(touched)),
        ),
        tickets_affected=cell.total,
        advice="Read the reopened tickets by category and team; confirm with the user before closing.",
    )


RULE = Rule(CODE, "Reopen bands: how much was not finished", "severe", __doc__ or "", check, metrics)
