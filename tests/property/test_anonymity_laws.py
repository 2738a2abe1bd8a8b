"""What must hold for whatever is suppressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xlakit.stats import feasible_ranges, suppress, withheld
from xlakit.stats.anonymity.table import margins

if TYPE_CHECKING:
    from random import Random

KEYS = [(team, month) for team in "abcd" for month in range(3)]
ANSWER_COUNTS = st.one_of(st.just(0), st.integers(1, 12), st.integers(10, 80))
ANSWERED = st.lists(ANSWER_COUNTS, min_size=12, max_size=12).map(
    lambda values: dict(zip(KEYS, values, strict=True))
)
SHARED = st.lists(
    ANSWER_COUNTS.flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=12, max_size=12
)
FIGURES = margins(KEYS)


def held(counts: dict[Any, int], name: Any) -> int:
    return sum(counts[key] for key in FIGURES[name])


@settings(max_examples=40, deadline=None)
@given(ANSWERED, st.integers(2, 15))
def test_nothing_small_is_shown_and_nothing_hidden_is_told(counts: dict[Any, int], k: int) -> None:
    found = suppress(counts, k=k)
    assert set(found.shown) | found.names == set(FIGURES)
    assert not set(found.shown) & found.names
    assert all(held(counts, name) == 0 or held(counts, name) >= k for name in found.shown)
    assert found.protected
    assert feasible_ranges(counts, found.names, k=k).protected
    for each in found.hidden:
        assert each.width >= k - 1e-6
        assert each.low <= held(counts, each.figure) <= each.high


@settings(max_examples=25, deadline=None)
@given(SHARED, st.integers(2, 15), st.booleans())
def test_scores_are_not_told_either(pairs: list[tuple[int, int]], k: int, homogeneous: bool) -> None:
    counts = dict(zip(KEYS, (n for n, _ in pairs), strict=True))
    wins = dict(zip(KEYS, (s for _, s in pairs), strict=True))
    found = suppress(counts, k=k, sums=wins, ranges=(0, 1), homogeneous=homogeneous)
    assert found.protected
    for each in found.hidden:
        assert each.sum_low <= held(wins, each.figure) <= each.sum_high
        assert each.sum_high <= each.high
    if homogeneous:
        assert all(
            0 < held(wins, name) < held(counts, name) or not held(counts, name) for name in found.shown
        )


@settings(max_examples=25, deadline=None)
@given(SHARED, st.randoms())
def test_the_order_of_what_is_given_decides_nothing(pairs: list[tuple[int, int]], random: Random) -> None:
    counts = dict(zip(KEYS, (n for n, _ in pairs), strict=True))
    wins = dict(zip(KEYS, (s for _, s in pairs), strict=True))
    mixed, names = random.sample(KEYS, len(KEYS)), random.sample(list(FIGURES), len(FIGURES))
    one = suppress(counts, sums=wins, ranges=(0, 1))
    other = suppress(
        {key: counts[key] for key in mixed},
        published={name: random.sample(FIGURES[name], len(FIGURES[name])) for name in names},
        sums={key: wins[key] for key in reversed(mixed)},
        ranges=(0, 1),
    )
    assert one == other


@settings(max_examples=40, deadline=None)
@given(ANSWERED, st.sets(st.sampled_from(list(FIGURES)), min_size=1), st.sets(st.sampled_from(list(FIGURES))))
def test_hiding_more_never_tells_more(counts: dict[Any, int], some: set[Any], more: set[Any]) -> None:
    few = {each.figure: each for each in feasible_ranges(counts, some).hidden}
    many = {each.figure: each for each in feasible_ranges(counts, some | more).hidden}
    for name, each in few.items():
        assert many[name].low <= each.low + 1e-6
        assert many[name].high >= each.high - 1e-6


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 60)), st.integers(5, 20))
def test_parts_withheld_leave_k_answers_of_two_parts_open(counts: dict[str, int], k: int) -> None:
    hidden = withheld(counts, k)
    assert {name for name, count in counts.items() if 0 < count < k} <= hidden
    if hidden and sum(counts.values()) >= k:
        assert sum(counts[name] for name in hidden) >= k
        assert len(hidden) > 1
        spare = max(hidden, key=counts.__getitem__)
        assert counts[spare] < k or sum(counts[name] for name in hidden - {spare}) < k or len(hidden) == 2
