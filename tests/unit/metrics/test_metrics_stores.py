"""Cubes kept on disk, and what of them may be shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit import metrics as m
from xlakit.errors import DataError
from xlakit.metrics import Cell, Cube, Key, Plan, count
from xlakit.testing import part_of, random_facts
from xlakit.testing.metric_laws import MONTHS

METRICS = (
    m.csat(),
    m.nps(),
    m.resolution_time(),
    m.resolution_time().percentile("90%"),
    m.reopens_per_ticket(),
    m.throughput(),
    m.csat() - m.fcr(),
    m.weighted({m.csat(): 1, 1 - m.reopen_rate(): 2}),
)


def cube_of(seed: int, metrics: tuple[m.Metric, ...] = METRICS, **more: object) -> Cube:
    facts = random_facts(seed, 120)
    if more:
        facts = part_of(facts, more["ids"])  # type: ignore[arg-type]
    return count(facts, [Plan(item.name, item, MONTHS, ((), ("team",))) for item in metrics])


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 99))
def test_a_cube_read_again_is_equal_and_adds_as_before(seed: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        ids = [f"t{index}" for index in range(120)]
        one, other = cube_of(seed, ids=ids[:50]), cube_of(seed, ids=ids[50:])
        one.write(Path(folder) / "one.parquet")
        other.write(Path(folder) / "other.parquet")
        again = xk.read_cube(Path(folder) / "one.parquet") + xk.read_cube(Path(folder) / "other.parquet")
        assert again == one + other == cube_of(seed)


def test_sums_beyond_64_bits_are_kept(tmp_path: Path) -> None:
    huge = Cube(datetime(2026, 7, 1, tzinfo=UTC), {Key("x", MONTHS[0]): Cell(1, 2**40, squares=2**80)})
    huge.write(tmp_path / "huge.parquet")
    assert xk.read_cube(tmp_path / "huge.parquet") == huge


def test_equal_cubes_make_equal_files(tmp_path: Path) -> None:
    cube = cube_of(3)
    turned = Cube(cube.as_of, dict(reversed(cube.cells.items())), cube.whole_desk, cube.personal)
    cube.write(tmp_path / "one.parquet")
    turned.write(tmp_path / "other.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()


def test_what_is_no_cube_is_an_error(tmp_path: Path) -> None:
    import polars as pl

    (tmp_path / "text.parquet").write_text("no")
    with pytest.raises(DataError, match="is no Parquet file"):
        xk.read_cube(tmp_path / "text.parquet")
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "other.parquet")
    with pytest.raises(DataError, match="is no cube of this format"):
        xk.read_cube(tmp_path / "other.parquet")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        xk.read_cube(tmp_path / "none.parquet")


@pytest.mark.parametrize("seed", range(4))
def test_a_published_cube_shows_no_small_group_and_no_group_of_people(seed: int) -> None:
    cube = cube_of(seed)
    shown = cube.publish(10)
    for key, cell in shown.cells.items():
        if key.metric in cube.personal:
            for leaf in leaves(cell):
                assert leaf.count == 0 or leaf.count >= 10
                assert leaf.groups is None
                assert leaf.buckets == ()
        else:
            assert cell == cube.cells[key]
    assert shown.withheld
    assert shown.withheld.isdisjoint(shown.cells)
    assert shown[next(iter(shown.withheld))] is None
    assert not hasattr(shown, "__add__")


def leaves(cell: Cell) -> list[Cell]:
    return [leaf for part in cell.parts for leaf in leaves(part)] if cell.parts else [cell]


def test_a_single_small_part_takes_another_with_it() -> None:
    window = MONTHS[0]
    cells = {
        Key("csat", window, (("team", name),)): Cell(n, n, asked=n)
        for name, n in {"a": 40, "b": 4, "c": 12}.items()
    }
    cube = Cube(window.end + timedelta(days=90), cells, personal=frozenset({"csat"}))
    assert {dict(key.segment)["team"] for key in cube.publish(10).withheld} == {"b", "c"}
    assert not Cube(cube.as_of, cells).publish(10).withheld  # a metric without answers hides nothing
