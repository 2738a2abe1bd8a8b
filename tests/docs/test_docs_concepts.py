"""Every row of the measurement framework has its function, its rule, or says that it is to come."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path

import pytest

import xlakit
from xlakit import metrics, scoring
from xlakit.metrics import catalogue
from xlakit.review import LINTS
from xlakit.rules import catalogue as rules

PAGE = (Path(__file__).parents[2] / "docs" / "concepts.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (S-\d\d) \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE))
EVERY = [f"S-{number:02}" for number in range(1, 87)]
ROOTS = {"m": metrics, "scoring": scoring, "xk": xlakit}
RULES = {rule.code for rule in rules()}
LINT_CODES = {lint.code for lint in LINTS}


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("row", EVERY)
def test_every_row_has_its_function_or_rule(row: str) -> None:
    cell = ROWS[row]
    for name in named(cell):
        root, *path = name.split(".")
        assert reduce(getattr, path, ROOTS[root]) is not None
    for code in re.findall(r"XLA\d{3}", cell):
        assert code in RULES | LINT_CODES
    assert named(cell) or "rule" in cell or "scoring" in cell or "simulation" in cell


@pytest.mark.parametrize("name", list(catalogue()))
def test_what_a_metric_names_as_its_source_lists_the_metric(name: str) -> None:
    for row in re.findall(r"S-\d\d", catalogue()[name].source):
        if row in {"S-23", "S-26"} or " to " in catalogue()[name].source:
            continue
        listed = {item.removeprefix("m.") for item in named(ROWS[row])}
        assert name in listed, f"{row} does not list {name}"
