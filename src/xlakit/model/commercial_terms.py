"""The money side of an agreement as a whole: charges, caps, pools, earn-back, triggers. Closed: a typo is a mistake."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from xlakit.model.base import Value
from xlakit.model.credit_terms import Conditions, Multiplier, PercentOrAmount
from xlakit.model.money import Currency
from xlakit.model.quantity import Percent, Quantity
from xlakit.model.text import Day, Integer, Number, Sequence

WHOLE = Percent(value=Decimal(1))


class DatedAmount(Value):
    """The charges from a day on."""

    from_: Day = Field(alias="from")
    amount: Number

    @field_validator("amount")
    @classmethod
    def _not_negative(cls, value: Decimal) -> Decimal:
        return not_negative(value)


class Charges(Value):
    """The charges that credits are a share of: an amount per period, or the table of invoices.

    Attributes
    ----------
    amount, per
        So much each month, quarter or year.
    changes
        Dated amounts that take the place of `amount`.
    table, tower
        Or what was invoiced, of one tower or of all.
    """

    amount: Number | None = None
    per: Literal["month", "quarter", "year"] | None = None
    changes: Annotated[tuple[DatedAmount, ...], Sequence] = ()
    table: Literal["invoices"] | None = None
    tower: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Charges:
        if (self.amount is None) == (self.table is None):
            msg = "either 'amount' and 'per', or 'table: invoices', are expected"
            raise ValueError(msg)
        if (self.amount is None) != (self.per is None):
            msg = "an amount states what it is per: month, quarter or year"
            raise ValueError(msg)
        if self.table is not None and self.changes:
            msg = "'changes' belong to an amount"
            raise ValueError(msg)
        if self.table is None and self.tower is not None:
            msg = "'tower' belongs to the table of invoices"
            raise ValueError(msg)
        return self

    @field_validator("amount")
    @classmethod
    def _not_negative(cls, value: Decimal | None) -> Decimal | None:
        return value if value is None else not_negative(value)


def not_negative(value: Decimal) -> Decimal:
    """Return `value`, which is no amount below 0."""
    if value < 0:
        msg = "an amount is at least 0"
        raise ValueError(msg)
    return value


class EarnBack(Value):
    """How a credit can be won back.

    Attributes
    ----------
    form
        ``E1``: at the end of the contract year, where the mean of its windows reached the expected level. ``E2``: where
        the `months` windows after the failure all kept it. ``E3``: the same, as a balance that only future credits
        of the category are set against; never cash. ``E4``: half of it after `months` good windows, the other half
        after as many more.
    months
        Windows that have to be good: 6 for E2, 3 for E3 and E4 unless stated.
    share
        What part of the credit comes back.
    average
        Of E1: the mean of the windows, or of all records (``volume_weighted``).
    needs
        Whether a window has to be ``met``, or ``exceeded``: at its stretch, or better than expected where it has none.
    base
        Of the credit as ``paid``, after caps, or ``raw``, before them; never more than was paid.
    only_if
        What has to hold in the window in which it would be returned.
    """

    form: Literal["E1", "E2", "E3", "E4"]
    months: Integer | None = None
    share: Percent = WHOLE
    average: Literal["simple", "volume_weighted"] = "simple"
    needs: Literal["met", "exceeded"] = "met"
    base: Literal["paid", "raw"] = "paid"
    only_if: Conditions = ()

    @model_validator(mode="after")
    def _gives_back_at_most_all(self) -> EarnBack:
        if self.share.exact > 1:
            msg = "'share' is at most 100%"
            raise ValueError(msg)
        if self.months is not None and (self.months < 1 or self.form == "E1"):
            msg = "'months' is at least 1, and E1 looks at the contract year"
            raise ValueError(msg)
        return self

    @property
    def windows(self) -> int:
        """How many good windows it takes."""
        return self.months if self.months is not None else (6 if self.form == "E2" else 3)


class PointsTable(Value):
    """From so many service points on, so much of the charges."""

    points: Number
    credit: Percent


class PointsBand(Value):
    """Points above `above` count `multiplier` times."""

    above: Number
    multiplier: Number = Decimal(1)


class ServicePoints(Value):
    """How the service points of a window become money; exactly one of the three forms.

    Attributes
    ----------
    per_point
        A share of the charges for each.
    table
        The share of the charges by how many there are.
    point_value, bands
        An amount for each above the first threshold, growing by band.
    cap
        The most, as a share of the charges; the cap of the window holds too.
    """

    per_point: Percent | None = None
    table: Annotated[tuple[PointsTable, ...], Sequence] = ()
    point_value: Number | None = None
    bands: Annotated[tuple[PointsBand, ...], Sequence] = ()
    cap: Percent | None = None

    @model_validator(mode="after")
    def _one_form(self) -> ServicePoints:
        if sum((self.per_point is not None, bool(self.table), self.point_value is not None)) != 1:
            msg = "exactly one of 'per_point', 'table' and 'point_value' is expected"
            raise ValueError(msg)
        if bool(self.bands) != (self.point_value is not None):
            msg = "'point_value' and 'bands' belong together"
            raise ValueError(msg)
        return self


class PersistentFailure(Value):
    """An extra credit for failures that persist: `credit` for every full `failures` among the last `in` windows.

    ``of``: the charges of the contract year, or of the window. It fires only in a window in which one happens.
    """

    failures: Integer
    in_: Integer = Field(default=12, alias="in")
    credit: Percent
    of: Literal["annual_charges", "charges"] = "annual_charges"

    @model_validator(mode="after")
    def _counts_something(self) -> PersistentFailure:
        if self.failures < 1 or self.in_ < 1:
            msg = "'failures' and 'in' are at least 1"
            raise ValueError(msg)
        return self


class CriticalFailure(Value):
    """A failure so grave that the customer keeps `retain` of the charges instead of the credits of the window.

    It happens where one of `objectives` is below its minimum (``when: expected``: below expected).
    """

    objectives: Annotated[tuple[str, ...], Sequence, Field(min_length=1, json_schema_extra={"minItems": 1})]
    when: Literal["minimum", "expected"] = "minimum"
    retain: PercentOrAmount


class GainShare(Value):
    """A share of what was saved against a baseline, less a dead band, up to a cap.

    Attributes
    ----------
    objective
        The objective whose figure is the actual cost, in the currency.
    baseline
        What it would have cost.
    dead_band
        A share of the baseline (or an amount) that is nobody's.
    share
        The provider's share of the rest.
    cap
        The most: a share of the baseline, or an amount.
    """

    objective: str
    baseline: Number
    dead_band: PercentOrAmount = Decimal(0)
    share: Percent
    cap: PercentOrAmount | None = None
    only_if: Conditions = ()


class ExperiencePool(Value):
    """A pot that is released by the figure of one objective.

    Attributes
    ----------
    objective
        Whose figure releases it.
    share
        The pot: a share of the charges, or an amount.
    floor, full
        At `floor` and worse nothing is released, at `full` and better all of it; linear between.
    only_if
        The gates: what else has to hold.
    provider_stake
        What part of the pot the provider put in; it comes back with the release and is lost without it.
    remainder
        What becomes of the rest: it goes back to who put it in (``return``), or into agreed improvements
        (``reinvest``), which is an obligation and no money between the parties.
    """

    objective: str
    share: PercentOrAmount
    floor: Quantity
    full: Quantity
    only_if: Conditions = ()
    provider_stake: Percent = Percent(value=Decimal(0))
    remainder: Literal["return", "reinvest"] = "return"


class Trigger(Value):
    """A right that many failures give; it reads raw statuses, never money after relief.

    It fires in a window in which `of` holds, when it holds in `count` windows in a row, or among the last `in`.

    Attributes
    ----------
    of
        ``miss``: an objective is below expected. ``minimum_miss``: one is below its minimum. ``credit``: a credit
        falls due. ``capped``: the raw credits reach the cap. ``credits_of``: the raw credits reach `share` of the
        charges. ``points``: there are at least `points` service points.
    objective
        Only of this objective; of any unless stated.
    count, in
        So many windows, among the last `in`; in a row where `in` is not stated.
    right
        What the customer may do then.
    """

    name: str
    of: Literal["miss", "minimum_miss", "credit", "capped", "credits_of", "points"]
    objective: str | None = None
    count: Integer = 1
    in_: Integer | None = Field(default=None, alias="in")
    share: Percent | None = None
    points: Number | None = None
    right: Literal["rectification", "step_in", "termination"] = "termination"

    @model_validator(mode="after")
    def _states_what_it_needs(self) -> Trigger:
        if (self.of == "credits_of") != (self.share is not None):
            msg = "'of: credits_of' and 'share' belong together"
            raise ValueError(msg)
        if (self.of == "points") != (self.points is not None):
            msg = "'of: points' and 'points' belong together"
            raise ValueError(msg)
        if self.count < 1 or (self.in_ is not None and self.in_ < self.count):
            msg = "'count' is at least 1 and at most 'in'"
            raise ValueError(msg)
        return self


class Adjustment(Value):
    """A line that the parties agreed on by hand: in the customer's favour above 0. Nothing else is changed by it."""

    window: str
    amount: Number
    reason: str
    approver: str


class SharedCap(Value):
    """A cap that several agreements share: all that name it, together, credit at most `amount` in a window."""

    name: str
    amount: Number

    @field_validator("amount")
    @classmethod
    def _not_negative(cls, value: Decimal) -> Decimal:
        return not_negative(value)


class Commercials(Value):
    """The money side of the agreement.

    Attributes
    ----------
    currency, minor_unit, rounding
        ISO 4217 code; how many decimals an amount has (those of the currency unless stated); how a line is rounded.
    charges
        What credits are a share of.
    at_risk
        The most that the credits of a window may take of its charges, and what allocations are shares of; all of
        them unless stated.
    pool
        What the allocations may add up to; no limit unless stated.
    categories
        Two-level pools: each category's share of the at-risk amount.
    cap
        The cap of a window, where it is another than the at-risk amount.
    cap_excess
        What becomes of credits above the cap: they lapse, or are carried to the next window.
    annual_cap, bonus_cap, annual_bonus_cap
        Of the charges of the contract year, or of the window; or amounts.
    offset
        Whether credits and bonuses stand beside each other, are netted within the window, or whether bonuses are
        banked against future credits and never paid out.
    multiplier
        How credits grow when misses repeat; none unless stated.
    burn_in
        So many months from the beginning of the term in which nothing is paid.
    """

    currency: Currency
    minor_unit: Integer | None = None
    rounding: Literal["half_up", "half_even", "down"] = "half_up"
    charges: Charges
    at_risk: Percent | None = None
    pool: Percent | None = None
    categories: dict[str, Percent] = {}
    cap: PercentOrAmount | None = None
    cap_excess: Literal["lapse", "carry_forward"] = "lapse"
    annual_cap: PercentOrAmount | None = None
    bonus_cap: PercentOrAmount | None = None
    annual_bonus_cap: PercentOrAmount | None = None
    offset: Literal["independent", "net_within_month", "bank"] = "independent"
    multiplier: Multiplier | None = None
    earn_back: EarnBack | None = None
    service_points: ServicePoints | None = None
    persistent_failure: PersistentFailure | None = None
    critical_failure: CriticalFailure | None = None
    gain_share: GainShare | None = None
    experience_pool: ExperiencePool | None = None
    triggers: Annotated[tuple[Trigger, ...], Sequence] = ()
    adjustments: Annotated[tuple[Adjustment, ...], Sequence] = ()
    shared_cap: SharedCap | None = None
    burn_in: Integer = 0

    @field_validator("minor_unit")
    @classmethod
    def _a_few_decimals(cls, value: int | None) -> int | None:
        if value is not None and not 0 <= value <= 4:  # noqa: PLR2004 - what ISO 4217 knows
            msg = "decimals are 0 to 4"
            raise ValueError(msg)
        return value
