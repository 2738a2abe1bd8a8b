"""Cubes from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_pipeline import run

import xlakit as xk
from xlakit.cli.facts import Table
from xlakit.facts import FRAMES

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = ("--as-of", "2026-08-01")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "desk"
    assert run("demo", folder, "--tickets", 200, "--story", "healthy").exit_code == 0
    return folder


def test_a_cube_is_written_and_another_added(written: Path, tmp_path: Path) -> None:
    agreement, one, both = written / "agreement.yaml", tmp_path / "one.parquet", tmp_path / "both.parquet"
    first = run("cube", agreement, written, "--out", one, *AS_OF)
    assert first.exit_code == 0, first.stderr
    assert "cells as of 2026-07-31 22:00 UTC" in first.stdout
    assert run("cube", agreement, written, "--out", both, "--add", one, *AS_OF).exit_code == 0
    assert xk.read_cube(both) == xk.read_cube(one) + xk.read_cube(one)


def test_cubes_as_of_different_instants_do_not_add(written: Path, tmp_path: Path) -> None:
    agreement, one = written / "agreement.yaml", tmp_path / "one.parquet"
    run("cube", agreement, written, "--out", one, *AS_OF)
    later = run(
        "cube", agreement, written, "--out", tmp_path / "x.parquet", "--add", one, "--as-of", "2026-09-01"
    )
    assert later.exit_code != 0
    assert "different instants" in later.stderr
    assert not (tmp_path / "x.parquet").exists()


def test_a_cube_goes_to_parquet_only(written: Path, tmp_path: Path) -> None:
    result = run("cube", written / "agreement.yaml", written, "--out", tmp_path / "cube.csv")
    assert result.exit_code == 2
    assert "is not .parquet" in result.stderr


def test_every_frame_of_facts_can_be_written() -> None:
    assert {table.value for table in Table} == {
        "tickets",
        "answers",
        "cycles",
        *(frame.name for frame in FRAMES),
    }
