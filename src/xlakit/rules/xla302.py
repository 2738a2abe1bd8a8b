"""XLA302, Simpson: one group beats another, until both do the same work.

What it flags
    Two groups of a reported column of which the one looks clearly better, in kept promises or in content users, and is
    worse once both have the same mix of priorities, categories, channels or sites.
Why it matters
    Praise, blame and work are handed out by league tables. One that turns round at the same mix of work rewards the
    easy work, not the good.
How it is computed
    Over all finished windows that do not overlap, the ten largest groups of each reported column, two by two. A
    claim is a crude difference of at least 5 points whose p-value, after Benjamini and Hochberg over all pairs, columns
    and figures looked at, is at most 10 %. It turns when, standardised to the work of both groups together within one
    of the other columns, the difference is at least 1 point the other way. The Mantel-Haenszel odds ratio with
    its interval says how sure the turn is. Kept promises count tickets by clock; content users count answers outside
    the unhappy band, only of groups and windows in which nothing is withheld, where each group has 30.
False alarms
    A difference within the kinds of work that is small may be turned by chance: where the interval of the odds ratio
    holds 1 the finding says "no better", which refutes the claim all the same. The column compared within may be
    a consequence of the work, not its kind: priorities that a team sets itself.
What to do
    Compare these groups within the column named, or not at all, and give work of the same kind the same target.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from xlakit import stats
from xlakit.errors import MeasureError
from xlakit.metrics import build
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent
from xlakit.model.metric_ref import MetricRef
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.time_order import disjoint, from_to

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from xlakit.metrics import Metric
    from xlakit.model import Agreement, Window
    from xlakit.rules.case import Case

    Strata = Mapping[Hashable, tuple[int, int]]

CODE = "XLA302"
RATE = 0.10
LEAST = 30
LARGEST = 10
FLOOR = 0.05
TURN = 0.01
QUESTIONS = ("csat", "happiness", "nps")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups in one figure, with their sums by each column to compare within."""

    figure: str
    column: str
    one: str
    other: str
    by: Mapping[str, tuple[Strata, Strata]]

    def crude(self) -> stats.SimpsonCheck:
        """Return the comparison without regard to the kind of work."""
        widest = max(self.by.values(), key=lambda pair: sum(_total(side)[1] for side in pair))
        one, other = (_total(side) for side in widest)
        return stats.simpson({"all": one}, {"all": other})


def metrics(agreement: Agreement) -> tuple[Metric, ...]:
    """Return the survey figures whose anonymity decides what may be compared."""
    found = []
    for name in QUESTIONS:
        try:
            found.append(build(MetricRef(name=name), agreement))
        except MeasureError:
            continue
    return tuple(found)


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for each claim that turns round at the same mix of work."""
    windows = disjoint(case.windows)
    pairs = list(_pairs(case, frozenset(windows)))
    if not pairs:
        return NotApplicable(
            f"needs two groups of a reported column with at least {_least(case)} records each"
        )
    crude = [pair.crude() for pair in pairs]
    chances = [1.0 if found.p_value is None else found.p_value for found in crude]
    claims = [
        (pair, found)
        for pair, found, adjusted in zip(pairs, crude, stats.benjamini_hochberg(chances), strict=True)
        if adjusted <= RATE and abs(_gap(found.crude)) >= FLOOR
    ]
    findings = tuple(_finding(pair, by, found, windows) for pair, _ in claims for by, found in _turned(pair))
    return findings or Clear(
        f"{len(pairs)} pairs of groups compared, {len(claims)} clear differences, none turns"
    )


def _least(case: Case) -> int:
    return max(LEAST, case.agreement.surveys.anonymity)


def _gap(pair: tuple[float, float] | None) -> float:
    return 0.0 if pair is None else pair[0] - pair[1]


def _total(strata: Strata) -> tuple[int, int]:
    return sum(met for met, _ in strata.values()), sum(count for _, count in strata.values())


def _pairs(case: Case, windows: frozenset[Window]) -> Iterator[Pair]:
    hidden = {
        metric.name.split("(")[0]: case.withheld(CODE, metric.name) for metric in metrics(case.agreement)
    }
    sums: dict[tuple[str, str], dict[str, dict[Window, dict[str, dict[Hashable, tuple[int, int]]]]]] = {}
    for row in case.signals["crossed"]:
        place = row["window"], ((row["column"], row["group"]),)
        if row["window"] in windows and place not in hidden.get(row["figure"], frozenset()):
            groups = sums.setdefault((row["figure"], row["column"]), {})
            mine = groups.setdefault(row["group"], {}).setdefault(row["window"], {})
            mine.setdefault(row["by"], {})[row["stratum"]] = row["met"], row["count"]
    for (figure, column), groups in sums.items():
        sizes = {name: _size(_joined(found, found)) for name, found in groups.items()}
        large = sorted(
            (name for name in sizes if sizes[name] >= _least(case)), key=lambda name: (-sizes[name], name)
        )
        for one, other in combinations(sorted(large[:LARGEST]), 2):
            ours, theirs = (
                _joined(groups[name], groups[beside]) for name, beside in ((one, other), (other, one))
            )
            shared = {by: (ours[by], theirs[by]) for by in ours if by in theirs}
            if shared and min(_size(ours), _size(theirs)) >= _least(case):
                yield Pair(figure, column, one, other, shared)


def _joined(
    mine: Mapping[Window, Mapping[str, Strata]], beside: Mapping[Window, object]
) -> dict[str, dict[Hashable, tuple[int, int]]]:
    """Return the sums of a group over the windows that the other one has, too."""
    found: dict[str, dict[Hashable, tuple[int, int]]] = {}
    for window in mine.keys() & beside.keys():
        for by, strata in mine[window].items():
            into = found.setdefault(by, {})
            for stratum, (met, count) in strata.items():
                before = into.get(stratum, (0, 0))
                into[stratum] = before[0] + met, before[1] + count
    return found


def _size(by: Mapping[str, Strata]) -> int:
    return max((_total(strata)[1] for strata in by.values()), default=0)


def _turned(pair: Pair) -> Iterator[tuple[str, stats.SimpsonCheck]]:
    for by in sorted(pair.by):
        found = stats.simpson(*pair.by[by])
        crude, alike = _gap(found.crude), _gap(found.standardised)
        if found.reversed and abs(crude) >= FLOOR and abs(alike) >= TURN and crude * alike < 0:
            yield by, found


def _finding(pair: Pair, by: str, found: stats.SimpsonCheck, windows: tuple[Window, ...]) -> Finding:
    crude, alike = found.crude or (0.0, 0.0), found.standardised or (0.0, 0.0)
    ahead, behind = (0, 1) if crude[0] > crude[1] else (1, 0)
    names = pair.one, pair.other
    counts = [_total({key: side[key] for key in found.strata})[1] for side in pair.by[by]]
    sure = found.low is not None and found.high is not None and not found.low <= 1 <= found.high
    odds = (
        f"; the odds of {pair.one} over those of {pair.other} there: {found.odds_ratio:.2f}"
        f" ({found.low:.2f} to {found.high:.2f})"
        if found.odds_ratio is not None and found.low is not None and found.high is not None
        else ""
    )
    return Finding(
        code=CODE,
        severity="warning",
        title="a comparison that turns round",
        message=(
            f"{from_to(windows)}, {_figure_text(pair.figure)}: {pair.column} {names[ahead]} looks better than"
            f" {names[behind]} ({percent(crude[ahead])} against {percent(crude[behind])}); at the same mix of {by} it"
            f" is {'worse' if sure else 'no better'} ({percent(alike[ahead])} against {percent(alike[behind])}){odds}."
        ),
        window=windows[-1],
        evidence=(
            *(
                Evidence(what=f"{what}, {pair.column} {name}", value=share, count=count, unit="share")
                for what, shares in (("as counted", crude), (f"at the same mix of {by}", alike))
                for name, share, count in zip(names, shares, counts, strict=True)
            ),
            Evidence(
                what=f"Mantel-Haenszel odds ratio, {names[0]} against {names[1]}",
                value=found.odds_ratio,
                low=found.low,
                high=found.high,
                count=sum(counts),
            ),
            Evidence(what="p-value of a difference within the same work", value=found.p_value),
        ),
        advice=f"Compare these groups within {by}, or not at all; give work of the same kind the same target.",
    )


def _figure_text(name: str) -> str:
    return (
        f"kept promises of clock {name.removeprefix('clock:')}"
        if name.startswith("clock:")
        else f"content users ({name})"
    )


RULE = Rule(
    CODE,
    "Simpson: a comparison of groups that turns round at the same mix",
    "warning",
    __doc__ or "",
    check,
    metrics,
    by_segment=True,
    signals=("crossed",),
)
