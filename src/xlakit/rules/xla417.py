"""XLA417, mediocrity: everything met, nobody delighted.

What it flags
    A window, or a segment of it, in which every objective that was measured was kept while clearly fewer than a
    fifth of the answers give the best mark, or clearly more than 30 % are neither bad nor satisfied.
Why it matters
    Not failing is not succeeding. Targets that stop at "no complaint" buy exactly that.
How it is computed
    Of the satisfaction answers: the best mark (`exceptional_rate`), the neutral ones (`mediocrity_index`), those
    that are not bad (`non_negative_rate`), and those that are not bad and not the best either (`excellence_gap`).
    Raised where the metric's own 95 % interval lies beyond the limit and holds after Benjamini and Hochberg at 10 %
    over all windows and segments that kept everything and both questions, 5 points beyond it, with 30 answers
    (never fewer than the anonymity threshold). These limits are ours.
False alarms
    Cultures in which nobody gives the best mark; scales of ten points; a survey that asks "was it fine".
What to do
    Ask those in the middle what was missing; add a stretch level to the agreement, and pay for it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.metrics import build
from xlakit.model import Evidence, Finding, MetricRef
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.scanned import SCANNED, all_met, discovered, gathered, places
from xlakit.rules.words import evidence, interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from typing import Literal

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Estimate, Window
    from xlakit.rules.case import Case, Segment

CODE = "XLA417"
LIMITS: dict[str, tuple[Literal["below", "above"], Fraction, str]] = {
    "exceptional_rate": ("below", Fraction(20, 100), "give the best mark"),
    "mediocrity_index": ("above", Fraction(30, 100), "are neither bad nor satisfied"),
}
BESIDE = ("non_negative_rate", "excellence_gap")
LEAST, BEYOND = 30, Fraction(5, 100)


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return the metrics of excellence, on the agreement's scale."""
    return tuple(build(MetricRef(name=name), agreement) for name in (*LIMITS, *BESIDE))


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each window and segment that kept everything and delighted nobody."""
    least = max(LEAST, case.agreement.surveys.anonymity)
    rated = places(
        case,
        CODE,
        *LIMITS,
        *BESIDE,
        enough=lambda *place: case.own(CODE, "exceptional_rate", *place).count >= least,
    )
    if not rated:
        return NotApplicable(f"needs a finished window with {least} answers on satisfaction (surveys.csat)")
    kept = [place for place in rated if all_met(case, *place)]
    asked = [(place, name) for place in kept for name in LIMITS]
    sure = discovered([_chance(case, place, name) for place, name in asked])
    raised: dict[tuple[Window, Segment], list[str]] = {}
    for (place, name), is_sure in zip(asked, sure, strict=True):
        if is_sure and _beyond(name, _estimate(case, place, name)):
            raised.setdefault(place, []).append(name)
    findings = gathered(
        (1 - float(_estimate(case, place, "exceptional_rate").value or 0), _finding(case, place, names))
        for place, names in raised.items()
    )
    return findings or Clear(
        f"{len(rated)} windows and segments looked at, {len(kept)} of them kept everything"
    )


def _metric(case: Case, name: str) -> Metric:
    return case.metrics[f"{CODE}:{name}"]


def _estimate(case: Case, place: tuple[Window, Segment], name: str, *, level: float = 0.95) -> Estimate:
    return finished(_metric(case, name), case.own(CODE, name, *place), level=level)


def _chance(case: Case, place: tuple[Window, Segment], name: str) -> float:
    side, limit, _ = LIMITS[name]
    found = stats.p_beyond(lambda level: _estimate(case, place, name, level=level), limit, where=side)
    return 1.0 if found is None else found


def _beyond(name: str, estimate: Estimate) -> bool:
    side, limit, _ = LIMITS[name]
    if estimate.exact is None:
        return False
    return estimate.exact <= limit - BEYOND if side == "below" else estimate.exact >= limit + BEYOND


def _finding(case: Case, place: tuple[Window, Segment], names: list[str]) -> Finding:
    window, segment = place
    said = []
    for name in names:
        found = _estimate(case, place, name)
        said.append(f"{percent(found.value)} ({interval(found, 'share')}) {LIMITS[name][2]}")
    met = all_met(case, window, segment)
    answers = case.own(CODE, names[0], *place).count
    limits = ", ".join(
        f"{name} clearly {side} {percent(float(limit), 0)}" for name, (side, limit, _) in LIMITS.items()
    )
    return Finding(
        code=CODE,
        severity="info",
        title="everything met, nobody delighted",
        message=(
            f"{window.label}, {named(segment) or 'the whole desk'}: all {len(met)} objectives that were measured were"
            f" kept. Of {answers} answers {' and '.join(said)}."
        ),
        segment=segment,
        window=window,
        evidence=(
            *(
                evidence(_metric(case, name).title, _estimate(case, place, name))
                for name in (*LIMITS, *BESIDE)
                if case.own(CODE, name, *place).count
            ),
            Evidence(what="limits", value=f"{limits}; {SCANNED}"),
        ),
        advice="Ask those in the middle what was missing; add a stretch level to the agreement, and pay for it.",
    )


RULE = Rule(
    CODE,
    "Mediocrity: everything met, nobody delighted",
    "info",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
)
