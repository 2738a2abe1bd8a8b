from __future__ import annotations

import math
from datetime import UTC, datetime
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest

from xlakit.errors import DataError
from xlakit.model import Window
from xlakit.stats import feasible_ranges, suppress, withheld, withheld_everywhere

EDGES = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 8)]
MONTHS = [Window(start=a, end=b, label=f"{a:%b}") for a, b in pairwise(EDGES)]
QUARTERS = [Window(start=EDGES[i], end=EDGES[i + 3], label=f"Q{i}") for i in (0, 3)]
SPRING = Window(start=EDGES[1], end=EDGES[4], label="Feb to Apr")
SCORES = {"a": 40 * 7.9, "b": 44 * 7.6 - 40 * 7.9}


def test_two_published_means_tell_the_mean_of_the_four_that_are_left() -> None:
    [told] = feasible_ranges({"a": 40, "b": 4}, ["b"], sums=SCORES, ranges=(0, 10)).hidden
    assert (told.low, told.high, told.width) == (4, 4, 0)
    assert told.sum_low == pytest.approx(18.4)
    assert told.sum_high / told.high == pytest.approx(4.6)


def test_the_four_are_safe_once_their_complement_is_hidden() -> None:
    found = suppress({"a": 40, "b": 4}, sums=SCORES, ranges=(0, 10))
    assert {each.figure: each.reason for each in found.hidden} == {"b": "primary", "a": "complementary"}
    assert found.protected
    assert all(each.sum_high - each.sum_low >= 10 for each in found.hidden)


def test_a_cell_alone_in_its_row_is_found_and_a_closed_rectangle_protects_it() -> None:
    table = [[3, 20, 50], [20, 30, 60], [40, 50, 70]]
    alone = feasible_ranges(table, [(0, 0)])
    assert not alone.protected
    assert (alone.hidden[0].low, alone.hidden[0].high) == (3, 3)
    found = suppress(table)
    assert found.names == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert [(each.low, each.high) for each in found.hidden] == [(0, 23), (0, 23), (0, 23), (27, 50)]
    assert found.programs > 0


def test_a_rectangle_that_is_too_tight_does_not_protect() -> None:
    table = [[3, 4, 50], [2, 30, 60], [40, 50, 70]]
    tight = feasible_ranges(table, [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert [each.width for each in tight.hidden] == [5, 5, 5, 5]
    assert not tight.protected
    assert suppress(table).protected


def test_nothing_is_hidden_where_no_group_is_small() -> None:
    found = suppress([[10, 0], [0, 12]])
    assert (found.hidden, found.protected, found.programs) == ((), True, 0)
    assert len(found.shown) == 9


def test_where_all_are_few_only_empty_figures_are_shown() -> None:
    found = suppress({"a": 2, "b": 3, "c": 0})
    assert found.shown == ("c",)
    assert found.names == {"a", "b", ...}
    assert all(math.isinf(each.high) for each in found.hidden)


def test_rolling_windows_do_not_give_a_month_away() -> None:
    months = {1: 30, 2: 25, 3: 40, 4: 3, 5: 28}
    rolling = {f"to {last}": [last - 2, last - 1, last] for last in (3, 4, 5)}
    found = suppress(months, published=rolling)  # no month is shown, but 4 = "to 4" - "to 3" + 1
    assert found.hidden == ()
    assert [each.figure for each in found.unpublished] == [4]
    singles = {month: [month] for month in (1, 2, 3, 5)}
    found = suppress(months, published=rolling | singles)
    assert found.hidden
    assert found.unpublished[0].width >= 10


def test_small_groups_that_no_figure_shows_are_not_told_by_crossing_cuts() -> None:
    # One answer of team a came from site y, and everybody knows that all others there are of team b.
    counts = {("a", "x"): 39, ("a", "y"): 1, ("b", "y"): 29}
    cuts = {
        "team a": [("a", "x"), ("a", "y")],
        "team b": [("b", "y")],
        "site x": [("a", "x")],
        "site y": [("a", "y"), ("b", "y")],
    }
    assert not feasible_ranges(counts, (), published=cuts).protected
    found = suppress(counts, published=cuts)
    assert found.protected
    assert [each.reason for each in found.unpublished] == ["not published"]


def test_a_figure_under_two_names_is_hidden_under_both() -> None:
    found = suppress({"a": 4, "b": 40}, published={"team a": ["a"], "site x": ["a"], "all": ["a", "b"]})
    assert {"team a", "site x"} == found.names


def test_unanimous_groups_are_hidden_on_request_only() -> None:
    counts, wins = {"a": 40, "b": 30, "c": 35}, {"a": 40, "b": 20, "c": 30}
    assert not suppress(counts, sums=wins, ranges=(0, 1)).hidden
    found = suppress(counts, sums=wins, ranges=(0, 1), homogeneous=True)
    assert ("a", "homogeneous") in {(each.figure, each.reason) for each in found.hidden}
    assert found.protected


def test_all_content_and_one_small_team_leaves_the_rest_shown() -> None:
    counts = {"a": 40, "b": 4, "c": 12, "d": 30}
    found = suppress(counts, sums=counts, ranges=(0, 1))
    assert found.names == {"b", "c"}


def test_wrong_tables_are_refused() -> None:
    with pytest.raises(DataError, match=r"counts\['a'\]: must not be negative"):
        suppress({"a": -1})
    with pytest.raises(DataError, match="counts: has rows of different lengths"):
        suppress([[1, 2], [3]])
    with pytest.raises(DataError, match=r"published\['x'\]: must be a sum of keys of counts; got \['b'\]"):
        suppress({"a": 1}, published={"x": ["a", "b"]})
    with pytest.raises(DataError, match="k: must be at least 2"):
        suppress({"a": 1}, k=1)
    with pytest.raises(DataError, match="ranges: must be the lowest and the highest"):
        suppress({"a": 1}, sums={"a": 1})
    with pytest.raises(DataError, match="sums: must have the keys of counts"):
        suppress({"a": 1}, sums={"b": 1}, ranges=(0, 1))
    with pytest.raises(DataError, match=r"cannot be the sum of 10 scores from 0 to 10.*not means"):
        suppress({"a": 10}, sums={"a": 101}, ranges=(0, 10))
    with pytest.raises(DataError, match=r"names no figure; got \['z'\]"):
        feasible_ranges({"a": 10}, ["z"])


def test_fifty_teams_in_twelve_months_take_seconds() -> None:
    counts = np.random.default_rng(1).negative_binomial(2, 2 / 32, size=(50, 12))
    begin = perf_counter()
    found = suppress(counts)
    assert perf_counter() - begin < 5
    assert found.protected
    complementary = sum(each.reason == "complementary" for each in found.hidden)
    assert complementary < len(found.hidden) / 2


def test_parts_of_one_whole_are_withheld_with_the_smallest_other() -> None:
    assert withheld({"a": 40, "b": 4, "c": 12}, 10) == {"b", "c"}
    assert withheld({"a": 40, "b": 4, "c": 6}, 10) == {"b", "c"}
    assert withheld({("a", "b"): 40, ("c",): 4}, 10) == {("a", "b"), ("c",)}
    assert withheld({"a": 40, "b": 0}, 10) == withheld({}, 10) == frozenset()


def by_team(window: Window, **counts: int) -> dict[tuple[Window, tuple[tuple[str, str], ...]], int]:
    return {(window, (("team", team),)): count for team, count in counts.items()}


def test_a_month_is_not_told_by_its_quarter() -> None:
    figures = {(window, ()): count for window, count in zip(MONTHS, (30, 4, 25, 31, 22, 28), strict=True)}
    figures |= {(QUARTERS[0], ()): 59, (QUARTERS[1], ()): 81}
    hidden = withheld_everywhere(figures, 10)
    assert {window.label for window, _ in hidden} == {"Feb", "Mar"}


def test_overlapping_windows_are_audited_together() -> None:
    figures = {(window, ()): count for window, count in zip(MONTHS[:4], (30, 20, 25, 4), strict=True)}
    figures |= {(QUARTERS[0], ()): 75, (SPRING, ()): 49}
    hidden = withheld_everywhere(figures, 10)
    assert (MONTHS[3], ()) in hidden
    assert len(hidden) > 1  # Feb to Apr less Feb and Mar


def test_a_gap_between_windows_is_audited_too() -> None:
    figures = {(MONTHS[0], ()): 30, (MONTHS[1], ()): 25, (QUARTERS[0], ()): 59}
    assert withheld_everywhere(figures, 10)  # March is not shown, but it is the difference


def test_what_a_cut_leaves_over_is_audited() -> None:
    figures = {(MONTHS[0], ()): 44, **by_team(MONTHS[0], a=40)}
    assert withheld_everywhere(figures, 10)  # four answers without a team
    assert not withheld_everywhere({(MONTHS[0], ()): 54, **by_team(MONTHS[0], a=40)}, 10)


def test_cuts_by_different_columns_share_their_whole_even_where_it_is_not_shown() -> None:
    teams = by_team(MONTHS[0], a=40, b=4, c=20)
    sites = {(MONTHS[0], (("site", site),)): count for site, count in (("x", 50), ("y", 14))}
    hidden = withheld_everywhere(teams | sites, 10)
    # b is 64 by site less 60 by team: hiding y (14 answers) costs less than hiding c (20).
    assert hidden == {(MONTHS[0], (("team", "b"),)), (MONTHS[0], (("site", "y"),))}


def test_a_cut_by_two_columns_is_bound_to_both() -> None:
    crossed = {("a", "x"): 30, ("a", "y"): 4, ("b", "x"): 20, ("b", "y"): 30}
    figures = {(MONTHS[0], (("team", t), ("site", s))): count for (t, s), count in crossed.items()}
    figures |= by_team(MONTHS[0], a=34, b=50)
    figures |= {(MONTHS[0], (("site", s),)): count for s, count in (("x", 50), ("y", 34))}
    figures[MONTHS[0], ()] = 84
    hidden = withheld_everywhere(figures, 10)
    assert hidden == {name for name in figures if len(name[1]) == 2}


def test_figures_to_keep_are_hidden_last() -> None:
    figures = {(MONTHS[0], ()): 44, **by_team(MONTHS[0], a=40)}
    figures |= {(MONTHS[0], (("site", site),)): count for site, count in (("x", 34), ("y", 10))}
    for kept in ((MONTHS[0], ()), (MONTHS[0], (("team", "a"),))):
        assert kept not in withheld_everywhere(figures, 10, keep=[kept])
    months = {(MONTHS[0], ()): 30, (MONTHS[1], ()): 4, (MONTHS[2], ()): 25, (QUARTERS[0], ()): 59}
    assert len(withheld_everywhere(months, 10, keep=months)) == 2  # nothing else would hide the four


def test_sums_over_windows_are_audited_like_counts() -> None:
    figures = {(MONTHS[0], ()): 44, **by_team(MONTHS[0], a=40, b=4, c=0)}
    wins = {(MONTHS[0], ()): 40, **by_team(MONTHS[0], a=38, b=2, c=0)}
    assert withheld_everywhere(figures, 10, sums=wins, ranges=(0, 1)) == by_team(MONTHS[0], a=0, b=0).keys()


def test_figures_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(
        DataError, match="parts by team of Jan hold more answers than their whole; got '44 of 40'"
    ):
        withheld_everywhere({(MONTHS[0], ()): 40, **by_team(MONTHS[0], a=40, b=4)}, 10)
    months = {(window, ()): 20 for window in MONTHS[:3]}
    with pytest.raises(DataError, match="contradict each other"):
        withheld_everywhere({**months, (QUARTERS[0], ()): 50}, 10)
    assert withheld_everywhere({}, 10) == frozenset()
