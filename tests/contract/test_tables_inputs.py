"""Every kind of input gives the same desk, and none of them drags in a library that was not used."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

import xlakit.tables
from xlakit.errors import DataError
from xlakit.model.records import Event, Record, Survey, Ticket
from xlakit.tables import Desk

if TYPE_CHECKING:
    from pathlib import Path

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = datetime(2026, 3, 2, 10, 0, 0, 250, tzinfo=UTC)
TICKETS = pl.DataFrame(
    {
        "ticket_id": ["1", "2", "3"],
        "opened_at": [NINE, TEN, NINE],
        "resolved_at": [TEN, None, TEN],
        "priority": ["P1", None, "P2"],
        "reopen_count": [0, None, 2],
        "handle_minutes": [4.5, None, 0.0],
        "resolved_first_contact": [True, None, False],
        "floor": ["3rd", "?", None],
    }
)
EVENTS = pl.DataFrame(
    {"ticket_id": ["1", "3"], "at": [NINE, TEN], "kind": ["reply", "status"], "value": [None, "resolved"]}
)
SURVEYS = pl.DataFrame({"ticket_id": ["1"], "csat": [4.5], "nps": [9.0], "answered_at": [TEN]})


def models(frame: pl.DataFrame, kind: type[Record]) -> list[Record]:
    return [
        kind(**{name: value for name, value in row.items() if value is not None})
        for row in frame.iter_rows(named=True)
    ]


def path_of(frame: pl.DataFrame, home: Path, suffix: str) -> Path:
    path = home / f"table{suffix}"
    if suffix == ".parquet":
        frame.write_parquet(path)
    elif suffix == ".jsonl":
        path.write_text(frame.with_columns(pl.selectors.datetime().dt.to_string("iso:strict")).write_ndjson())
    else:
        text = frame.write_csv(separator="\t" if ".tsv" in suffix else ",").encode()
        path.write_bytes(gzip.compress(text) if suffix.endswith(".gz") else text)
    return path


KINDS = {
    "polars": lambda frame, _, __: frame,
    "polars lazy": lambda frame, _, __: frame.lazy(),
    "pyarrow": lambda frame, _, __: frame.to_arrow(),
    "pandas": lambda frame, _, __: frame.to_pandas(),
    "pandas nullable": lambda frame, _, __: frame.to_pandas().convert_dtypes(),
    "pandas arrow": lambda frame, _, __: frame.to_pandas(use_pyarrow_extension_array=True),
    "pandas objects": lambda frame, _, __: pd.DataFrame(frame.to_dicts(), dtype=object),
    "pandas categories": lambda frame, _, __: frame.to_pandas().astype({"ticket_id": "category"}),
    "pandas index": lambda frame, _, __: frame.to_pandas().set_index("ticket_id"),
    "dicts": lambda frame, _, __: frame.to_dicts(),
    "models": lambda frame, kind, _: models(frame, kind),
    "csv": lambda frame, _, home: path_of(frame, home, ".csv"),
    "csv as text": lambda frame, _, home: str(path_of(frame, home, ".csv")),
    "csv.gz": lambda frame, _, home: path_of(frame, home, ".csv.gz"),
    "tsv": lambda frame, _, home: path_of(frame, home, ".tsv"),
    "parquet": lambda frame, _, home: path_of(frame, home, ".parquet"),
    "jsonl": lambda frame, _, home: path_of(frame, home, ".jsonl"),
}


def desk_of(kind: str, home: Path) -> Desk:
    parts = {}
    for name, frame, model in (
        ("tickets", TICKETS, Ticket),
        ("events", EVENTS, Event),
        ("surveys", SURVEYS, Survey),
    ):
        place = home / name
        place.mkdir()
        parts[name] = KINDS[kind](frame, model, place)
    return Desk(**parts)


def assert_same(desk: Desk, expected: Desk) -> None:
    for name in ("tickets", "events", "surveys"):
        assert_frame_equal(getattr(desk, name), getattr(expected, name), check_row_order=False)
    assert desk.problems.equals(expected.problems)
    assert desk.counts == expected.counts
    assert desk.data_until == expected.data_until


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_input_gives_the_same_desk(kind: str, tmp_path: Path) -> None:
    assert_same(desk_of(kind, tmp_path), Desk(tickets=TICKETS, events=EVENTS, surveys=SURVEYS))


def test_duckdb_relations_give_the_same_desk() -> None:
    connection = duckdb.connect()
    parts = {}
    for name, frame in (("tickets", TICKETS), ("events", EVENTS), ("surveys", SURVEYS)):
        connection.register(f"t_{name}", frame.to_arrow())
        parts[name] = connection.sql(f"select * from t_{name}")  # noqa: S608 - names of this test
    assert_same(Desk(**parts), Desk(tickets=TICKETS, events=EVENTS, surveys=SURVEYS))


def test_a_pandas_column_of_mixed_objects_is_read_value_by_value() -> None:
    frame = pd.DataFrame(
        {"ticket_id": pd.Series([1, "A2", 3.0], dtype=object), "opened_at": [NINE, TEN, pd.NaT]}
    )
    desk = Desk(tickets=frame)
    assert sorted(desk.tickets["ticket_id"]) == ["1", "A2"]
    assert desk.problems.select("row", "id", "action").rows() == [(2, "3", "set_aside")]


def test_float_ids_of_a_frame_are_those_of_its_text() -> None:
    frame = pd.DataFrame({"ticket_id": [1.0, 2.0], "opened_at": [NINE, TEN]})
    assert sorted(Desk(tickets=frame).tickets["ticket_id"]) == ["1", "2"]


def test_a_pandas_frame_with_two_columns_of_one_name_is_refused() -> None:
    frame = pd.DataFrame([["1", NINE, NINE]], columns=["ticket_id", "opened_at", "opened_at"])
    with pytest.raises(DataError, match="two columns have the same name"):
        Desk(tickets=frame)


def test_an_arrow_table_of_dictionary_and_zoned_columns_is_read() -> None:
    table = pa.table(
        {
            "ticket_id": pa.array(["1"]).dictionary_encode(),
            "opened_at": pa.array([NINE], pa.timestamp("ns", tz="Asia/Tokyo")),
        }
    )
    assert Desk(tickets=table).tickets.row(0) == ("1", NINE)


def test_reading_polars_and_files_imports_no_other_frame_library() -> None:
    code = (
        "import sys, polars as pl; from xlakit.tables import Desk;"
        "Desk(tickets=pl.DataFrame({'ticket_id': ['1'], 'opened_at': ['2026-03-02T09:00Z']}));"
        "sys.exit(' '.join(sorted({'pandas', 'pyarrow', 'duckdb'} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_the_public_names_are_a_sorted_list_of_what_is_there() -> None:
    names = xlakit.tables.__all__
    assert names == sorted(names, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(xlakit.tables, name) for name in names)
