"""What users can call is what the documentation speaks of."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from xlakit.metrics import catalogue
from xlakit.rules import catalogue as rules

ROOT = Path(__file__).parents[2]
PAGES = "\n".join(path.read_text() for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_metric_is_listed(name: str) -> None:
    assert f"| `{name}`" in (ROOT / "docs" / "metrics.md").read_text()


@pytest.mark.parametrize("code", [rule.code for rule in rules()])
def test_every_rule_is_named(code: str) -> None:
    assert code in PAGES


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_every_page_is_reached_from_the_readme(path: Path) -> None:
    assert f"docs/{path.name}" in (ROOT / "README.md").read_text()


def test_the_picture_shows_what_the_demo_says_today() -> None:
    module = _script("picture")
    assert module.draw() == module.PICTURE.read_text(encoding="utf-8")


def test_the_table_of_metrics_is_that_of_the_catalogue() -> None:
    module = _script("metric_table")
    assert module.page() == module.PAGE.read_text(encoding="utf-8")


def _script(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
