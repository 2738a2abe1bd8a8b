"""What the parties promised: a metric, its levels, and what hangs on it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.clauses import LowVolume, Rounding
from xlakit.model.condition import Condition
from xlakit.model.credit_terms import Bonus, BonusMalus, Improvement, ServiceCredit
from xlakit.model.level_terms import GlidePath, ImprovementPlan, Ratchet, VolumeRelief
from xlakit.model.metric_ref import MetricRef
from xlakit.model.quantity import Duration, Percent, Quantity
from xlakit.model.text import Integer, Name, Number
from xlakit.model.window import WindowKind

ObjectiveKind = Literal["efficiency", "experience", "combined"]
Basis = Literal["user_reported", "observed", "supplied"]
Gate = Literal["miss_if_upper_below", "bonus_if_lower_above"]
SECOND = 1_000_000


class Level(Value):
    """A level of a promise: ``{at_least: 95%}`` or ``{at_most: 4h}``; exactly one of the two."""

    at_least: Quantity | None = None
    at_most: Quantity | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Level:
        if (self.at_least is None) == (self.at_most is None):
            msg = "exactly one of 'at_least' and 'at_most' is expected"
            raise ValueError(msg)
        if isinstance(self.quantity, Duration) and self.quantity.microseconds is None:
            msg = "business days have no fixed length: a level is written in hours or minutes"
            raise ValueError(msg)
        return self

    @property
    def quantity(self) -> Quantity:
        """The figure of the level as the agreement states it."""
        found = self.at_least if self.at_least is not None else self.at_most
        if found is None:  # the validator above makes this unreachable; mypy cannot know
            msg = "a level without a figure"
            raise AssertionError(msg)
        return found

    @property
    def exact(self) -> Fraction:
        """The figure as an exact number: a fraction for a share, seconds for a duration."""
        quantity = self.quantity
        if isinstance(quantity, Percent):
            return quantity.exact
        if isinstance(quantity, Duration):
            return Fraction(quantity.microseconds or 0, SECOND)
        return Fraction(quantity)

    @property
    def higher_is_better(self) -> bool:
        """Whether the level is a floor."""
        return self.at_least is not None

    def holds(self, value: Fraction) -> bool:
        """Whether `value` keeps the level; exactly on the level keeps it.

        Examples
        --------
        >>> Level.model_validate({"at_least": "95%"}).holds(Fraction(19, 20))
        True
        >>> Level.model_validate({"at_most": "5%"}).holds(Fraction(51, 1000))
        False
        """
        return value >= self.exact if self.higher_is_better else value <= self.exact

    def __str__(self) -> str:
        return f"{'at least' if self.higher_is_better else 'at most'} {self.quantity}"


class Levels(Value):
    """The levels of one part of an objective that is judged per priority (``each: priority``)."""

    expected: Level
    minimum: Level | None = None
    stretch: Level | None = None
    wished: Level | None = None


class Objective(Value):
    """One promise of the agreement.

    Attributes
    ----------
    name, title
        What other clauses call it, and what people read.
    metric
        The catalogue metric that measures it.
    kind, kind_reason
        Efficiency, experience or combined; taken from the metric. Stating another one than the metric's
        needs a reason (checked against the catalogue by ``review``).
    where
        Which records count; the others are left out of numerator and denominator.
    window
        Its own window; the agreement's otherwise.
    each
        A column: the objective is judged for each of its values, named ``name/value``.
    expected, minimum, stretch, wished
        Levels. With `each`, `levels` holds them per value; values without levels of their own use these.
    weight
        Weight in the score. An efficiency objective of weight 0 is reported, and has no say in what counts as
        green; an experience objective is heard whatever its weight. Nothing to do with money.
    min_count
        Below this count the objective is NOT_MEASURED.
    gate
        Statistical gate: decide a miss, or a bonus, on an interval bound instead of the point value.
    not_measured
        What a missing measurement counts as.
    compare_round, low_volume, volume_relief
        How a figure is rounded before it is compared; what holds where there is little to count, or too much.
    glide_path, ratchet
        How the expected level moves.
    service_credit, bonus, bonus_malus, improvement
        What hangs on it in money; without any of them it carries none.
    improvement_plan
        What a miss obliges to.
    """

    name: Name
    title: str | None = None
    metric: MetricRef
    kind: ObjectiveKind | None = None
    kind_reason: str | None = None
    where: Condition = {}
    window: WindowKind | None = None
    each: str | None = None
    expected: Level | None = None
    minimum: Level | None = None
    stretch: Level | None = None
    wished: Level | None = None
    levels: dict[str, Levels] = {}
    weight: Number = Decimal(1)
    min_count: Integer | None = None
    gate: Gate | None = None
    not_measured: Literal["no_effect", "counts_as_miss", "counts_as_met"] = "no_effect"
    compare_round: Rounding | None = None
    low_volume: LowVolume | None = None
    service_credit: ServiceCredit | None = None
    bonus: Bonus | None = None
    bonus_malus: BonusMalus | None = None
    improvement: Improvement | None = None
    glide_path: GlidePath | None = None
    ratchet: Ratchet | None = None
    volume_relief: VolumeRelief | None = None
    improvement_plan: ImprovementPlan | None = None

    @model_validator(mode="after")
    def _levels_fit_together(self) -> Objective:
        if self.expected is None and not self.levels:
            msg = "an objective needs 'expected' (or 'levels' together with 'each')"
            raise ValueError(msg)
        if self.levels and self.each is None:
            msg = "'levels' needs 'each': the column whose values they are for"
            raise ValueError(msg)
        return self

    @field_validator("weight")
    @classmethod
    def _weight_takes_nothing_away(cls, value: Decimal) -> Decimal:
        if value < 0:
            msg = "a weight is at least 0"
            raise ValueError(msg)
        return value

    @field_validator("min_count")
    @classmethod
    def _counts_something(cls, value: int | None) -> int | None:
        if value is not None and value < 1:
            msg = "a count is at least 1"
            raise ValueError(msg)
        return value

    def levels_for(self, value: str | None) -> Levels | None:
        """Return the levels in force for one value of `each` (None: the whole), or None without any."""
        if value is not None and value in self.levels:
            return self.levels[value]
        if self.expected is None:
            return None
        # Its parts were checked when the objective was; they are asked for once for every figure.
        return Levels.model_construct(
            expected=self.expected, minimum=self.minimum, stretch=self.stretch, wished=self.wished
        )
