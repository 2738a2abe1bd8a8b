from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import polars as pl
import pytest

import xlakit as xk
from xlakit.errors import DataError
from xlakit.model.results import Result, Results
from xlakit.tables.result_cells import NO_FLOAT, UnusableError, bound_of, count_of, exact_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = """\
\ufeffobjective;window;good;total;value;comment
fix;2026-01;940;1000;;"one; two"
fix;2026-02;900.0;1000;;
up;2026-01;;;99.2 %;
up;2026-02;;;99,2%;
;;;;;

fix;2026-03;1001;1000;;
fix;2026-04;94,5;1000;;
up;2026-03;;;;nobody measured
fix;2026-05;1;2;;;too;many
"""


def row(**cells: object) -> dict[str, object]:
    return {"objective": "fix", "window": "2026-01", **cells}


def only(source: object) -> Result:
    found = xk.load_results(source)
    assert found.problems == ()
    (result,) = found.rows
    return result


def refusal(**cells: object) -> str:
    found = xk.load_results([row(**cells)])
    assert found.rows == ()
    (problem,) = found.problems
    return problem


def test_a_semicolon_file_is_read_and_every_bad_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(GERMAN, encoding="utf-8")
    found = xk.load_results(path)
    assert [(item.objective, item.window, item.good, item.total, item.value) for item in found.rows] == [
        ("fix", "2026-01", 940, 1000, None),
        ("fix", "2026-02", 900, 1000, None),
        ("up", "2026-01", None, None, Fraction(124, 125)),
    ]
    assert found.problems == (
        "results: row 9: has more fields than the header; got 'fix;2026-05;1;2;;;too;many'.",
        "results: row 3: value is not a number; got '99,2%'. Hint: write 99.2%.",
        "results: row 6: good is more than the total 1000; got '1001'.",
        "results: row 7: good is not a whole number; got '94,5'.",
        "results: row 8: good and value are both missing: nothing was measured.",
    )
    assert [item.row for item in found.rows] == [0, 1, 2]


def test_a_column_of_floats_is_refused_row_by_row_with_what_to_write_instead() -> None:
    frame = pl.DataFrame(
        {"objective": ["up", "up"], "window": ["2026-01", "2026-02"], "value": [0.955, float("nan")]}
    )
    found = xk.load_results(frame)
    assert found.rows == ()
    assert found.problems[0] == f"results: row 0: value {NO_FLOAT}; got '0.955'."
    assert "nothing was measured" in found.problems[1]


def test_frames_of_every_kind_give_the_same_results(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {
        "objective": ["fix", "up"],
        "window": ["2026-01", "2026-02"],
        "good": [9, None],
        "total": [10, None],
        "value": [None, "99.5%"],
    }
    polars = pl.DataFrame(columns)
    polars.write_parquet(tmp_path / "r.parquet")
    (tmp_path / "r.jsonl").write_text(polars.write_ndjson(), encoding="utf-8")
    sources = [polars, polars.lazy(), polars.to_arrow(), pd.DataFrame(columns), polars.to_dicts()]
    read = [xk.load_results(item) for item in [*sources, tmp_path / "r.parquet", str(tmp_path / "r.jsonl")]]
    assert read[0] == Results(
        (Result("fix", "2026-01", 9, 10), Result("up", "2026-02", value=Fraction(199, 200), row=1))
    )
    assert all(item == read[0] for item in read)


def test_no_rows_are_no_results() -> None:
    assert xk.load_results([]) == Results(())
    empty = pl.DataFrame(schema={"objective": pl.String, "window": pl.String, "value": pl.String})
    assert xk.load_results(empty) == Results(())


def test_results_that_were_loaded_are_returned_as_they_are() -> None:
    found = xk.load_results([row(good=1, total=2)])
    assert xk.load_results(found) is found


def test_the_table_of_measurements_is_read_under_its_own_names() -> None:
    found = only(
        [{"name": "restore", "window_start": date(2026, 2, 1), "segment": "P1", "good": 1, "total": 2}]
    )
    assert (found.objective, found.window) == ("restore/P1", date(2026, 2, 1))


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"part": "P1"}, "fix/P1"),
        ({"part": " "}, "fix"),
        ({"part": None}, "fix"),
        ({"part": 1.0}, "fix/1"),
        ({"objective": " fix "}, "fix"),
        ({"objective": "fix/P1", "part": "P1"}, "fix/P1"),
        ({"objective": "fix/P1", "part": None}, "fix/P1"),
    ],
)
def test_a_part_belongs_to_its_objective(cells: dict[str, object], name: str) -> None:
    assert only([row(good=1, total=2) | cells]).objective == name


@pytest.mark.parametrize("window", ["2026-01", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)])
def test_a_window_is_a_label_a_day_or_an_instant(window: object) -> None:
    assert only([row(good=1, total=2) | {"window": window}]).window == window


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"objective": " ", "good": 1, "total": 1}, "objective is missing"),
        ({"window": " ", "good": 1, "total": 1}, "window is missing"),
        ({"window": pd.NaT, "good": 1, "total": 1}, "window is missing"),
        ({"good": 1, "total": None}, "total is missing beside good"),
        ({"good": -1, "total": 1}, "good is below 0; got '-1'"),
        ({"good": True, "total": 1}, "good is not a whole number; got 'True'"),
        ({"good": "1e400", "total": 1}, "good is not a whole number"),
        ({"good": "9" * 5000, "total": 1}, "good is not a whole number"),
        ({"good": Decimal("1E+999999"), "total": 1}, "good is not a whole number"),
        ({"good": Decimal("Infinity"), "total": 1}, "good is not a whole number"),
        ({"good": 2.0**60, "total": 2**61}, "good is not a whole number"),
        ({"good": "++5", "total": 9}, "good is not a whole number"),
        ({"good": "1_000", "total": 2000}, "good is not a whole number"),
        ({"value": Decimal("Infinity")}, "value is not a number"),
        ({"value": True}, "value is not a number"),
        ({"value": 10**40}, "value is not a number"),
        ({"value": date(2026, 1, 1)}, "value is not a number"),
        ({"value": "#DIV/0!"}, "value is not a number; got '#DIV/0!'"),
        ({"value": "1e-400"}, "value is not a number"),
        ({"value": "1", "low": "much"}, "low is not a number; got 'much'"),
        ({"value": "1", "low": 0.9, "high": 0.8}, "low is more than high, which is 0.8; got '0.9'"),
        ({"good": 1, "total": 1, "objective": "fix/P1", "part": "P2"}, "got 'fix/P1 and P2'"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(cells: dict[str, object], words: str) -> None:
    assert refusal(**cells).startswith("results: row 0: ")
    assert words in refusal(**cells)


def test_rows_with_nothing_in_them_are_no_rows_and_the_others_keep_their_numbers() -> None:
    empty = {"objective": None, "window": " ", "good": float("nan"), "total": None}
    found = xk.load_results([empty, row(good=1, total=2), empty, row(good=3, total=2)])
    assert [item.row for item in found.rows] == [1]
    assert found.problems == ("results: row 3: good is more than the total 2; got '3'.",)


def test_everything_that_is_stated_about_a_figure_is_kept() -> None:
    found = only(
        [
            row(good="90", total=np.int64(100), excused=2.0, disputed=Decimal(1), incident=" PRB-7 ")
            | {"low": "81%", "high": 0.95}
        ]
    )
    assert found[2:] == (90, 100, None, 2, 1, "PRB-7", 0.81, 0.95, 0)


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        ("95.5%", Fraction(191, 200)),
        (" 95.5 % ", Fraction(191, 200)),
        (".5", Fraction(1, 2)),
        ("-3e2", Fraction(-300)),
        (Decimal("0.10"), Fraction(1, 10)),
        (7, Fraction(7)),
        (np.int64(7), Fraction(7)),
        (Fraction(1, 3), Fraction(1, 3)),
        (timedelta(seconds=90, microseconds=1), Fraction(90_000_001, 10**6)),
        (0, Fraction(0)),
        (float("nan"), None),
        (Decimal("sNaN"), None),
        (pd.NA, None),
    ],
)
def test_figures_are_read_exactly(value: object, exact: Fraction | None) -> None:
    assert exact_of(value) == exact


def test_cells_of_other_kinds() -> None:
    assert count_of(np.int64(5), "good") == count_of("+5", "good") == count_of("5.0", "good") == 5
    assert (text_of(float("inf")), text_of(7)) == ("inf", "7")
    assert (bound_of(None, "low"), bound_of(np.float64(0.5), "low")) == (None, 0.5)
    with pytest.raises(UnusableError, match="low is not a number"):
        bound_of(float("inf"), "low")


def test_a_column_that_is_missing_is_an_error_with_its_nearest_name() -> None:
    with pytest.raises(DataError, match=r"'objective' is missing.*did you mean 'Objective'\?"):
        xk.load_results([{"Objective": "fix", "window": "2026-01", "value": "1"}])
    with pytest.raises(DataError, match="there is no figure in them"):
        xk.load_results([{"objective": "fix", "window": "2026-01", "good": 3}])
    with pytest.raises(DataError, match="the column 'objective' is missing"):
        xk.load_results([{}])
    with pytest.raises(DataError, match="is no table"):
        xk.load_results(7)


def test_columns_are_renamed_and_a_wrong_renaming_is_an_error() -> None:
    source = [{"SLA": "fix", "Month": "2026-01", "ok": 1, "total": 2}]
    names = {"SLA": "objective", "Month": "window", "ok": "good"}
    assert xk.load_results(source, columns=names).rows == (Result("fix", "2026-01", 1, 2),)
    with pytest.raises(DataError, match=r"no such column to rename; got 'Monat'"):
        xk.load_results(source, columns=names | {"Monat": "window"})
    with pytest.raises(DataError, match=r"two columns would have the same name; got \['total'\]"):
        xk.load_results(source, columns=names | {"ok": "total"})
