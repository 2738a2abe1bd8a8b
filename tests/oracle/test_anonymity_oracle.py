"""The audit beside a count of every table that looks the same."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from itertools import pairwise, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from literal_tables import tables

from xlakit.model import Window
from xlakit.stats import feasible_ranges, suppress, withheld_everywhere
from xlakit.stats.anonymity.table import margins

CELLS = [(i, j) for i in range(3) for j in range(3)]
FIGURES = margins(CELLS)
COUNTS = st.lists(st.integers(0, 3), min_size=9, max_size=9).map(
    lambda values: dict(zip(CELLS, values, strict=True))
)
TOTAL = (..., ...)


def everything_seen(counts: dict[Any, int], figures: dict[Any, list[Any]], hidden: set[Any]) -> list[Any]:
    return [
        (members, sum(map(counts.get, members))) for name, members in figures.items() if name not in hidden
    ]


def counted_ranges(
    counts: dict[Any, int], figures: dict[Any, list[Any]], hidden: set[Any]
) -> dict[Any, tuple[int, int]]:
    found = dict.fromkeys(hidden, (math.inf, -math.inf))
    for table in tables(list(counts), everything_seen(counts, figures, hidden), sum(counts.values())):
        for name in hidden:
            value = sum(map(table.get, figures[name]))
            found[name] = min(found[name][0], value), max(found[name][1], value)
    return found


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.sets(st.sampled_from([name for name in FIGURES if name != TOTAL]), min_size=1, max_size=7))
def test_the_ranges_are_those_of_all_tables_that_look_the_same(
    counts: dict[Any, int], hidden: set[Any]
) -> None:
    # Rows and columns: the ends of the ranges are whole tables, so that the count meets them exactly.
    ours = {each.figure: (each.low, each.high) for each in feasible_ranges(counts, hidden, k=3).hidden}
    assert ours == counted_ranges(counts, FIGURES, hidden)


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.integers(2, 5))
def test_what_is_hidden_can_hold_k_values_more_in_another_table(counts: dict[Any, int], k: int) -> None:
    found = suppress(counts, k=k)
    if sum(counts.values()) < k:
        assert all(sum(map(counts.get, FIGURES[name])) == 0 for name in found.shown)
        return
    for name, (low, high) in counted_ranges(counts, FIGURES, set(found.names)).items():
        assert high - low >= k or sum(map(counts.get, FIGURES[name])) == 0


SQUARE = [(i, j) for i in range(2) for j in range(2)]
YES_NO = st.integers(0, 3).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@settings(max_examples=40, deadline=None)
@given(st.lists(YES_NO, min_size=4, max_size=4), st.sets(st.sampled_from(SQUARE), min_size=1))
def test_counts_and_successes_are_told_as_far_as_both_tables_allow(
    pairs: list[tuple[int, int]], hidden: set[Any]
) -> None:
    counts = dict(zip(SQUARE, (n for n, _ in pairs), strict=True))
    wins = dict(zip(SQUARE, (s for _, s in pairs), strict=True))
    figures, most = margins(SQUARE), sum(counts.values())
    answers = list(tables(SQUARE, everything_seen(counts, figures, hidden), most))
    good = list(tables(SQUARE, everything_seen(wins, figures, hidden), most))
    both = [(n, s) for n, s in product(answers, good) if all(s[cell] <= n[cell] for cell in SQUARE)]
    for each in feasible_ranges(counts, hidden, k=2, sums=wins, ranges=(0, 1)).hidden:
        cell = each.figure
        assert (each.low, each.high) == (min(n[cell] for n, _ in both), max(n[cell] for n, _ in both))
        assert (each.sum_low, each.sum_high) == (min(s[cell] for _, s in both), max(s[cell] for _, s in both))


EDGES = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 5)]
MONTHS = [Window(start=a, end=b, label=f"{a:%b}") for a, b in pairwise(EDGES)]
ROLLING = [Window(start=EDGES[i], end=EDGES[i + 2], label=f"two to {i}") for i in range(2)]
QUARTER = Window(start=EDGES[0], end=EDGES[3], label="Q1")
FINEST = [(month, team) for month in range(3) for team in "ab"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6), st.integers(2, 4))
def test_overlapping_windows_and_cuts_tell_nothing_by_difference(values: list[int], k: int) -> None:
    counts = dict(zip(FINEST, values, strict=True))
    figures = {
        (window, segment): [
            (month, team)
            for month, team in FINEST
            if window.start <= EDGES[month] < window.end and segment in {(), (("team", team),)}
        ]
        for window in (*MONTHS, *ROLLING, QUARTER)
        for segment in ((), (("team", "a"),), (("team", "b"),))
    }
    held = {name: sum(map(counts.get, members)) for name, members in figures.items()}
    hidden = withheld_everywhere(held, k)
    assert {name for name, value in held.items() if 0 < value < k} <= hidden
    if sum(values) >= k and hidden:
        seen = set(hidden)
        for name, (low, high) in counted_ranges(counts, figures, seen).items():
            whole = not all(held[other] == 0 for other in held if other not in seen)
            assert high - low >= k or (not whole and high == sum(values)), name
