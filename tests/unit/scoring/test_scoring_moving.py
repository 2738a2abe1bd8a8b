from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from xlakit.model import Level, Levels
from xlakit.model.level_terms import GlidePath, Ratchet
from xlakit.scoring.course import Past
from xlakit.scoring.moving import glided, ratcheted, stated, year_of

START = date(2026, 1, 1)


def levels(**more: Any) -> Levels:
    return Levels.model_validate({"expected": {"at_least": "95%"}} | more)


def past(*values: str, year: int = 0, expected: str = "0.95") -> list[Past]:
    found = []
    for value in values:
        exact = Fraction(value)
        found.append(Past(year, exact, Fraction(expected), exact >= Fraction(expected)))
    return found


def test_a_contract_year_begins_on_its_day() -> None:
    start = date(2024, 2, 29)
    assert [year_of(day, start) for day in (date(2025, 2, 28), date(2025, 3, 1), date(2024, 2, 28))] == [
        0,
        1,
        -1,
    ]


@pytest.mark.parametrize(
    ("month", "expected"), [(1, "at most 20%"), (3, "at most 14%"), (6, "at most 5%"), (12, "at most 5%")]
)
def test_a_path_glides_down_where_low_is_good(month: int, expected: str) -> None:
    agreed = Levels.model_validate({"expected": {"at_most": "5%"}})
    path = GlidePath.model_validate({"start": "20%", "per_month": "3%"})
    assert str(glided(path, agreed, date(2026, month, 1), START).expected) == expected


def test_a_path_may_go_by_steps_and_the_agreed_level_holds_before_the_first() -> None:
    path = GlidePath.model_validate(
        {"steps": [{"from": "2026-05-01", "expected": "90%"}, {"from": "2026-03-01", "expected": "80%"}]}
    )
    found = [str(glided(path, levels(), date(2026, month, 1), START).expected) for month in (2, 3, 4, 5, 9)]
    assert found == ["at least 95%", "at least 80%", "at least 80%", "at least 90%", "at least 90%"]


def test_a_minimum_gives_way_to_a_lower_expected_level() -> None:
    path = GlidePath.model_validate({"start": "85%", "per_month": "5%"})
    agreed = levels(minimum={"at_least": "92%"})
    found = [glided(path, agreed, date(2026, month, 1), START) for month in (1, 3)]
    assert [str(item.minimum) for item in found] == ["at least 85%", "at least 92%"]


def test_half_way_needs_so_many_kept_windows_in_a_row_and_starts_anew() -> None:
    clause = Ratchet.model_validate({"form": "R1", "months": 3, "best": 1})
    two, raised, seen = ratcheted(clause, levels(), past("0.96", "0.97"), 0, Fraction(0), 0)
    assert (str(two.expected), raised, seen) == ("at least 95%", 0, 0)
    missed = past("0.96", "0.94", "0.97")
    assert ratcheted(clause, levels(), missed, 0, Fraction(0), 0)[1] == 0
    three, raised, seen = ratcheted(clause, levels(), past("0.96", "0.97", "0.98"), 0, Fraction(0), 0)
    assert (str(three.expected), raised, seen) == ("at least 96%", Fraction(1, 100), 3)
    # The same three windows move it once; three on the new level move it again.
    again = ratcheted(clause, levels(), past("0.96", "0.97", "0.98"), 0, raised, seen)
    assert (str(again[0].expected), again[1:]) == ("at least 96%", (Fraction(1, 100), 3))
    six = past("0.96", "0.97", "0.98") + past("0.96", "0.96", "0.99", expected="0.96")
    assert str(ratcheted(clause, levels(), six, 0, raised, seen)[0].expected) == "at least 96.5%"


def test_a_ratchet_never_goes_down_when_what_was_kept_is_less_than_is_agreed_now() -> None:
    clause = Ratchet.model_validate({"form": "R1", "months": 2, "best": 1})
    kept = past("0.91", "0.92", expected="0.90")  # an amendment asks for 95 since
    moved, raised, seen = ratcheted(clause, levels(), kept, 0, Fraction(0), 0)
    assert (str(moved.expected), raised, seen) == ("at least 95%", 0, 2)


def test_a_year_moves_it_to_the_mean_of_its_best_by_a_share_of_the_way_at_most() -> None:
    clause = Ratchet.model_validate({"form": "R2", "months": 12, "best": 2, "share": "50%"})
    best = past("0.95", "0.97", "0.96", "0.95")
    assert ratcheted(clause, levels(), best, 0, Fraction(0), 0)[1] == 0  # the year is not over
    moved, raised, _ = ratcheted(clause, levels(), best, 1, Fraction(0), 0)
    assert (str(moved.expected), raised) == ("at least 96.5%", Fraction(3, 200))
    capped = ratcheted(clause, levels(), past("0.99", "0.99"), 1, Fraction(0), 0)
    assert str(capped[0].expected) == "at least 97.5%"  # half of the way to 100 %
    assert ratcheted(clause, levels(), past("0.99"), 1, Fraction(0), 0)[1] == 0  # fewer windows than the best
    assert ratcheted(clause, levels(), past("0.90", "0.91"), 1, Fraction(0), 0)[1] == 0  # never down


def test_a_ratchet_goes_down_where_low_is_good_and_the_minimum_stays_unless_it_rises() -> None:
    agreed = Levels.model_validate({"expected": {"at_most": "10%"}, "minimum": {"at_most": "20%"}})
    kept = [Past(0, Fraction(4, 100), Fraction(1, 10), exceeded=True)] * 3
    for word, floor in (("stays", "at most 20%"), ("rises", "at most 17%")):
        clause = Ratchet.model_validate({"form": "R1", "months": 3, "best": 1, "minimum": word})
        moved, *_ = ratcheted(clause, agreed, kept, 0, Fraction(0), 0)
        assert (str(moved.expected), str(moved.minimum)) == ("at most 7%", floor)


@pytest.mark.parametrize(
    ("level", "exact", "text"),
    [
        ({"at_least": "95%"}, "0.96789", "at least 96.78%"),
        ({"at_most": "5%"}, "0.01231", "at most 1.24%"),
        ({"at_least": "4.2"}, "4.567", "at least 4.56"),
        ({"at_most": "4h"}, "9000", "at most 2h30m"),
    ],
)
def test_a_computed_level_is_stated_to_the_provider_s_side(
    level: dict[str, str], exact: str, text: str
) -> None:
    assert str(stated(Level.model_validate(level), Fraction(exact))) == text
