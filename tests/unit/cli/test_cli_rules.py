"""``xlakit rules``, with the rules of an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_pipeline import run

from xlakit.datasets import example_agreement
from xlakit.review import LINTS
from xlakit.rules import catalogue

if TYPE_CHECKING:
    from pathlib import Path

OWN = "\nrules: {own: [{code: OWN001, title: Nobody is happy, when: experience.missed, advice: Ask them.}]}\n"


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    file = tmp_path / "desk.yaml"
    file.write_text(example_agreement() + OWN, encoding="utf-8")
    return file


def test_the_rules_of_an_agreement_are_listed_among_the_others(agreement: Path) -> None:
    lines = run("rules", "--agreement", agreement).stdout.splitlines()[1:]
    built_in = [*(rule.code for rule in catalogue()), *(lint.code for lint in LINTS)]
    assert [line.split()[0] for line in lines] == ["OWN001", *built_in]
    assert "Nobody is happy" in lines[0]


def test_a_rule_of_an_agreement_is_explained(agreement: Path) -> None:
    page = run("rules", "own001", "--agreement", agreement).stdout
    assert page.startswith("OWN001, Nobody is happy.")
    assert "experience missed" in page
    unknown = run("rules", "OWN001")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "no such rule; got 'OWN001'" in unknown.stderr


def test_every_page_is_shown() -> None:
    for rule in catalogue():
        assert run("rules", rule.code).stdout.strip() == rule.page.strip()


def test_rules_of_installed_packages_are_listed_where_asked_for() -> None:
    lines = run("rules", "--installed").stdout.splitlines()[1:]
    assert {rule.code for rule in catalogue()} <= {line.split()[0] for line in lines}
