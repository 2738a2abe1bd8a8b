from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from xlakit.datasets import DeskData, synthetic_desk, write_desk
from xlakit.errors import DataError
from xlakit.tables import load_desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def data() -> DeskData:
    return synthetic_desk("watermelon", tickets=120, months=1)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_written_desk_is_read_back_without_a_doubt(data: DeskData, kind: str, tmp_path: Path) -> None:
    folder = write_desk(data, tmp_path / "made" / "desk", format=kind)
    desk = load_desk(folder)
    assert desk.counts == ()
    for name, frame in data.tables().items():
        assert_frame_equal(getattr(desk, name).select(frame.columns), frame)


def test_a_second_format_replaces_the_first(data: DeskData, tmp_path: Path) -> None:
    write_desk(data, tmp_path)
    write_desk(data, tmp_path, format="csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "desk.toml", "events.csv", "surveys.csv", "tickets.csv",
    ]  # fmt: skip


def test_the_folder_says_what_it_holds(data: DeskData, tmp_path: Path) -> None:
    text = (write_desk(data, tmp_path) / "desk.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"timezone": "Europe/Berlin"}
    assert "'watermelon', seed 1" in text


def test_instants_in_text_name_their_zone(data: DeskData, tmp_path: Path) -> None:
    path = write_desk(data, tmp_path, format="csv") / "tickets.csv"
    opened = pl.read_csv(path, infer_schema=False)["opened_at"]
    assert opened.str.contains(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$").all()


def test_an_unknown_format_is_refused(data: DeskData, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="one of parquet, csv"):
        write_desk(data, tmp_path, format="xlsx")
