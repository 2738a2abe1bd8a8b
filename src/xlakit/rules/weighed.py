"""A figure weighted by what the records tell of every ticket, answered or not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import stats as scipy_stats

from xlakit import stats
from xlakit.metrics import Cell, Leaf
from xlakit.metrics import Kind as Statistics
from xlakit.rules.strata import Kind, large_enough

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.metrics import Metric
    from xlakit.model import Judgement, Window
    from xlakit.rules.case import Case
    from xlakit.stats import Poststratified

FACTORS = {
    "priority": "priority",
    "clocks_met": "breached clocks",
    "reopens": "reopening",
    "channel": "channel",
    "team": "team",
}
LARGE, TURNING = 0.05, 0.01
"""Of the scale of the metric: a difference that counts by itself, and one that counts where it turns the verdict."""
CERTAIN = 1.645
"""Standard errors of a one-sided 95 % bound."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One figure, weighted by one column."""

    item: Judgement
    factor: str
    kinds: tuple[Kind, ...]
    found: Poststratified
    p_value: float
    turned: bool
    large: bool

    @property
    def shift(self) -> float:
        """Weighted less raw figure, of the kinds that answered."""
        return float(self.found.value or 0) - float(self.found.raw or 0)


def can_be_weighed(metric: Metric) -> bool:
    """Whether a metric is a share, a mean or a net score of answers, on a scale with two ends."""
    return (
        isinstance(metric, Leaf)
        and metric.grain == "answers"
        and metric.statistic.kind in {Statistics.SHARE, Statistics.MEAN, Statistics.NET}
        and metric.low is not None
        and metric.high is not None
    )


def weighed(case: Case, code: str, item: Judgement, factor: str) -> Weighed | None:
    """Return the figure of a judgement weighted by one column; None where there are no two kinds to compare."""
    metric = case.metrics[f"{code}:{item.metric}"]
    windows = inside(case.windows, item.window)
    if not isinstance(metric, Leaf) or not windows:
        return None
    kinds = large_enough(_kinds(case, code, item, factor, windows), case.agreement.surveys.anonymity)
    if sum(kind.answers > 0 for kind in kinds) < 2:  # noqa: PLR2004 - two to compare
        return None
    share = metric.statistic.kind is Statistics.SHARE
    found = stats.poststratify(
        {
            kind.name: (kind.tickets, kind.answers, kind.total, *(() if share else (kind.squares,)))
            for kind in kinds
        },
        quantum=metric.statistic.quantum,
    )
    exact, level = found.estimate.exact, item.levels.expected
    if exact is None or found.raw is None or item.estimate.exact is None:
        return None
    scale = float(metric.high or 0) - float(metric.low or 0)
    shift = abs(float(exact) - found.raw)
    error = _error(kinds, share=share) * float(metric.statistic.quantum)
    turned = level.holds(exact) != level.holds(item.estimate.exact) and shift >= TURNING * scale
    large = shift >= LARGE * scale and shift > CERTAIN * error
    return Weighed(item, factor, kinds, found, _p_answering(kinds), turned, large)


def inside(windows: Iterable[Window], whole: Window) -> tuple[Window, ...]:
    """Return the windows that together are `whole`; none where they are not."""
    parts = sorted(
        (part for part in windows if whole.start <= part.start and part.end <= whole.end),
        key=lambda part: part.start,
    )
    edges = [whole.start, *(part.end for part in parts)]
    return tuple(parts) if parts and edges == [*(part.start for part in parts), whole.end] else ()


def _kinds(case: Case, code: str, item: Judgement, factor: str, windows: tuple[Window, ...]) -> list[Kind]:
    tickets: dict[str, int] = {}
    for row in case.signals["respondents"]:
        if row["objective"] == item.objective and row["factor"] == factor and row["window"] in windows:
            name = kind_named(factor, row["stratum"])
            tickets[name] = tickets.get(name, 0) + row["tickets"]
    cells: dict[str, Cell] = {}
    for key, cell in case.cube.cells.items():
        if key.metric == f"{code}:{item.metric}" and key.window in windows and len(key.segment) == 1:
            ((column, value),) = key.segment
            if column == factor:
                name = kind_named(factor, value)
                cells[name] = cells.get(name, Cell()) + cell
    found = []
    for name in sorted({*tickets, *cells}):
        cell = cells.get(name, Cell())
        # An answer may belong to another window than the first resolution of its ticket.
        population = max(tickets.get(name, 0), cell.count)
        if population:
            found.append(Kind(name, population, cell.count, cell.total, cell.squares))
    return found


def kind_named(factor: str, value: str | None) -> str:
    """Return what a value of a column means."""
    if value is None:
        return "unknown"
    if factor == "reopens":
        return "not reopened" if value == "0" else "reopened"
    if factor == "clocks_met":
        return "every clock met" if value == "true" else "a clock breached"
    return value


def _p_answering(kinds: tuple[Kind, ...]) -> float:
    """Return the p-value of "tickets of every kind are answered alike"."""
    table = [[kind.answers, kind.tickets - kind.answers] for kind in kinds]
    if not any(silent for _, silent in table):
        return 1.0
    return float(scipy_stats.chi2_contingency(table, correction=False).pvalue)


def _error(kinds: tuple[Kind, ...], *, share: bool) -> float:
    """Return the standard error of weighted less raw value, in quanta, for the kinds as they are."""
    told = [kind for kind in kinds if kind.answers]
    tickets, answers = sum(kind.tickets for kind in told), sum(kind.answers for kind in told)
    variance = 0.0
    for kind in told:
        moved = kind.tickets / tickets - kind.answers / answers
        if share:
            # One hit and one miss more, so that answers that all agree are no certainty.
            mean = (kind.total + 1) / (kind.answers + 2)
            spread = mean * (1 - mean)
        else:
            spread = (kind.squares - kind.total**2 / kind.answers) / max(kind.answers - 1, 1)
        variance += moved**2 * max(spread, 0.0) / kind.answers
    return math.sqrt(variance)
