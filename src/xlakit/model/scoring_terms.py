"""How the parties build the score: by shortfall and excellence, or by points an event."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.condition import Condition
from xlakit.model.metric_ref import MetricRef
from xlakit.model.text import Number, Sequence

Method = Literal["deduct", "earn", "net", "points"]
MOST = Decimal(100)


class PointsFor(Value):
    """So many points for each record of a kind: ``{metric: reopens_per_ticket, each: -2}``.

    Attributes
    ----------
    metric
        A share, a count or a mean of counts. Of a share a penalty counts the records on its bad side (late,
        reopened), a reward those on its good side (in time, satisfied); of a count, what it counts.
    each
        Points for one of them: below 0 a penalty, above 0 a reward.
    where
        Which records count.
    title
        What people read; the metric's own title unless stated.
    """

    metric: MetricRef
    each: Number
    where: Condition = {}
    title: str | None = None

    @field_validator("each")
    @classmethod
    def _changes_something(cls, value: Decimal) -> Decimal:
        if value == 0:
            msg = "points that change nothing: a penalty is below 0, a reward above"
            raise ValueError(msg)
        return value


class Scoring(Value):
    """How the score is built from shortfall and excellence, or from points.

    Attributes
    ----------
    method
        ``deduct`` (100 less the shortfalls), ``earn`` (0 plus the excellences), ``net`` (50 and both), or
        ``points``: `base` plus the points of each event.
    base
        Where a score of points starts: 100 where there are only penalties, 0 where there are only rewards; with
        both it is stated.
    cap
        The most that a score of points can be; 100 unless stated. The least is 0.
    points
        What each event is worth.
    values
        Objective → what it is worth to the customer, in any common unit. Nothing is computed from it but how well
        the weights follow it (``check``).
    """

    method: Method = "net"
    base: Number | None = None
    cap: Number | None = None
    points: Annotated[tuple[PointsFor, ...], Sequence] = Field(default=())
    values: dict[str, Number] = {}

    @model_validator(mode="after")
    def _points_belong_together(self) -> Scoring:
        by_points = self.method == "points"
        if by_points and not self.points:
            msg = "'points' is missing: what each event is worth, [{metric: reopens_per_ticket, each: -2}]"
            raise ValueError(msg)
        if not by_points and (self.points or self.base is not None or self.cap is not None):
            msg = "'base', 'cap' and 'points' belong to 'method: points'"
            raise ValueError(msg)
        if by_points and self.base is None and len({item.each > 0 for item in self.points}) > 1:
            msg = "'base' is missing: where a score of penalties and rewards starts"
            raise ValueError(msg)
        if by_points and not 0 <= self.start <= self.most:
            msg = f"the score starts at {self.start:f}, outside 0 to its cap {self.most:f}"
            raise ValueError(msg)
        return self

    @field_validator("values")
    @classmethod
    def _values_are_worth_something(cls, values: dict[str, Decimal]) -> dict[str, Decimal]:
        if any(value < 0 for value in values.values()) or (values and not any(values.values())):
            msg = "a value is at least 0, and one of them is above it"
            raise ValueError(msg)
        return values

    @property
    def most(self) -> Decimal:
        """The most that a score of points can be."""
        return MOST if self.cap is None else self.cap

    @property
    def start(self) -> Decimal:
        """Where a score of points starts."""
        if self.base is not None:
            return self.base
        return self.most if all(item.each < 0 for item in self.points) else Decimal(0)
