"""Every line of YAML on the page about money is one that an agreement can hold, and every switch is on the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

import xlakit as xk
from xlakit.agreement.yaml_tree import yaml_tree
from xlakit.model import Agreement, Objective
from xlakit.model.clauses import Settlement
from xlakit.model.commercial_terms import Commercials, EarnBack, Trigger
from xlakit.model.credit_terms import Form
from xlakit.model.statement import LineKind
from xlakit.report.statement import TYPES
from xlakit.review import templates
from xlakit.tables.results import KNOWN

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "settlement.md").read_text(encoding="utf-8")
FRAMES = (DOCS / "frames.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
BASE = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
priorities: {P1: [], P2: [], P3: []}
objectives:
  - name: fix
    metric: {name: supplied, series: fix}
    expected: {at_least: 95%}
    minimum: {at_least: 92%}
    stretch: {at_least: 98%}
commercials: {currency: EUR, charges: {amount: 100000, per: month}, at_risk: 10%, categories: {run: 50%}}
"""


def plain(text: str) -> dict[str, Any]:
    tree, faults = yaml_tree(text)
    assert faults == []
    assert tree is not None
    found = tree.plain()
    assert isinstance(found, dict)
    return found


def merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return both, the clauses of an objective in the only objective."""
    found, (objective,) = dict(base), base["objectives"]
    for key, value in more.items():
        if key not in Agreement.model_fields and key in Objective.model_fields:
            objective = {**objective, key: value}
        elif isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = found[key] | value
        else:
            found[key] = value
    return {**found, "objectives": [objective]}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(":")[0])
def test_what_the_page_writes_can_be_agreed_on(block: str) -> None:
    text = json.dumps(merged(plain(BASE), plain(block)))
    assert xk.load_agreement(text).commercials is not None


def test_there_are_sixteen_steps_and_each_says_how_it_is_written() -> None:
    steps = re.split(r"\n### (?=\d+\. )", PAGE)[1:]
    assert [int(step.split(".")[0]) for step in steps] == list(range(16))
    assert all("```yaml" in step for step in steps)


@pytest.mark.parametrize(
    "word",
    [
        *(name for name in Commercials.model_fields if name not in {"currency", "shared_cap"}),
        *Settlement.model_fields,
        *(name.rstrip("_") for name in EarnBack.model_fields),
        *get_args(Trigger.model_fields["of"].annotation),
        *get_args(Form),
        *templates(),
    ],
)
def test_every_switch_is_on_the_page(word: str) -> None:
    assert re.search(rf"\b{re.escape(word)}\b", PAGE)


@pytest.mark.parametrize("column", [*TYPES, *(name for names in KNOWN.values() for name in names)])
def test_every_column_of_statements_and_results_is_documented(column: str) -> None:
    assert f"`{column}`" in FRAMES


@pytest.mark.parametrize("kind", get_args(LineKind))
def test_every_kind_of_line_is_documented(kind: str) -> None:
    assert f"`{kind}`" in FRAMES
