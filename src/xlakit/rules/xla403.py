"""XLA403, bunching: more clocks stop just inside the limit than the curve around it allows.

What it flags
    A clock and limit, for the whole desk or a segment, at which more cycles stop in the last quarter hour before the
    limit than those that stop earlier and later let expect.
Why it matters
    Work that is closed because the limit is near, and not because it is done, makes attainment look better than the
    service is. The excess is the part of attainment that such stops would explain.
How it is computed
    Stopped cycles of all finished windows by the time they used (on their own calendar), in bins of 15 minutes
    aligned to the limit. A Poisson regression on a quadratic of the place is fitted from 3 hours before to 4 hours
    after the limit, without the last bin before it and the first hour after it; the scatter of the other bins widens
    the error (quasi-Poisson, at least 1). The excess over the fitted count is tested one-sided. Where the tickets say
    who was reopened, the share of reopened tickets in that bin stands beside the one that a line through the other
    bins lets expect. Assumption: without bunching the counts follow a smooth curve about the limit.
False alarms
    Benjamini-Hochberg at 10 % over all clocks, limits and segments looked at; at least 200 cycles about the limit; an
    excess of at least 0.5 points of attainment. Vetoed where other full hours, or cycles under limits that lie
    elsewhere, show the same bump (significant together, and at least half as large). Limits with fewer than four
    bins before them cannot be tested. Innocent causes: work in the order of deadlines, scheduled closing, ends of
    shifts, durations that are entered rounded by hand.
What to do
    Read a sample of the tickets named, ask whether the queue is sorted by deadline and whether a schedule closes
    tickets, and look at what came after: reopens and repeat contacts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import hours, percent
from xlakit.rules.clock_words import FALSE_ALARMS, FLOOR, attainment, objective_of, where
from xlakit.rules.rule import Clear, NotApplicable, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case
    from xlakit.stats import Bunching

CODE = "XLA403"
QUANTILE = 1.959963984540054  # of the normal law, two-sided 95 %
LEAST = 200
"""Cycles about a limit, for its curve to be fitted."""
AROUND = (12, 16)
HOUR = 4
INNOCENT = "work in the order of deadlines, scheduled closing, ends of shifts, durations rounded by hand"


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each clock, limit and segment with bunching beyond doubt."""
    looked = [
        (row, found)
        for row in case.signals["bins"]
        for found in [_bunching(row)]
        if found is not None and found.fitted_count + found.observed >= LEAST
    ]
    if not looked:
        return NotApplicable(f"needs a limit of an hour or more with {LEAST} stops about it")
    adjusted = stats.benjamini_hochberg([found.p_value for _, found in looked])
    findings = tuple(
        _finding(case, row, found, p)
        for (row, found), p in zip(looked, adjusted, strict=True)
        if p <= FALSE_ALARMS and found.share >= FLOOR and not _elsewhere(row, found)
    )
    return findings or Clear(f"{len(looked)} clocks, limits and segments looked at")


def _bunching(row: Mapping[str, Any]) -> Bunching | None:
    if not row["counts"] or row["limit_bin"] < 1:
        return None
    return stats.bunching(row["counts"], row["limit_bin"], total=row["decided"], met=row["met"])


def _others(row: Mapping[str, Any]) -> Bunching | None:
    """Return the same question of the cycles whose limit lies elsewhere, where there are enough."""
    found = stats.bunching(row["others"], row["limit_bin"]) if any(row["others"]) else None
    return found if found is not None and found.fitted_count + found.observed >= LEAST else None


def _elsewhere(row: Mapping[str, Any], found: Bunching) -> bool:
    others = _others(row)
    return stats.same_bump(found, stats.placebos(row["counts"], row["limit_bin"])) or (
        others is not None and stats.same_bump(found, (others,))
    )


def _finding(case: Case, row: Mapping[str, Any], found: Bunching, p: float) -> Finding:
    limit = hours(row["limit_us"] // 1_000_000)
    quality, notes = _quality(row)
    return Finding(
        code=CODE,
        severity="warning",
        title="bunching just inside the limit",
        message=(
            f"{where(row)}: {found.observed} {row['clock']} clocks stopped in the last 15 minutes before the limit of"
            f" {limit}, where the curve around it lets {found.expected:.0f} expect: {found.excess:.0f} more"
            f" ({found.low:.0f} to {found.high:.0f}), consistent with stopping clocks just in time. Attainment is"
            f" {percent(found.compliance)}, without them {percent(found.without)}.{notes}"
        ),
        objective=objective_of(case.agreement, row["clock"]),
        segment=row["segment"],
        window=row["window"],
        evidence=(
            Evidence(
                what="excess in the last 15 minutes",
                value=found.excess,
                low=found.low,
                high=found.high,
                count=found.observed,
                unit="count",
            ),
            Evidence(what="share of decided cycles", value=found.share, count=found.count, unit="share"),
            *attainment(row["met"], row["decided"], row["met"] - found.excess, "without the excess"),
            Evidence(what="adjusted p", value=p, count=found.fitted_count + found.observed),
            Evidence(what="scatter about the curve (1 for counts)", value=found.dispersion),
            *_difference(row, found),
            *quality,
            Evidence(
                what="assumption", value="without bunching the counts follow a smooth curve about the limit"
            ),
        ),
        tickets_affected=round(found.excess),
        examples=row["examples"],
        advice=(
            f"May be innocent: {INNOCENT}. Read a sample of the tickets named, and look at what came after them:"
            " reopens and repeat contacts."
        ),
    )


def _difference(row: Mapping[str, Any], found: Bunching) -> tuple[Evidence, ...]:
    others = _others(row)
    if others is None:
        return ()
    error = (found.relative_error**2 + others.relative_error**2) ** 0.5
    gap = found.relative - others.relative
    return (
        Evidence(
            what="relative excess beyond that of other limits",
            value=gap,
            low=gap - QUANTILE * error,
            high=gap + QUANTILE * error,
            count=others.observed,
            unit="share",
        ),
    )


def _quality(row: Mapping[str, Any]) -> tuple[tuple[Evidence, ...], str]:
    """Return how many of those in the last bin were reopened, beside what the other bins let expect."""
    if not row["resolved"]:
        return (), ""
    last = row["limit_bin"] - 1
    far = (place for place in range(len(row["resolved"])) if not last - AROUND[0] < place <= last + AROUND[1])
    pulled = range(last + 1, last + 1 + HOUR)
    beside = stats.local_rate_at(row["reopened"], row["resolved"], last, leave_out=(*far, *pulled))
    if beside is None:
        return (), ""
    found = Evidence(
        what="reopened, of those in the last 15 minutes", value=beside.share, count=beside.count, unit="share"
    )
    expected = Evidence(what="reopened, as the other bins let expect", value=beside.expected, unit="share")
    return (found, expected), (
        f" Of them {percent(beside.share)} were reopened, {percent(beside.expected)} would be expected"
        f" (z {beside.z:.1f})."
    )


RULE = Rule(CODE, "Bunching just inside the limit", "warning", __doc__ or "", check, signals=("bins",))
