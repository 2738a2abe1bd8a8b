"""Files: what is read, and what is not what its name says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.tables import Desk, load_desk

Write = Callable[[str, str | bytes], Path]

CSV = "ticket_id,opened_at,team\n1,2026-03-02T09:00Z,a\n2,2026-03-02T10:00Z,b\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def problems(desk: Desk) -> list[tuple[object, ...]]:
    return desk.problems.select("row", "value", "reason", "action").rows()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["t.csv", "t.txt"])
def test_the_separator_is_the_one_of_the_header(write: Write, mark: str, name: str) -> None:
    desk = load_desk(write(name, CSV.replace(",", mark)))
    assert desk.tickets["team"].to_list() == ["a", "b"]


def test_a_tsv_is_separated_by_tabs_whatever_else_its_header_holds(write: Write) -> None:
    desk = load_desk(write("t.tsv", "ticket_id\topened_at\ta,b,c,d\n1\t2026-03-02T09:00Z\tx\n"))
    assert desk.tickets.columns == ["ticket_id", "opened_at", "a,b,c,d"]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + CSV,
        CSV.replace("\n", "\r\n"),
        CSV.replace("\n", "\r"),
        CSV + "\n\n",
        "\n" + CSV,
        "sep=,\n" + CSV,
        CSV.replace("opened_at", ' "opened_at" ').replace(' "', '"'),
        CSV.replace("2026-03-02T09:00Z", '"2026-03-02T09:00Z"').rstrip("\n"),
    ],
)
def test_small_differences_in_writing_make_none_in_the_desk(write: Write, content: str | bytes) -> None:
    desk = load_desk(write("t.csv", content))
    assert desk.tickets.select("ticket_id", "team").rows() == [("1", "a"), ("2", "b")]
    assert desk.problems.height == 0


@pytest.mark.parametrize("name", ["t.csv.gz", "T.CSV.GZ"])
def test_gzipped_text_is_read(write: Write, name: str) -> None:
    assert load_desk(str(write(name, gzip.compress(CSV.encode(), mtime=0)))).tickets.height == 2


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.read_csv(CSV.encode(), try_parse_dates=True).with_columns(floor=pl.lit(3)).write_parquet(path)
    assert load_desk(path).tickets.schema["floor"] == pl.Int32


def test_json_lines_are_read_and_broken_ones_are_set_aside(write: Write) -> None:
    good = [
        json.dumps({"ticket_id": number, "opened_at": "2026-03-02T09:00Z", "own": number})
        for number in (1, 2)
    ]
    lines = [good[0], '{"ticket_id": 3, "open', "", "[1]", good[1]]
    desk = load_desk(write("t.jsonl", "\n".join(lines)))
    assert desk.tickets["own"].to_list() == [1, 2]
    assert problems(desk) == [
        (1, '{"ticket_id": 3, "open', "is not a JSON object", "set_aside"),
        (2, "[1]", "is not a JSON object", "set_aside"),
    ]


def test_a_field_may_hold_line_ends_separators_and_quotes(write: Write) -> None:
    content = CSV + '3,2026-03-02T09:00Z,"one, ""two""\nthree"\n4,2026-03-02T09:00Z,d\n'
    assert load_desk(write("t.csv", content)).tickets["team"].to_list() == [
        "a",
        "b",
        'one, "two"\nthree',
        "d",
    ]


def test_a_quote_inside_a_field_swallows_no_rows(write: Write) -> None:
    content = CSV + '3,2026-03-02T09:00Z,5" disk\n4,2026-03-02T09:00Z,d\n5,2026-03-02T09:00Z,7" disk\n'
    assert load_desk(write("t.csv", content)).tickets["team"].to_list() == [
        "a",
        "b",
        '5" disk',
        "d",
        '7" disk',
    ]


def test_a_quote_that_is_never_closed_is_an_error_with_its_line(write: Write) -> None:
    content = CSV + '3,2026-03-02T09:00Z,"open\n4,2026-03-02T09:00Z,d\n'
    with pytest.raises(DataError, match=r"t.csv: line 4: a quote is opened and never closed"):
        load_desk(write("t.csv", content))


def test_a_row_with_too_many_fields_is_set_aside_and_one_with_too_few_ends_in_nulls(write: Write) -> None:
    desk = load_desk(
        write("t.csv", CSV + "3,2026-03-02T09:00Z,c,more\n4,2026-03-02T09:00Z\n5,2026-03-02T09:00Z,e,,\n")
    )
    assert desk.tickets["team"].to_list() == ["a", "b", None, "e"]
    assert problems(desk) == [
        (2, "3,2026-03-02T09:00Z,c,more", "has more fields than the header", "set_aside")
    ]


def test_an_empty_line_between_rows_keeps_its_number_and_is_set_aside(write: Write) -> None:
    desk = load_desk(write("t.csv", CSV.replace("2,2026", "\n2,2026") + "3,soon,c\n"))
    assert [row[:1] + row[2:] for row in problems(desk)] == [
        (1, "the row is empty", "set_aside"),
        (3, "is not a time", "nulled"),
        (3, "is required and has no usable value", "set_aside"),
    ]


def test_a_header_alone_is_a_table_of_no_rows(write: Write) -> None:
    desk = load_desk(write("t.csv", "ticket_id,opened_at\n"))
    assert (desk.tickets.height, desk.data_until) == (0, None)


def test_a_header_that_names_a_column_twice_is_refused(write: Write) -> None:
    with pytest.raises(DataError, match=r"the header names a column twice; got \['team'\]"):
        load_desk(write("t.csv", CSV.replace("opened_at", "team")))


PARQUET = b"PAR1" + bytes(40) + b"PAR1"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.csv", PARQUET, "the name says .csv, the file holds a Parquet file"),
        ("t.csv", gzip.compress(b"a", mtime=0), "the file holds a gzip file"),
        ("t.csv", b"PK\x03\x04rest", "an Excel workbook"),
        ("t.csv", CSV.encode("utf-16"), "UTF-16 text"),
        ("t.csv", b"a,b\n\x00\x01\x02", "binary data"),
        ("t.jsonl", PARQUET, "a Parquet file"),
        ("t.csv.gz", CSV.encode(), "not whole gzip"),
        ("t.csv.gz", gzip.compress(CSV.encode(), mtime=0)[:-9], "not whole gzip"),
        ("t.parquet", CSV.encode(), "is not Parquet"),
        ("t.parquet", PARQUET, "is not Parquet"),
        ("t.csv", b"", "the file is empty"),
        ("t.csv", b" \n\n", "the file is empty"),
        ("t.parquet", b"", "the file is empty"),
        ("t.csv.gz", gzip.compress(b"", mtime=0), "the file is empty"),
        ("t.jsonl", CSV.encode(), "holds no JSON object"),
        ("t.jsonl", b"[" * 100_000, "holds no JSON object"),
        ("t.xlsx", b"PK\x03\x04", r"kind of file is not known; got '.xlsx'"),
        ("t.parquet.gz", b"x", "kind of file is not known|not whole gzip"),
        ("t", b"x", "kind of file is not known"),
        (
            "t.csv",
            CSV.encode() + "3,2026-03-02T09:00Z,M\u00fcnchen\n".encode("latin-1"),
            r"line 4: the text is not UTF-8; got 'byte 0xfc'",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_a_clear_error(
    write: Write, name: str, content: str | bytes, words: str
) -> None:
    with pytest.raises(DataError, match=words):
        load_desk(write(name, content))


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"tickets: none.csv: the file cannot be read \(No such file"):
        load_desk(tmp_path / "none.csv")


def test_nothing_at_all_and_a_connection_are_clear_errors(write: Write) -> None:
    with pytest.raises(DataError, match="tickets: are missing; a desk needs them"):
        load_desk()
    with pytest.raises(DataError, match="connection: databases are not read by this version"):
        load_desk(write("t.csv", CSV), connection="postgresql://")


def test_a_log_and_tickets_at_once_are_refused(write: Write) -> None:
    path = write("t.csv", CSV)
    with pytest.raises(DataError, match="give the log alone, or tickets and events"):
        load_desk(path, log=path)
