from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from xlakit.model import Duration, Level, Money, Percent
from xlakit.model.quantity import Quantity

quantity = TypeAdapter(Quantity)


@pytest.mark.parametrize(
    ("text", "fraction"),
    [("95%", "0.95"), ("99.5%", "0.995"), ("0%", "0"), ("200%", "2"), ("99.999999999%", "0.99999999999")],
)
def test_a_percentage_is_an_exact_fraction(text: str, fraction: str) -> None:
    assert Percent.parse(text).value == Decimal(fraction)
    assert Percent.parse(str(Percent.parse(text))) == Percent.parse(text)


@pytest.mark.parametrize("bad", ["95", "0.95", "%", "-5%", "95 percent", "1e2%", ""])
def test_what_has_no_percent_sign_is_no_percentage(bad: str) -> None:
    with pytest.raises(ValidationError, match="percentage"):
        Percent.parse(bad)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("15m", 900_000_000),
        ("4h", 14_400_000_000),
        ("1h30m", 5_400_000_000),
        ("2d", 172_800_000_000),
        ("1w", 604_800_000_000),
        ("0.5s", 500_000),
        ("-4h", -14_400_000_000),
        ("0m", 0),
    ],
)
def test_a_day_is_24_hours_of_open_time_and_nothing_is_rounded(text: str, microseconds: int) -> None:
    assert Duration.parse(text).microseconds == microseconds
    assert Duration.parse(str(Duration.parse(text))).microseconds == microseconds


def test_business_days_and_ends_of_day_stay_what_they_are() -> None:
    assert Duration.parse("2bd").business_days == 2
    assert Duration.parse("eod").end_of_day == 0
    assert str(Duration.parse("eod+1")) == "eod+1"


@pytest.mark.parametrize("bad", ["4", "4 h", "h", "4x", "2bd4h", "eod-1", "", "1.5bd"])
def test_a_duration_names_its_unit(bad: str) -> None:
    with pytest.raises(ValidationError, match="duration"):
        Duration.parse(bad)


def test_a_quantity_is_what_its_text_says() -> None:
    assert isinstance(quantity.validate_python("95%"), Percent)
    assert isinstance(quantity.validate_python("4h"), Duration)
    assert quantity.validate_python("30") == Decimal(30)
    assert quantity.validate_python("-12.5") == Decimal("-12.5")


@pytest.mark.parametrize("bad", [0.95, True, "nan", "inf"])
def test_a_quantity_is_never_a_float(bad: object) -> None:
    with pytest.raises(ValidationError):
        quantity.validate_python(bad)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10_000))
def test_a_level_is_kept_exactly_when_the_integers_say_so(hits: int, extra: int, permyriad: int) -> None:
    count = hits + extra
    level = Level.model_validate({"at_least": f"{permyriad / 100:.2f}%"})
    assert level.holds(Fraction(hits, count)) == (hits * 10_000 >= permyriad * count)


def test_exactly_on_the_level_keeps_it_where_floats_would_not() -> None:
    # 0.07 * 100 is 7.000000000000001 in floats: a promise of 93 % over 100 tickets with 7 failures
    assert Level.model_validate({"at_least": "93%"}).holds(Fraction(93, 100))
    assert Level.model_validate({"at_most": "4h"}).holds(Fraction(14_400))
    assert not Level.model_validate({"at_most": "4h"}).holds(Fraction(14_400_000_001, 1_000_000))


@pytest.mark.parametrize("bad", [{}, {"at_least": "1%", "at_most": "2%"}])
def test_a_level_has_exactly_one_end(bad: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        Level.model_validate(bad)


def test_money_never_mixes_currencies_and_never_takes_floats() -> None:
    assert (
        Money(amount=Decimal("0.1"), currency="EUR") + Money(amount="0.2", currency="EUR")
    ).amount == Decimal("0.3")
    with pytest.raises(TypeError, match="two currencies"):
        Money(amount=1, currency="EUR") + Money(amount=1, currency="USD")
    with pytest.raises(ValidationError, match="never as a float"):
        Money(amount=0.1, currency="EUR")
    with pytest.raises(ValidationError):
        Money(amount=1, currency="euro")
