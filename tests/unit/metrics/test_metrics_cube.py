from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit.errors import MeasureError
from xlakit.metrics import Cell, Cube, Key
from xlakit.model import windows
from xlakit.stats import withheld

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
MONTHS = windows("month", date(2026, 1, 1), date(2026, 6, 30), "UTC")
COUNTS = st.integers(-(10**12), 10**12)
SIDE = st.lists(COUNTS, min_size=4, max_size=4).map(tuple)
GROUPS = st.one_of(st.none(), st.tuples(SIDE, SIDE))
BUCKETS = st.dictionaries(st.integers(-9, 9), st.integers(1, 99), max_size=3).map(
    lambda rows: tuple(sorted(rows.items()))
)
LEAF_CELLS = st.builds(Cell, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, GROUPS, BUCKETS)
CELLS = st.one_of(LEAF_CELLS, st.builds(lambda *parts: Cell(parts=parts), LEAF_CELLS, LEAF_CELLS))
KEYS = st.builds(
    Key, st.sampled_from(["a", "b"]), st.sampled_from(MONTHS), st.sampled_from([(), (("team", "x"),)])
)
CUBES = st.builds(Cube, st.just(AS_OF), st.dictionaries(KEYS, CELLS, max_size=6))


@given(CUBES, CUBES, CUBES)
def test_cubes_add_in_any_order_and_any_grouping(one: Cube, two: Cube, three: Cube) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Cube(AS_OF) == one


def test_cubes_as_of_different_instants_do_not_add() -> None:
    with pytest.raises(MeasureError, match="different instants"):
        Cube(AS_OF) + Cube(AS_OF.replace(month=8))


def test_counts_of_distinct_people_do_not_add() -> None:
    with pytest.raises(
        MeasureError, match="only the whole desk can give do not add over parts; got 'frustration_gap'"
    ):
        Cube(AS_OF, {}, frozenset({"frustration_gap"})) + Cube(AS_OF)


def test_what_was_not_counted_is_an_empty_cell() -> None:
    assert Cube(AS_OF)[Key("a", MONTHS[0])] == Cell()


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 60)), st.integers(5, 20))
def test_no_single_small_part_can_be_worked_out_as_a_difference(counts: dict[str, int], k: int) -> None:
    hidden = withheld(counts, k)
    assert {name for name, count in counts.items() if 0 < count < k} <= hidden
    shown = {name: count for name, count in counts.items() if name not in hidden}
    assert all(count == 0 or count >= k for count in shown.values())
    if hidden:
        rest = sum(counts[name] for name in hidden)
        alone = len(hidden) == 1 or rest < k
        assert not alone or not any(shown.values())  # protected, or nothing else is shown to subtract
