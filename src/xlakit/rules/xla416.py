"""XLA416, deflection trap: self-service keeps tickets away, not problems.

What it flags
    A window, or a segment of it, in which at least half of the self-service sessions end without a ticket
    (deflection looks good) while clearly fewer than a quarter are confirmed as helpful, clearly more than 40 % end
    in silence, or clearly more than 30 % leave no way to a human.
Why it matters
    A user who gives up saves a ticket. Counted as deflection, giving up looks like success.
How it is computed
    `deflection_rate` against `verified_deflection` (helpful and no ticket), `silent_abandonment` (ended without a
    word) and `blocked_share` (no human offered, or asked for in vain), all of the sessions of a window. Exact
    binomial p-values against the limits, at most 0.025, and Benjamini and Hochberg at 10 % over all windows,
    segments and the three questions; at least 50 sessions and 5 points beyond the limit. All limits are ours.
False alarms
    Few users say whether it helped, though it did: silence is no failure either. Sessions that only looked
    something up. Visitors who are not known, whose tickets cannot be seen.
What to do
    Ask at the end of the session; offer a human on every page; count verified deflection only, in money, too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.metrics import blocked_share, deflection_rate, silent_abandonment, verified_deflection
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, discovered, gathered, places
from xlakit.rules.words import evidence, interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from xlakit.metrics import Cell, Metric
    from xlakit.model import Agreement, Window
    from xlakit.rules.case import Case, Segment

CODE = "XLA416"
HIGH = Fraction(50, 100)
"""Of sessions, deflected: from here on the figure looks like a success."""
LIMITS = {
    "verified_deflection": ("below", Fraction(25, 100), "were confirmed as helpful"),
    "silent_abandonment": ("above", Fraction(40, 100), "ended without a word"),
    "blocked_share": ("above", Fraction(30, 100), "left no way to a human"),
}
LEAST, BEYOND = 50, Fraction(5, 100)


def metrics(_: Agreement) -> tuple[Metric, ...]:
    """Return the metrics of self-service."""
    return deflection_rate(), verified_deflection(), silent_abandonment(), blocked_share()


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and segment in which deflection hides what became of the users."""
    least = max(LEAST, case.agreement.surveys.anonymity)
    seen = places(
        case,
        CODE,
        "deflection_rate",
        enough=lambda *place: case.own(CODE, "deflection_rate", *place).count >= least,
    )
    high = [place for place in seen if _deflected(case, place) >= HIGH]
    if not seen:
        return NotApplicable(
            f"needs a finished window with {least} sessions of which it is known whether a ticket came"
        )
    asked = [
        (place, name, cell)
        for place in high
        for name in LIMITS
        if (cell := case.own(CODE, name, *place)).count >= least
    ]
    if high and not asked:
        return NotApplicable("needs sessions.helpful, or whether a human was offered, asked for and reached")
    sure = discovered([_chance(name, cell) for _, name, cell in asked])
    raised: dict[tuple[Window, Segment], list[str]] = {}
    for (place, name, cell), is_sure in zip(asked, sure, strict=True):
        if is_sure and _beyond(name, cell):
            raised.setdefault(place, []).append(name)
    findings = gathered(
        (_unverified(case, place), _finding(case, *place, names)) for place, names in raised.items()
    )
    return findings or Clear(f"{len(seen)} windows and segments with self-service looked at")


def _deflected(case: Case, place: tuple[Window, Segment]) -> Fraction:
    cell = case.own(CODE, "deflection_rate", *place)
    return Fraction(cell.total, cell.count)


def _unverified(case: Case, place: tuple[Window, Segment]) -> float:
    """Return how much of the deflection was not confirmed as helpful, as a share of the sessions."""
    helped = case.own(CODE, "verified_deflection", *place)
    return float(_deflected(case, place)) - (helped.total / helped.count if helped.count else 0.0)


def _chance(name: str, cell: Cell) -> float:
    side, limit, _ = LIMITS[name]
    if side == "below":
        return stats.p_below(cell.total, cell.count, limit) or 0.0
    return stats.p_below(cell.count - cell.total, cell.count, 1 - limit) or 0.0


def _beyond(name: str, cell: Cell) -> bool:
    side, limit, _ = LIMITS[name]
    share = Fraction(cell.total, cell.count)
    return share <= limit - BEYOND if side == "below" else share >= limit + BEYOND


def _finding(case: Case, window: Window, segment: Segment, names: list[str]) -> Finding:
    estimates = {
        metric.name: (metric, finished(metric, case.own(CODE, metric.name, window, segment)))
        for metric in metrics(case.agreement)
    }
    _, deflected = estimates["deflection_rate"]
    said = [
        f"{percent(found.value)} ({interval(found, 'share')}) {LIMITS[name][2]}"
        for name in names
        for _, found in [estimates[name]]
    ]
    affected = None
    if "verified_deflection" in names and deflected.numerator is not None:
        affected = deflected.numerator - (estimates["verified_deflection"][1].numerator or 0)
    return Finding(
        code=CODE,
        severity="warning",
        title="deflection trap",
        message=(
            f"{window.label}, {named(segment) or 'the whole desk'}: {percent(deflected.value)} of {deflected.count}"
            f" self-service sessions ended without a ticket; of all sessions {'; '.join(said)}."
        ),
        segment=segment,
        window=window,
        evidence=(
            *(
                evidence(metric.title, found)
                for metric, found in estimates.values()
                if found.value is not None
            ),
            *(
                ()
                if affected is None
                else (Evidence(what="sessions deflected and not confirmed as helpful", value=affected),)
            ),
            Evidence(what="limits", value=f"{', '.join(_limit(name) for name in LIMITS)}; {SCANNED}"),
        ),
        advice="Ask at the end of the session; offer a human on every page; count verified deflection only.",
    )


def _limit(name: str) -> str:
    side, limit, _ = LIMITS[name]
    return f"{name} clearly {side} {percent(float(limit), 0)}"


RULE = Rule(
    CODE,
    "Deflection trap: self-service keeps tickets away, not problems",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
