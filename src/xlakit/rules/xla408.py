"""XLA408, end-of-window hurry: tickets are closed in the last days of the window.

What it flags
    The whole desk, or a segment, that resolves clearly more tickets a business day in the last three business days of
    its windows than in the days before.
Why it matters
    Work done for the date of a report is work hurried or saved up: users waited for it, or get it back.
How it is computed
    First resolutions a business day, last three business days against the rest, one ratio a window; the geometric mean
    of the ratios with its t interval on the log scale. One window is one observation: a Poisson test on the tickets
    would flag every busy month. Where a window has none in one part, one resolution spread evenly is added to
    both. Needs 6 windows of 50 or more resolutions. Raised where the one-sided p, adjusted by
    Benjamini-Hochberg at 10 % over the whole and all segments, stays below, and the mean ratio is at least 1.25.
    Business days are those on which a calendar of the agreement opens, else Monday to Friday. Beside it stand the
    reopen rates of both parts, and the resolutions that an even pace would have given.
False alarms
    A calendar that lacks the local holidays; billing or payroll dates that bring the work itself at month ends; teams
    that clear their list before a holiday.
What to do
    Compare the reopen rates of both parts; read a sample of what was closed in the last days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import evidence, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.model import Estimate
    from xlakit.rules.case import Case

CODE = "XLA408"
FALSE_DISCOVERIES = 0.10
LEAST_RATIO = 1.25
WINDOWS, CLOSURES = 6, 50


class _Place(NamedTuple):
    rows: Sequence[Mapping[str, Any]]
    ratio: Estimate
    p_value: float


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each place that resolves more in the last business days of its windows."""
    rows: dict[tuple[tuple[str, str], ...], list[Mapping[str, Any]]] = {}
    for row in case.signals["closures"]:
        if row["last"] + row["rest"] >= CLOSURES:
            rows.setdefault(row["segment"], []).append(row)
    places = {
        segment: _Place(found, stats.geometric_mean(ratios), chance)
        for segment, found in sorted(rows.items())
        if len(found) >= WINDOWS
        for ratios in [[ratio(row) for row in found]]
        if (chance := stats.p_above_one(ratios)) is not None
    }
    if not places:
        return NotApplicable(
            f"needs {WINDOWS} months or quarters of {CLOSURES} or more resolutions and ten or more business days"
        )
    adjusted = stats.benjamini_hochberg([place.p_value for place in places.values()])
    findings = tuple(
        _finding(segment, place, chance)
        for (segment, place), chance in zip(places.items(), adjusted, strict=True)
        if chance <= FALSE_DISCOVERIES and place.ratio.value is not None and place.ratio.value >= LEAST_RATIO
    )
    return findings or Clear(f"the whole and its segments: {len(places)} looked at")


def ratio(row: Mapping[str, Any]) -> float:
    """Return resolutions a business day in the last days over those in the rest of a window.

    Examples
    --------
    >>> ratio({"last": 60, "last_days": 3, "rest": 180, "rest_days": 18})
    2.0
    >>> round(ratio({"last": 0, "last_days": 3, "rest": 180, "rest_days": 18}), 4)
    0.0047
    """
    last, rest = float(row["last"]), float(row["rest"])
    if not (last and rest):
        days = row["last_days"] + row["rest_days"]
        last, rest = last + row["last_days"] / days, rest + row["rest_days"] / days
    return float((last / row["last_days"]) / (rest / row["rest_days"]))


def _finding(segment: tuple[tuple[str, str], ...], place: _Place, adjusted: float) -> Finding:
    last, again, watched, rest_again, rest_watched = (
        sum(row[name] for row in place.rows)
        for name in ("last", "last_reopened", "last_watched", "rest_reopened", "rest_watched")
    )
    even = sum(row["rest"] / row["rest_days"] * row["last_days"] for row in place.rows)
    where = f"{named(segment)}: " if segment else ""
    found = place.ratio
    hurried, before = stats.proportion(again, watched), stats.proportion(rest_again, rest_watched)
    reopened = (
        f" Of those {percent(hurried.value)} were reopened, of the others {percent(before.value)}."
        if hurried.value is not None and before.value is not None
        else ""
    )
    return Finding(
        code=CODE,
        severity="info",
        title="hurry at the end of the window",
        message=(
            f"{where}{found.value:.2f} times as many tickets a business day are resolved in the last three business"
            f" days of a window as before ({found.low:.2f} to {found.high:.2f}, {found.count} windows). Consistent with"
            f" work timed for the report; also explained by work that comes at month ends.{reopened}"
        ),
        segment=segment,
        evidence=(
            Evidence(
                what="ratio of resolutions a business day, geometric mean",
                value=found.value,
                low=found.low,
                high=found.high,
                count=found.count,
            ),
            Evidence(what="p, adjusted for everything looked at", value=adjusted),
            Evidence(what="resolved in the last three business days", value=last),
            Evidence(what="the same at the pace of the days before", value=even),
            evidence("reopened, of those in the last days", hurried),
            evidence("reopened, of those before", before),
            Evidence(
                what="assumption", value="the calendar knows the business days; windows differ independently"
            ),
        ),
        tickets_affected=max(0, round(last - even)),
        examples=tuple(sorted({name for row in place.rows for name in row["examples"]}))[:10],
        advice="Compare the reopen rates of both parts, and read a sample of what was closed in the last days.",
    )


RULE = Rule(
    CODE,
    "Hurry at the end of the window",
    "info",
    __doc__ or "",
    check,
    by_segment=True,
    signals=("closures",),
)
