"""Excused events: failures that relief takes out of a figure, and windows that it takes out as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlakit.metrics import Key, Plan
from xlakit.scoring.exactly import Ratio
from xlakit.stats import proportion

if TYPE_CHECKING:
    from xlakit.metrics import Cube, Metric
    from xlakit.model import Estimate
    from xlakit.model.clauses import Excused
    from xlakit.scoring.plan import Task

EXCUSED, DISPUTED = "#excused", "#disputed"
"""Suffixes of the keys under which the records that relief names are counted."""

Tickets = Mapping[str, frozenset[str]]
"""Objective → ids of its tickets that relief names; the empty name stands for every objective."""


@dataclass(frozen=True, slots=True)
class Relief:
    """What is excused and what is disputed.

    Attributes
    ----------
    accepted, disputed
        Tickets, by objective.
    windows, disputed_windows
        Objective (or part) and window label → why the whole window is excused, or claimed to be.
    """

    accepted: Tickets = field(default_factory=dict)
    disputed: Tickets = field(default_factory=dict)
    windows: Mapping[tuple[str, str], str] = field(default_factory=dict)
    disputed_windows: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def is_disputed(self) -> bool:
        """Whether anything is."""
        return bool(self.disputed or self.disputed_windows)

    def plans(self, task: Task, cuts: tuple[tuple[str, ...], ...]) -> list[Plan]:
        """Return what to count beside a task: its records that relief names. Only single shares of records have any."""
        if not excusable(task.metric):
            return []
        found = []
        for suffix, tickets in ((EXCUSED, self.accepted), (DISPUTED, self.disputed)):
            if ids := self._of(tickets, task.objective.name):
                narrowed = task.metric.where(ticket_id=sorted(ids))
                found.append(Plan(task.key + suffix, narrowed, task.windows, cuts))
        return found

    @staticmethod
    def _of(tickets: Tickets, objective: str) -> frozenset[str]:
        named = [ids for name, ids in tickets.items() if name.split("/", 1)[0] in {"", objective}]
        return frozenset[str]().union(*named)

    def failures(self, metric: Metric, cube: Cube, key: Key) -> tuple[int, int]:
        """Return how many failures of a figure are excused, and how many are disputed."""
        if not self.accepted and not self.disputed:
            return 0, 0
        return self._failures(metric, cube, key, EXCUSED), self._failures(metric, cube, key, DISPUTED)

    @staticmethod
    def _failures(metric: Metric, cube: Cube, key: Key, suffix: str) -> int:
        if not excusable(metric):
            return 0
        found = metric.estimate(cube[Key(key.metric + suffix, key.window, key.segment)], level=0.95)
        hits, count = found.numerator or 0, found.denominator or 0
        return count - hits if metric.direction == "higher" else hits

    def window(self, objective: str, label: str, *, granted: bool) -> str:
        """Return why a whole window is excused; empty where it is not."""
        base = objective.split("/", 1)[0]
        for found in (self.windows, *([self.disputed_windows] if granted else [])):
            for name in (objective, base):
                if (name, label) in found:
                    return found[name, label]
        return ""


NONE = Relief()


def excusable(metric: Metric) -> bool:
    """Whether single failures of a metric can be excused: it is one share of records that nobody answered."""
    leaves = metric.leaves
    return (
        len(leaves) == 1
        and metric.unit == "share"
        and not metric.from_answers
        and metric.basis != "supplied"
        and leaves[0].statistic.quantum == 1
    )


def relieved(counted: Ratio, failures: int, how: Excused, *, higher: bool) -> Ratio:
    """Return successes and records once so many failures are excused: left out, or counted as met.

    Counts have no clock to stop: a failure whose clock would have stopped is one that would have been met.

    Examples
    --------
    >>> [relieved(Ratio(940, 1000), 20, how, higher=True) for how in ("exclude", "treat_as_met")]
    [Ratio(over=940, under=980), Ratio(over=960, under=1000)]
    >>> relieved(Ratio(60, 1000), 20, "exclude", higher=False)
    Ratio(over=40, under=980)
    """
    good, total = counted
    if how == "exclude":
        return Ratio(good if higher else good - failures, total - failures)
    return Ratio(good + failures if higher else good - failures, total)


def relieved_estimate(estimate: Estimate, failures: int, how: Excused, *, higher: bool) -> Estimate:
    """Return a share once so many failures are excused; anything else as it is.

    Examples
    --------
    >>> late = proportion(940, 1000)
    >>> relieved_estimate(late, 20, "exclude", higher=True).exact
    Fraction(47, 49)
    """
    hits, count = estimate.numerator, estimate.denominator
    if hits is None or not count:
        return estimate
    most = min(failures, count - hits if higher else hits)
    left = relieved(Ratio(hits, count), most, how, higher=higher)
    return proportion(left.over, left.under)
