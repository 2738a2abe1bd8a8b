"""The pages and the table of rules are what the rules say today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import xlakit as xk
from xlakit.rules import catalogue

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).parents[2] / "docs"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_pages", DOCS / "rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_what_the_script_writes() -> None:
    assert script().table() == (DOCS / "rules.md").read_text(encoding="utf-8")


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    assert sorted(path.stem for path in (DOCS / "rules").iterdir()) == [rule.code for rule in catalogue()]


@pytest.mark.parametrize("code", [rule.code for rule in catalogue()])
def test_a_page_is_what_the_script_writes(code: str) -> None:
    path = DOCS / "rules" / f"{code}.md"
    assert path.read_text(encoding="utf-8") == script().pages()[path]


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_a_page_says_what_the_rule_says(rule: xk.rules.Rule) -> None:
    text = script().page(rule)
    said = re.sub(r"\[All rules\].*", "", text.replace("#", "")).split()
    assert set(rule.page.replace(".", " ").split()) <= set(" ".join(said).replace(".", " ").split())
    for heading in ("What it flags", "Why it matters", "How it is computed", "False alarms", "What to do"):
        assert f"\n## {heading}\n\n" in text


def test_the_rules_shown_for_an_agreement_load() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / "rules.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    example = xk.datasets.example_agreement().replace(
        "- name: fast-fix", "- name: restore\n    each: priority", 1
    )
    for block in blocks:
        assert xk.load_agreement(f"{example}\n{block}").rules.ignore
