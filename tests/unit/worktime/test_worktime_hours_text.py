from __future__ import annotations

import pytest
from pydantic import ValidationError

from xlakit.model import CalendarSpec
from xlakit.model.hours import YearlyRange, holiday, span, weekdays


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("fri-mon", (0, 4, 5, 6)),
        ("mon,wed,fri", (0, 2, 4)),
        ("sat, sun", (5, 6)),
        ("mon-tue,sat-sun", (0, 1, 5, 6)),
        ("wed-wed", (2,)),
    ],
)
def test_day_keys_name_weekdays(text: str, days: tuple[int, ...]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["monday", "", "mon-", "mon;tue", "Mon", "mon-fri-sun", "0"])
def test_other_day_keys_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="days such as mon"):
        weekdays(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00-24:00", (0, 86_400)),
        ("17:00-08:00 ", (61_200, 115_200)),
        ("22:00-00:00", (79_200, 86_400)),
        ("23:59:59-00:00:01", (86_399, 86_401)),
    ],
)
def test_intervals_are_seconds_from_midnight_and_may_cross_the_next(
    text: str, seconds: tuple[int, int]
) -> None:
    assert span(text) == seconds


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("25:00-26:00", "between 00:00 and 24:00"),
        ("08:60-09:00", "between 00:00 and 24:00"),
        ("24:01-25:00", "between 00:00 and 24:00"),
        ("24:00-08:00", "start before 24:00"),
        ("08:00-08:00", "00:00-24:00"),
        ("8:00-9:00", "hours such as"),
        ("08:00", "hours such as"),
        ("08:00-09:00-10:00", "hours such as"),
    ],
)
def test_impossible_intervals_are_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        span(text)


def test_holidays_may_repeat_every_year_and_run_over_new_year() -> None:
    assert holiday("--12-24/--01-02") == YearlyRange((12, 24), (1, 2))
    assert holiday("--02-29") == YearlyRange((2, 29), (2, 29))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-29", "does not exist"),
        ("20261225", "is expected"),
        ("25.12.2026", "is expected"),
        ("2026-12-31/2026-12-01", "ends before it starts"),
        ("--12-24/2026-12-26", "between two dates"),
        ("--13-01", "does not exist"),
        ("2026-12-25/", "is expected"),
    ],
)
def test_what_is_no_holiday_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        holiday(text)


def spec(**fields: object) -> CalendarSpec:
    return CalendarSpec.model_validate({"timezone": "UTC", "hours": {"mon-fri": ["08:00-17:00"]}, **fields})


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"timezone": "Europe/Berln"}, ("timezone",)),
        ({"hours": {"monday": ["08:00-17:00"]}}, ("hours", "monday", "[key]")),
        ({"hours": {"mon": ["08:00-17:00", "25:00-26:00"]}}, ("hours", "mon", 1)),
        ({"dates": {"2026-02-30": []}}, ("dates", "2026-02-30", "[key]")),
        ({"dates": {"2026-02-03": ["x"]}}, ("dates", "2026-02-03", 0)),
        ({"breaks": {"2026-02-03": ["10-11"]}}, ("breaks", "2026-02-03", 0)),
        ({"holidays": ["2026-12-25", "christmas"]}, ("holidays", "dates", 1)),
        ({"holidays": {"country": "Germany"}}, ("holidays", "country", "country")),
        ({"holidays": {"country": "DE", "dates": ["x"]}}, ("holidays", "country", "dates", 0)),
        ({"valid_from": "2026-13-01"}, ("valid_from",)),
        ({"valid_from": "2026-02-01", "valid_through": "2026-01-31"}, ()),
        ({"hours": {}}, ()),
        ({"hours": {"mon": []}}, ()),
    ],
)
def test_a_mistake_in_a_specification_is_one_error_at_its_key(
    fields: dict[str, object], place: tuple[object, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        spec(**fields)
    assert [details["loc"] for details in caught.value.errors()] == [place]


def test_a_specification_keeps_its_texts_and_goes_round() -> None:
    one = spec(
        hours={"mon-fri": "08:00-17:00 ", "sat": []},
        holidays={"country": "NO", "dates": "--12-24"},
        dates={"2026-12-31": ["08:00-12:00"]},
        valid_through="2027-12-31",
    )
    assert one.hours == {"mon-fri": ("08:00-17:00",), "sat": ()}
    assert one.model_dump()["holidays"] == {"country": "NO", "subdivision": None, "dates": ("--12-24",)}
    assert CalendarSpec.model_validate_json(one.model_dump_json()) == one
    assert CalendarSpec.model_validate(one.model_dump()) == one


def test_hours_may_be_empty_where_dates_state_them() -> None:
    assert spec(hours={}, dates={"2026-12-19": ["08:00-12:00"]}).hours == {}
