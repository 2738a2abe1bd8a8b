"""What lints look at: the promises with their metrics, and how the records would have fared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlakit.metrics import build
from xlakit.review.steps import stepped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from xlakit.metrics import Metric, MetricEntry
    from xlakit.model import Agreement, Judgement, Levels, Objective
    from xlakit.model.objective import ObjectiveKind
    from xlakit.review.history import History
    from xlakit.review.steps import Stepped

Place = tuple[str | int, ...]
NET_QUANTUM = 100


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """One objective with its metric bound, and its place in the agreement."""

    index: int
    objective: Objective
    metric: Metric

    @property
    def name(self) -> str:
        """Its name."""
        return self.objective.name

    @property
    def kind(self) -> ObjectiveKind:
        """Which side it speaks for."""
        return self.objective.kind or self.metric.kind

    @property
    def is_reported(self) -> bool:
        """Whether users say it."""
        return self.metric.basis == "user_reported"

    @property
    def counts(self) -> bool:
        """Whether anything hangs on it: weight, money or a bonus."""
        item = self.objective
        return item.weight > 0 or self.is_paid

    @property
    def is_paid(self) -> bool:
        """Whether a clause of its own moves money: a credit, a bonus, a malus, an incentive."""
        item = self.objective
        clauses = (item.service_credit, item.bonus, item.bonus_malus, item.improvement)
        return any(clause is not None for clause in clauses)

    @property
    def is_share(self) -> bool:
        """Whether it is a share of single records, each of which is a success or a failure."""
        leaves = self.metric.leaves
        return self.metric.unit == "share" and all(
            leaf.statistic.kind.value == "share" and leaf.statistic.quantum == 1 for leaf in leaves
        )

    @property
    def is_net(self) -> bool:
        """Whether it is a net score."""
        return self.metric.unit == "points" and all(
            leaf.statistic.kind.value == "net" and leaf.statistic.quantum == NET_QUANTUM
            for leaf in self.metric.leaves
        )

    def place(self, *below: str | int) -> Place:
        """Return where it stands in the agreement."""
        return ("objectives", self.index, *below)

    def levels(self) -> tuple[tuple[str, Place, Levels], ...]:
        """Return every set of levels it states, by the name of its part, with its place."""
        item, found = self.objective, []
        whole = item.levels_for(None)
        if whole is not None:
            found.append((item.name, self.place(), whole))
        found += [
            (f"{item.name}/{value}", self.place("levels", value), levels)
            for value, levels in item.levels.items()
        ]
        return tuple(found)

    def parts(self, terms: Terms) -> tuple[tuple[str, Levels], ...]:
        """Return the parts that are judged: those that the records have, else those that are stated."""
        seen = sorted(terms.history.of(self.name)) if terms.history is not None else []
        found = [
            (part, self.objective.levels_for(part.split("/", 1)[1] if "/" in part else None)) for part in seen
        ]
        known = tuple((part, levels) for part, levels in found if levels is not None)
        return known or tuple((part, levels) for part, _, levels in self.levels())


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """An agreement as lints see it.

    Attributes
    ----------
    agreement, promises
        What was agreed.
    history
        How its promises would have fared on a desk; None without one.
    volume
        Records a window, where somebody said so.
    cost_per_point
        What one point of a figure costs the provider for a window, where somebody said so.
    steps
        The promises whose money moves, with its steps.
    """

    agreement: Agreement
    promises: tuple[Promise, ...]
    history: History | None = None
    volume: int | None = None
    cost_per_point: Decimal | None = None
    steps: tuple[Stepped, ...] = ()

    def seen(self, part: str) -> list[Judgement]:
        """Return the measured windows of one part of an objective."""
        if self.history is None:
            return []
        return self.history.of(part.split("/", 1)[0]).get(part, [])

    def counts(self, promise: Promise, part: str) -> list[int]:
        """Return how many records one part of an objective rested on, window by window."""
        return [item.estimate.count for item in self.seen(part if part != promise.name else promise.name)]


def terms_of(
    agreement: Agreement,
    *,
    history: History | None = None,
    volume: int | None = None,
    cost_per_point: Decimal | None = None,
    within: Mapping[str, MetricEntry] | None = None,
) -> Terms:
    """Return what lints look at.

    Raises
    ------
    MeasureError
        An objective names a metric or a parameter that does not exist.
    """
    promises = tuple(
        Promise(index, objective, build(objective.metric, agreement, within=within))
        for index, objective in enumerate(agreement.objectives)
    )
    terms = Terms(agreement, promises, history, volume, cost_per_point)
    return replace(terms, steps=stepped(terms))
