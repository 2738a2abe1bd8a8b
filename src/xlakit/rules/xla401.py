"""XLA401, the first-contact paradox: resolved at the first contact, and back again.

What it flags
    A window in which first contact resolution, as claimed, is inflated: tickets that count as resolved at the first
    contact were reopened, came back within a week, or were denied by the user.
Why it matters
    Rewarding first contact resolution rewards closing early; the user pays with a second call.
How it is computed
    Claimed less verified, on the same tickets. Raised when the one-sided 95 % lower bound (Wilson) of the difference
    is above 5 points.
False alarms
    Some people call again by chance about the same kind of matter; their own background rate is not yet taken off.
What to do
    Pay for verified first contact resolution, and read a sample of the tickets that came back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.metrics import fcr_inflation, verified_fcr
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import evidence, interval
from xlakit.scoring import finished

if TYPE_CHECKING:
    from xlakit.metrics import Cell, Metric
    from xlakit.metrics.families.observed import FcrDefinition
    from xlakit.model import Agreement, Window
    from xlakit.rules.case import Case

CODE = "XLA401"
TOLERATED = 0.05
ONE_SIDED = 0.90  # a two-sided 90 % interval has one-sided 95 % bounds


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return claimed-but-not-verified and verified, by the definition the agreement uses."""
    definition = _definition(agreement)
    return (fcr_inflation(definition=definition), verified_fcr(definition=definition))


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window whose first contact resolution is inflated beyond doubt."""
    inflation, verified = (metric.name for metric in metrics(case.agreement))
    cells = {window: case.own(CODE, inflation, window) for window in case.windows}
    if f"{CODE}:{inflation}" not in case.measurable:
        return NotApplicable(f"needs {metrics(case.agreement)[0].needs}")
    if not any(cell.count for cell in cells.values()):
        return NotApplicable("needs a finished window with tickets watched for the follow-up")
    findings = tuple(
        _finding(case, window, cell, case.own(CODE, verified, window))
        for window, cell in cells.items()
        if _certain(case, cell)
    )
    return findings or Clear(f"{len(cells)} windows looked at")


def _definition(agreement: Agreement) -> FcrDefinition:
    for objective in agreement.objectives:
        if objective.metric.name in {"fcr", "verified_fcr", "fcr_inflation"}:
            found: FcrDefinition = objective.metric.params.get("definition", "one_contact")
            return found
    return "one_contact"


def _certain(case: Case, cell: Cell) -> bool:
    estimate = finished(metrics(case.agreement)[0], cell, level=ONE_SIDED)
    return estimate.low is not None and estimate.low > TOLERATED


def _finding(case: Case, window: Window, cell: Cell, verified: Cell) -> Finding:
    inflation, real = (
        finished(metric, found)
        for metric, found in zip(metrics(case.agreement), (cell, verified), strict=True)
    )
    claimed = (cell.total + verified.total) / cell.count
    return Finding(
        code=CODE,
        severity="warning",
        title="first-contact paradox",
        message=(
            f"{window.label}: {percent(claimed)} resolved at the first contact as claimed,"
            f" {percent(real.value)} verified:"
            f" {cell.total} of {cell.count} tickets counted as done and were not"
            f" ({interval(inflation, 'share')})."
        ),
        window=window,
        evidence=(
            Evidence(what="claimed at the first contact", value=claimed, count=cell.count, unit="share"),
            evidence("verified", real),
            evidence("claimed but not verified", inflation),
        ),
        tickets_affected=cell.total,
        advice="Reward verified first contact resolution; read a sample of the tickets that came back.",
    )


RULE = Rule(
    CODE, "First-contact paradox: resolved once, back again", "warning", __doc__ or "", check, metrics
)
