from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.model import Level
from xlakit.model.figures import figure, hours, level_text, percent


def level(**text: str) -> Level:
    return Level.model_validate(text)


@pytest.mark.parametrize(
    ("numerator", "denominator", "promised", "shown"),
    [
        (953, 1000, {"at_least": "95%"}, "95.3%"),
        (9496, 10000, {"at_least": "95%"}, "94.96%"),
        (949996, 1000000, {"at_least": "95%"}, "94.9996%"),
        (95, 100, {"at_least": "95%"}, "95.0%"),
        (5001, 100000, {"at_most": "5%"}, "5.001%"),
        (50, 1000, {"at_most": "5%"}, "5.0%"),
    ],
)
def test_a_share_gets_the_digits_its_verdict_needs(
    numerator: int, denominator: int, promised: dict[str, str], shown: str
) -> None:
    assert figure(Fraction(numerator, denominator), "share", [level(**promised)]) == shown


def test_nearly_all_is_not_shown_as_all_and_hardly_any_not_as_none() -> None:
    assert figure(Fraction(99999, 100000), "share") == "99.999%"
    assert figure(Fraction(1, 100000), "share") == "0.001%"
    assert (figure(Fraction(1), "share"), figure(Fraction(0), "share")) == ("100.0%", "0.0%")


def test_points_carry_their_sign() -> None:
    assert [figure(value, "points") for value in (12, -3, 0)] == ["+12", "-3", "0"]
    assert figure(Fraction(299, 10), "points", [level(at_least="30")]) == "+29.9"


def test_a_mean_stands_on_its_side_of_the_level() -> None:
    assert figure(Fraction(39996, 10000), "score", [level(at_least="4")]) == "3.9996"
    assert figure(4.0, "score", [level(at_least="4")]) == "4.00"


def test_an_unknown_unit_is_written_behind_the_number() -> None:
    assert figure(1.5, "contacts") == "1.50 contacts"


@pytest.mark.parametrize(
    ("seconds", "promised", "shown"),
    [(12000, "4h", "3h 20m"), (14400, "4h", "4h"), (14401, "4h", "4h 0m 1s"), (3599, "1h", "59m 59s")],
)
def test_a_length_of_time_gets_seconds_where_its_verdict_needs_them(
    seconds: int, promised: str, shown: str
) -> None:
    assert figure(seconds, "seconds", [level(at_most=promised)]) == shown


def test_half_a_second_too_long_reads_too_long() -> None:
    assert figure(Fraction(28801, 2), "seconds", [level(at_most="4h")]) == "4h 0m 0.5s"


def test_a_minute_that_rounding_fills_carries_over() -> None:
    assert [hours(value) for value in (59.6, 3599.6, 7199.9)] == ["1m", "1h 0m 0s", "2h"]


def test_levels_read_as_the_agreement_wrote_them() -> None:
    texts = [level_text(level(at_most=text)) for text in ("90m", "45s", "1m30s", "0.5s", "5%", "3.50")]
    assert texts == [
        "at most 1h 30m",
        "at most 45s",
        "at most 1m 30s",
        "at most 0.500000s",
        "at most 5%",
        "at most 3.50",
    ]


def test_no_share_is_not_a_share_of_zero() -> None:
    assert (percent(None), percent(0.0)) == ("unknown", "0.0%")


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(0, 10000),
    st.booleans(),
)
def test_a_shown_share_never_contradicts_its_verdict(
    counts: tuple[int, int], hundredths: int, floor: bool
) -> None:
    promised = level(**{"at_least" if floor else "at_most": f"{hundredths // 100}.{hundredths % 100:02d}%"})
    exact = Fraction(*counts)
    shown = Fraction(figure(exact, "share", [promised]).removesuffix("%")) / 100
    assert promised.holds(shown) == promised.holds(exact)
    assert abs(shown - exact) <= Fraction(1, 2000)
    assert (shown in {0, 1}) == (exact in {0, 1})


@settings(max_examples=200, deadline=None)
@given(st.fractions(0, 10**6, max_denominator=10**6), st.integers(0, 999_999))
def test_a_shown_length_of_time_never_contradicts_its_verdict(exact: Fraction, limit: int) -> None:
    promised = level(at_most=f"{limit}s")
    shown = figure(exact, "seconds", [promised])
    units = {"h": 3600, "m": 60, "s": 1}
    total = sum(Fraction(part[:-1]) * units[part[-1]] for part in shown.split())
    assert promised.holds(total) == promised.holds(exact)
