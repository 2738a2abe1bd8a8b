"""What an objective may cost or earn: service credits and bonuses. Closed: a typo is a mistake."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue  # noqa: TC002 - pydantic reads the annotation at run time
from pydantic_core import CoreSchema  # noqa: TC002 - as above

from xlakit.model.base import Value
from xlakit.model.quantity import MICROSECONDS, Duration, Percent, Quantity
from xlakit.model.text import Integer, Number, Sequence, as_list, number_of, plain_number

Form = Literal["step", "two-step", "linear", "shortfall", "bands", "points"]
Of = Literal["at_risk", "charges"]
Condition = Literal["no_miss", "no_minimum_miss", "no_watermelon"]
HOUR = MICROSECONDS["h"]
HALF = Percent(value=Decimal("0.5"))
WHOLE = Percent(value=Decimal(1))


def _percent_or_amount(value: object) -> object:
    if isinstance(value, str) and value.strip().endswith("%"):
        return Percent.parse(value)
    return value if isinstance(value, Percent) else number_of(value)


PercentOrAmount = Annotated[
    Percent | Annotated[Decimal, PlainSerializer(plain_number, return_type=str)],
    BeforeValidator(_percent_or_amount),
    WithJsonSchema(
        {"type": ["number", "string"], "description": "8% of the charges, or an amount (240000.00)"}
    ),
]
"""A share of the charges, or a fixed amount of the agreement's currency."""

Conditions = Annotated[
    tuple[Condition, ...],
    BeforeValidator(as_list),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["no_miss", "no_minimum_miss", "no_watermelon"]},
                {"type": "array", "items": {"enum": ["no_miss", "no_minimum_miss", "no_watermelon"]}},
            ]
        }
    ),
]
"""What has to hold in a window before something is paid; all of them.

``no_miss``: no objective is below expected. ``no_minimum_miss``: none is below its minimum. ``no_watermelon``: the
window is not classed as a confirmed watermelon.
"""


def short_or_long(short: JsonSchemaValue, long: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of a clause that may be written in a short form."""
    return {"anyOf": [short, long]}


class Band(Value):
    """From where on a figure costs so much: ``{below: 99%, credit: 5%}`` or ``{above: 5%, points: 2}``.

    Bands are half-open: 99% itself is not below 99%. Of several that hold, the farthest counts.
    """

    below: Quantity | None = None
    above: Quantity | None = None
    credit: Percent | None = None
    points: Number | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Band:
        if (self.below is None) == (self.above is None):
            msg = "exactly one of 'below' and 'above' is expected"
            raise ValueError(msg)
        if (self.credit is None) == (self.points is None):
            msg = "exactly one of 'credit' and 'points' is expected"
            raise ValueError(msg)
        if self.points is not None and self.points < 0:
            msg = "points are at least 0"
            raise ValueError(msg)
        return self


class Severity(Value):
    """How the credit grows with the shortfall, as a part of the allocation between 0 and 1.

    Attributes
    ----------
    form
        ``step``: all of it below expected. ``two-step``: `expected_miss` of it below expected, all below minimum.
        ``linear``: in proportion between expected (0) and minimum (1). ``shortfall``: the distance to the expected
        level itself (98% promised and 75% reached: 23%). ``bands``: by a table of credits. ``points``: service
        points by a table, turned into money together with those of the other objectives (``service_points``).
    expected_miss
        Of ``two-step``: the part that falls below expected.
    bands
        Of ``bands`` and ``points``.
    repeat
        Of ``points``: by what the points are multiplied where the same objective had some in the window before.
    """

    form: Form
    expected_miss: Percent = HALF
    bands: Annotated[tuple[Band, ...], Sequence] = ()
    repeat: Number = Decimal(2)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
        if isinstance(value, str):
            return {"form": value.replace("_", "-")}
        if isinstance(value, dict) and "form" not in value and isinstance(value.get("points"), list | tuple):
            rest = {key: item for key, item in value.items() if key != "points"}
            return {**rest, "form": "points", "bands": value["points"]}
        if isinstance(value, dict) and "form" not in value and "bands" in value:
            return {**value, "form": "bands"}
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # {bands: […]} and {points: […]} say their form by themselves.
        long = {key: value for key, value in handler(schema).items() if key != "required"}
        tables = long["properties"]
        long["properties"] = {**tables, "points": tables["bands"]}
        return short_or_long({"enum": ["step", "two-step", "two_step", "linear", "shortfall"]}, long)

    @model_validator(mode="after")
    def _bands_belong_to_tables(self) -> Severity:
        by_table = self.form in {"bands", "points"}
        if by_table != bool(self.bands):
            what = "needs 'bands'" if by_table else "has no 'bands'"
            msg = f"the severity {self.form} {what}"
            raise ValueError(msg)
        wanted = "points" if self.form == "points" else "credit"
        if any(getattr(band, wanted) is None for band in self.bands):
            msg = f"a band of the severity {self.form} states its '{wanted}'"
            raise ValueError(msg)
        if len({band.below is None for band in self.bands}) > 1:
            msg = "bands are all 'below' or all 'above'"
            raise ValueError(msg)
        return self


class Multiplier(Value):
    """How a credit grows when misses repeat: ``[1, 1.5, 2]`` by how many windows in a row were missed.

    Attributes
    ----------
    steps
        The factor of the first miss, the second, and so on; the last one holds for all further ones.
    count
        ``consecutive`` windows, or all misses among the last `in` windows (``rolling``).
    unmeasured
        Whether a window that is excused or not measured leaves a run as it is (``keep``) or ends it (``reset``).
    """

    steps: Annotated[tuple[Number, ...], Sequence, Field(min_length=1, json_schema_extra={"minItems": 1})]
    count: Literal["consecutive", "rolling"] = "consecutive"
    in_: Integer = Field(default=12, alias="in")
    unmeasured: Literal["keep", "reset"] = "keep"

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
        return {"steps": value} if isinstance(value, list | tuple) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return short_or_long(
            {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1}, handler(schema)
        )

    @model_validator(mode="after")
    def _grows(self) -> Multiplier:
        if any(step < 0 for step in self.steps) or list(self.steps) != sorted(self.steps):
            msg = "the factors of a multiplier are at least 0 and do not fall"
            raise ValueError(msg)
        if self.in_ < 1:
            msg = "'in' is at least 1 window"
            raise ValueError(msg)
        return self


class RepeatedMiss(Value):
    """A miss of the expected level that counts only when it repeats: the `misses`-th among the last `in` windows."""

    misses: Integer
    in_: Integer = Field(default=12, alias="in")

    @model_validator(mode="after")
    def _can_happen(self) -> RepeatedMiss:
        if not 1 <= self.misses <= self.in_:
            msg = "'misses' is at least 1 and at most 'in'"
            raise ValueError(msg)
        return self


class ServiceCredit(Value):
    """What hangs on an objective when it is missed.

    Attributes
    ----------
    allocation
        Its share of the at-risk amount (or of the charges, see `of`); of the pool of its `category` where it has
        one. With ``each``, a mapping states it part by part; one figure is shared equally by the parts.
    of
        What `allocation` is a share of.
    category
        One of ``commercials.categories``: then the allocation is a share of that category's pool.
    severity
        How the credit grows; ``two-step`` with a minimum level and ``step`` without one, unless stated.
    multiplier
        How it grows when misses repeat; the one of ``commercials`` unless stated.
    default_after
        Misses of the expected level cost only from so many on; a miss of the minimum always does.
    """

    allocation: Percent | dict[str, Percent] = WHOLE
    of: Of = "at_risk"
    category: str | None = None
    severity: Severity | None = None
    multiplier: Multiplier | None = None
    default_after: RepeatedMiss | None = None


class BonusStep(Value):
    """From which figure on which part of a bonus is paid."""

    at: Quantity
    pays: Percent


class Bonus(Value):
    """What an objective may earn, and on what condition.

    Attributes
    ----------
    max
        The most it pays: a share of the charges, or an amount.
    only_if
        What has to hold in the window.
    shape
        ``linear`` from `from` (nothing) to `full` (all); ``step``: all of it from `from` on; ``bands``: by `bands`.
    from, full
        The expected level and the stretch unless stated. Without a stretch, a bonus is a step.
    """

    max: PercentOrAmount
    only_if: Conditions = ()
    shape: Literal["linear", "step", "bands"] | None = None
    from_: Quantity | None = Field(default=None, alias="from")
    full: Quantity | None = None
    bands: Annotated[tuple[BonusStep, ...], Sequence] = ()

    @model_validator(mode="after")
    def _bands_belong_to_the_shape(self) -> Bonus:
        if (self.shape == "bands") != bool(self.bands):
            msg = "'shape: bands' and 'bands' belong together"
            raise ValueError(msg)
        return self


class BonusMalus(Value):
    """Pay that moves with the figure on both sides of a dead band; linear between the four figures.

    ``low`` and worse costs `malus`, ``dead_low`` to ``dead_high`` changes nothing, ``high`` and better earns `bonus`;
    where low is good, the figures fall.
    """

    low: Quantity
    dead_low: Quantity
    dead_high: Quantity
    high: Quantity
    malus: PercentOrAmount
    bonus: PercentOrAmount
    only_if: Conditions = ()


class Improvement(Value):
    """An incentive for getting better: `rate` for every whole `step` above the baseline.

    Attributes
    ----------
    rate
        The amount for each step.
    baseline
        Where the objective stood.
    step
        What one step is, in the unit of the objective; one point unless stated: one percent of a share, an hour of a
        length of time, 1 of anything else.
    basis
        Whether the figure itself is compared, or the lower bound of its interval.
    max
        The most that is paid.
    """

    rate: Number
    baseline: Quantity
    step: Quantity | None = None
    basis: Literal["point", "lower_bound"] = "point"
    max: PercentOrAmount | None = None
    only_if: Conditions = ()

    @property
    def point(self) -> Quantity:
        """What one step is, stated or not."""
        if self.step is not None:
            return self.step
        if isinstance(self.baseline, Percent):
            return Percent(value=Decimal("0.01"))
        return Duration(microseconds=HOUR) if isinstance(self.baseline, Duration) else Decimal(1)
