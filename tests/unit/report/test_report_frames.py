from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from report_cards import WEST, card, happy, response, watermelon

from xlakit.errors import MissingExtraError

COLUMNS = [
    "objective",
    "segment",
    "window_start",
    "window_end",
    "kind",
    "basis",
    "metric",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "level",
    "expected",
    "minimum",
    "stretch",
    "outcome",
    "margin",
    "to_spare",
    "status",
    "version",
]


@pytest.mark.parametrize("kind", ["polars", "pandas", "arrow", "dicts"])
def test_every_kind_has_the_documented_columns_and_a_row_a_judgement(kind: str) -> None:
    found = watermelon().to_frame(kind)
    names = {
        "polars": lambda: found.columns,
        "pandas": lambda: list(found.columns),
        "arrow": lambda: found.column_names,
        "dicts": lambda: list(found[0]),
    }[kind]()
    assert names == COLUMNS
    assert len(found) == 20


def test_a_row_holds_the_numbers_in_the_metrics_unit() -> None:
    row = card(response()).to_frame("dicts")[0]
    assert row["window_start"] == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert row["window_start"].utcoffset() == timedelta(0)
    assert (row["value"], row["numerator"], row["denominator"]) == (0.953, 1906, 2000)
    assert (row["expected"], row["minimum"], row["stretch"], row["level"]) == (0.95, 0.9, None, 0.95)
    assert (row["outcome"], row["to_spare"], row["segment"]) == ("MET", 6, "")


def test_segments_follow_the_whole_and_are_named() -> None:
    rows = watermelon().to_frame("dicts")
    assert [row["segment"] for row in rows[17:]] == ["", "team=Field West", "team=Field South"]


def test_a_withheld_figure_is_null_in_every_column_that_could_tell_it() -> None:
    row = card(happy(suppressed=True, segment=WEST, to_spare=3)).to_frame("dicts")[0]
    hidden = ("value", "numerator", "denominator", "low", "high", "margin", "to_spare")
    assert [row[name] for name in hidden] == [None] * 7


def test_types_do_not_depend_on_what_the_rows_hold() -> None:
    empty, full = card().to_frame(), watermelon().to_frame()
    assert empty.schema == full.schema
    assert full.schema["window_end"] == pl.Datetime("us", "UTC")
    assert full.schema["to_spare"] == pl.Int64


def test_integers_stay_integers_beside_nulls_in_pandas() -> None:
    column = watermelon().to_frame("pandas")["to_spare"]
    assert str(column.dtype) == "int64[pyarrow]"
    assert column.isna().any()


@pytest.mark.parametrize(("kind", "library"), [("pandas", "pandas"), ("arrow", "pyarrow")])
def test_a_library_that_is_missing_is_named_with_its_extra(
    kind: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"to_frame\(.*pip install 'xlakit\[pandas\]'"):
        card(response()).to_frame(kind)


def test_another_kind_of_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no such kind of table; got 'excel'\. Hint: one of polars"):
        card().to_frame("excel")
