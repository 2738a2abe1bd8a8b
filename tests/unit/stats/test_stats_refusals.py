"""What is no number or no row of numbers is refused in the library's own words, whatever form it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from xlakit import stats
from xlakit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = [94.1, 95.2, 93.8, 94.9, 95.6, 94.4, 95.1, 93.9, 94.7, 95.3, 94.8, 91.0]
EVENTS, COUNTS = (
    [2, 5, 1, 4, 3, 2, 6, 3, 2, 4, 3, 5],
    [120, 130, 110, 140, 125, 118, 122, 131, 119, 127, 133, 121],
)
ROWS: dict[str, Callable[[Any], object]] = {
    "mean": stats.mean,
    "percentile": lambda rows: stats.percentile(rows, 90),
    "bootstrap": lambda rows: stats.bootstrap(rows, seed=1, draws=100),
    "ratio": lambda rows: stats.ratio(rows, COUNTS),
    "poisson_bootstrap": lambda rows: stats.poisson_bootstrap(rows, COUNTS, seed=1, draws=100),
    "holm": stats.holm,
    "xmr": stats.xmr,
    "u_chart": lambda rows: stats.u_chart(EVENTS, rows),
    "change_point": lambda rows: stats.change_point(rows, permutations=9),
    "rank_test": lambda rows: stats.rank_test(rows, VALUES),
    "design_effect": stats.design_effect,
    "half_width": stats.half_width,
    "unequal_freedom": stats.unequal_freedom,
    "empirical_bayes_normal": lambda rows: stats.empirical_bayes_normal(rows, [1.0] * 12),
    "rake": lambda rows: stats.rake(rows, [COUNTS]),
    "suppress": stats.suppress,
}
LEVELS: dict[str, Callable[[Any], object]] = {
    "proportion": lambda level: stats.proportion(17, 20, level=level),
    "net_promoter": lambda level: stats.net_promoter(6, 2, 2, level=level),
    "mean": lambda level: stats.mean(VALUES, level=level),
    "percentile": lambda level: stats.percentile(VALUES, 90, level=level),
    "sample_size": lambda level: stats.sample_size(0.05, level=level),
    "one_sided": stats.one_sided,
}


NONSENSE: list[object] = ["text", None, 7, ["a"], [[1, 2], [3]], {"a": 1}]
# Counts by name are what `suppress` takes.
REFUSED = [(name, item) for name in ROWS for item in NONSENSE if (name, item) != ("suppress", {"a": 1})]


@pytest.mark.parametrize(("name", "nonsense"), REFUSED, ids=repr)
def test_what_is_no_row_of_numbers_is_refused_in_words(name: str, nonsense: object) -> None:
    with pytest.raises(DataError, match=": "):
        ROWS[name](nonsense)


@pytest.mark.parametrize("level", ["0.95", None, float("nan"), [0.95], 95, 0, 1], ids=repr)
@pytest.mark.parametrize("name", LEVELS)
def test_what_is_no_confidence_is_refused_in_words(name: str, level: object) -> None:
    with pytest.raises(DataError, match="level"):
        LEVELS[name](level)


STEPS: dict[str, Callable[[Any], object]] = {
    "mean_from_sums": lambda quantum: stats.mean_from_sums(10, 20, 50, quantum=quantum),
    "total": lambda quantum: stats.total(10, 20, 50, quantum=quantum),
    "ratio": lambda quantum: stats.ratio([1, 2], [1, 2], quantum=quantum),
    "poisson_bootstrap": lambda quantum: stats.poisson_bootstrap([1, 2], [1, 2], seed=1, quantum=quantum),
    "multinomial_bootstrap": lambda quantum: stats.multinomial_bootstrap(
        [5, 5], [1, 0], seed=1, quantum=quantum
    ),
}


@pytest.mark.parametrize("quantum", ["x", None, 0.1, float("nan"), [1]], ids=repr)
@pytest.mark.parametrize("name", STEPS)
def test_what_is_no_exact_worth_of_a_step_is_refused_in_words(name: str, quantum: object) -> None:
    with pytest.raises(DataError, match="quantum"):
        STEPS[name](quantum)


@pytest.mark.parametrize(("count", "share"), [(0, 0.9), (-1, 0.9), (2.5, 0.9), (20, 0), (20, 1), (20, "90%")])
def test_ranks_need_values_and_a_share(count: Any, share: Any) -> None:
    with pytest.raises(DataError, match="order_ranks"):
        stats.order_ranks(count, share)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "0.8"], ids=repr)
def test_bounds_on_the_silent_are_not_taken_from_what_is_no_number(value: Any) -> None:
    with pytest.raises(DataError, match="must be a finite number"):
        stats.break_even_shift(value, 0.8, 0.2)
    with pytest.raises(DataError, match="must be a finite number"):
        stats.manski_bounds(value, 0.2)


def test_groups_to_compare_are_counts_by_stratum() -> None:
    with pytest.raises(DataError, match="counts by stratum"):
        stats.simpson([(1, 2)], {"easy": (1, 2)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form", [tuple, iter, np.array, pl.Series, pd.Series], ids=lambda form: form.__name__
)
@pytest.mark.parametrize("name", [name for name in ROWS if name not in {"holm", "suppress", "rake"}])
def test_rows_may_come_in_any_form(name: str, form: Callable[[list[float]], Any]) -> None:
    assert repr(ROWS[name](form(VALUES))) == repr(ROWS[name](VALUES))


def test_whole_numbers_of_arrays_do_not_overflow_in_charts() -> None:
    events, exposure = (
        [950, 1890, 930, 1405, 1872, 940, 968, 1940],
        [1000, 2000, 1000, 1500, 2000, 1000, 1000, 2000],
    )
    for chart in (stats.u_chart, stats.laney_u):
        assert chart(np.array(events), np.array(exposure)) == chart(events, exposure)
