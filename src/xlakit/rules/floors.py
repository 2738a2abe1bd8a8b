"""Shares that lie above a floor beyond doubt, looked for in every window, whole and by segment."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent, whole
from xlakit.rules.rule import Clear, NotApplicable
from xlakit.rules.time_order import from_to
from xlakit.rules.words import interval, named
from xlakit.scoring import finished

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlakit.metrics import Cell, Metric
    from xlakit.model import Estimate, Window
    from xlakit.rules.case import Case, Segment

ALPHA = 0.05
RATE = 0.10
LEAST = 30
FLOOR = 0.15


@dataclass(frozen=True, slots=True)
class Flag:
    """A share in one window and segment that lies above the floor, with its adjusted p-value."""

    metric: Metric
    window: Window
    segment: Segment
    estimate: Estimate
    p_value: float


@dataclass(frozen=True, slots=True)
class Wording:
    """How a rule says what it found: ``title``, what the share is of (``rows``), ``meaning``, and ``advice``."""

    title: str
    rows: str
    meaning: str
    advice: str


def above_floor(
    case: Case, code: str, metrics: Sequence[Metric], wording: Wording
) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return one finding for each share and segment that lies above the floor in some window.

    A share is flagged where the one-sided 95 % lower bound of its own interval lies above the floor, and
    Benjamini and Hochberg's adjusted p-value over everything looked at is at most 10 %. Looked at are the
    finished windows, whole and by segment, with 30 or more rows that are not withheld.
    """
    if not metrics:
        return NotApplicable("needs an agreement with a clock that stops at a reply")
    known = [metric for metric in metrics if f"{code}:{metric.name}" in case.measurable]
    if not known:
        return NotApplicable(f"needs {metrics[0].needs}")
    flags, looked = _flags(case, code, known)
    if not looked:
        return NotApplicable(f"needs a finished window with at least {_least(case)} {wording.rows}")
    found: dict[tuple[str, Segment], list[Flag]] = {}
    for flag in flags:
        found.setdefault((flag.metric.name, flag.segment), []).append(flag)
    findings = tuple(_finding(code, group, wording) for group in found.values())
    return findings or Clear(
        f"{looked} shares looked at, whole and by segment: none clearly above {FLOOR:.0%}"
    )


def _flags(case: Case, code: str, metrics: Iterable[Metric]) -> tuple[list[Flag], int]:
    seen: list[Flag] = []
    for metric in metrics:
        hidden = case.withheld(code, metric.name)
        parts: list[Segment] = [()]
        for column in case.columns:
            parts += case.own_segments(code, metric.name, column)
        for segment in parts:
            for window in case.windows:
                cell = case.own(code, metric.name, window, segment)
                if metric.counted(cell) < _least(case) or (window, segment) in hidden:
                    continue
                estimate = finished(metric, cell)
                # Not above it: never flagged, and no help to others.
                chance = _chance(metric, cell) if (estimate.value or 0.0) > FLOOR else 1.0
                seen.append(Flag(metric, window, segment, estimate, chance))
    adjusted = stats.benjamini_hochberg([flag.p_value for flag in seen])
    kept = [
        Flag(flag.metric, flag.window, flag.segment, flag.estimate, value)
        for flag, value in zip(seen, adjusted, strict=True)
        if flag.p_value <= ALPHA and value <= RATE
    ]
    return kept, len(seen)


def _chance(metric: Metric, cell: Cell) -> float:
    """Return how easily a share at the floor would look as high; 1 where it cannot be said.

    Wilson's bound is a little bold in the tail that a scan of many segments looks at: of people who do not repeat
    themselves the exact binomial p-value has to agree.
    """
    chance = stats.p_beyond(lambda level: finished(metric, cell, level=level), FLOOR, where="above")
    found = finished(metric, cell)
    if chance is None or found.method != "wilson" or found.numerator is None or found.denominator is None:
        return 1.0 if chance is None else chance
    exact = stats.p_below(found.denominator - found.numerator, found.denominator, 1 - Fraction(str(FLOOR)))
    return max(chance, exact or 0.0)


def _least(case: Case) -> int:
    return max(LEAST, case.agreement.surveys.anonymity)


def _finding(code: str, flags: Sequence[Flag], wording: Wording) -> Finding:
    last = max(flags, key=lambda flag: (flag.window.end, flag.window.start))
    estimate, segment = last.estimate, last.segment
    hits, count = estimate.numerator or 0, estimate.denominator or 0
    more = (
        f" It was so in {len(flags)} windows, {from_to(flag.window for flag in flags)}."
        if len(flags) > 1
        else ""
    )
    return Finding(
        code=code,
        severity="warning",
        title=wording.title,
        message=(
            f"{last.window.label}, {named(segment) or 'the whole desk'}: {whole(hits)} of {whole(count)}"
            f" {wording.rows} {wording.meaning} ({percent(estimate.value)}, {interval(estimate, 'share')});"
            f" the floor of this rule is {FLOOR:.0%}.{more}"
        ),
        segment=segment,
        window=last.window,
        evidence=(
            *(
                Evidence(
                    what=f"{flag.metric.title}, {flag.window.label}",
                    value=flag.estimate.value,
                    low=flag.estimate.low,
                    high=flag.estimate.high,
                    count=flag.estimate.count,
                    unit="share",
                )
                for flag in sorted(flags, key=lambda flag: (flag.window.start, flag.window.end))
            ),
            Evidence(what="greatest adjusted p-value", value=max(flag.p_value for flag in flags)),
        ),
        tickets_affected=sum(flag.estimate.numerator or 0 for flag in flags),
        advice=wording.advice,
    )
