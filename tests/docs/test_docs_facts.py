"""Every column of the facts says what it means, in one place, and the page shows it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

import xlakit as xk
from xlakit.facts import FAMILIES, FRAMES, Facts, build_facts
from xlakit.model.records import RECORDS
from xlakit.tables import dtypes_of

ROOT = Path(__file__).parents[2]


def script() -> Any:
    spec = importlib.util.spec_from_file_location("fact_table", ROOT / "docs" / "fact_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def facts() -> Facts:
    tables: dict[str, Any] = xk.datasets.synthetic_desk("healthy", tickets=60, seed=1).tables()
    return build_facts(xk.Desk(**tables), xk.load_agreement(xk.datasets.example_agreement()))


def test_the_page_shows_what_the_frames_say_of_their_columns_today() -> None:
    module = script()
    assert module.page() == module.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda item: item.name)
def test_every_column_of_a_family_has_a_meaning_and_nothing_else_has(family: Any) -> None:
    assert list(family.meanings) == list(family.columns)
    assert all(" " in meaning and meaning.strip() == meaning for meaning in family.meanings.values())


@pytest.mark.parametrize("frame", FRAMES, ids=lambda item: item.name)
def test_every_column_that_is_not_the_records_own_has_a_meaning(frame: Any) -> None:
    own = dtypes_of(frame.name) if frame.name in RECORDS else {}
    assert list(frame.meanings) == [name for name in frame.columns if name not in own]
    assert all(" " in meaning and meaning.strip() == meaning for meaning in frame.meanings.values())


def test_the_documentation_of_facts_names_every_column_that_every_desk_has(facts: Facts) -> None:
    said = {
        frame: {name for names in rows for name in names} for frame, rows in script().base_meanings().items()
    }
    further = {name for family in FAMILIES for name in family.columns}
    tickets = {*facts.tickets.columns} - {*dtypes_of("tickets")} - further
    sources = {name for name in tickets if name.endswith("_source")}
    assert {name.removesuffix("_source") for name in sources - said["tickets"]} <= said["tickets"]
    assert tickets - sources == said["tickets"] - {"priority", "first_resolved_source"}
    made = (
        {*facts.answers.columns}
        - {*dtypes_of("surveys")}
        - ({*facts.tickets.columns} - {"in_scope", "random_group"})
    )
    assert made == said["answers"] - {"cycle"}
    assert {*facts.cycles.columns} == said["cycles"]
