"""Conditions of an agreement on frames."""

from __future__ import annotations

import polars as pl
import pytest

from xlakit.facts import matches, missing_columns

FRAME = pl.DataFrame({"site": ["a", "b", None], "tier": [1, 2, 3], "vip": [True, None, False]})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, [True, True, True]),
        ({"site": ("a",)}, [True, False, False]),
        ({"site_not": ("a",)}, [False, True, False]),
        ({"site": ("a", "b")}, [True, True, False]),
        ({"site": ()}, [False, False, False]),
        ({"tier": ("2", "3")}, [False, True, True]),
        ({"vip": ("true",)}, [True, False, False]),
        ({"vip_not": ("true",)}, [False, False, True]),
        ({"site": ("a", "b"), "tier_not": ("1",)}, [False, True, False]),
    ],
)
def test_all_columns_and_any_of_their_values_match(
    condition: dict[str, tuple[str, ...]], expected: list[bool]
) -> None:
    assert FRAME.with_columns(met=matches(condition))["met"].to_list() == expected
    assert FRAME.filter(matches(condition)).height == sum(expected)


def test_an_empty_frame_matches_nothing() -> None:
    assert FRAME.clear().filter(matches({})).height == 0


def test_columns_that_are_not_there_are_named_in_order() -> None:
    assert missing_columns({"x": ("1",), "site": ("a",), "y_not": ("2",)}, FRAME.columns) == ("x", "y")
