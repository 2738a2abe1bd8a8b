from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cli_pipeline import WATERMELON, run, scorecard

from xlakit.model import Outcome
from xlakit.model.agreement_diff import AgreementDiff
from xlakit.model.comparison import Comparison

if TYPE_CHECKING:
    from pathlib import Path

AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
objectives: [{name: happy, metric: csat, expected: {at_least: 85%}}]
"""
AMENDED = (
    AGREEMENT + "amendments: [{effective: 2026-07-01, set: {objectives.happy.expected: {at_least: 87%}}}]\n"
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(AGREEMENT.replace("85%", "90%"), encoding="utf-8")
    (tmp_path / "amended.yaml").write_text(AMENDED, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(AGREEMENT.replace("csat", "csatt"), encoding="utf-8")
    old, new = scorecard(Outcome.BELOW_EXPECTED), scorecard(Outcome.BELOW_EXPECTED, findings=(WATERMELON,))
    (tmp_path / "old.json").write_text(old.model_dump_json(), encoding="utf-8")
    (tmp_path / "new.json").write_text(new.model_dump_json(), encoding="utf-8")
    (tmp_path / "wrong.json").write_text('{"subject": 3}', encoding="utf-8")
    return tmp_path


def test_diff_says_what_changed_and_ends_well(written: Path) -> None:
    result = run("diff", written / "old.yaml", written / "new.yaml")
    assert result.exit_code == 0
    assert "happy: expected was at least 85%, is at least 90%" in result.stdout
    assert "the next version is 2.0.0" in result.stdout


def test_diff_writes_json_that_reads_back(written: Path) -> None:
    result = run("diff", written / "old.yaml", written / "new.yaml", "--format", "json")
    assert AgreementDiff.model_validate_json(result.stdout).effect == "major"


def test_diff_writes_markdown_to_a_file(written: Path) -> None:
    out = written / "changes.md"
    result = run("diff", written / "old.yaml", written / "new.yaml", "--format", "markdown", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("**demo 1 to demo 1: 1 difference, major")


def test_diff_of_one_file_shows_its_amendments(written: Path) -> None:
    result = run("diff", written / "amended.yaml")
    assert "demo 1 to demo 1 amended 2026-07-01" in result.stdout
    assert run("diff", written / "old.yaml").stdout == "old.yaml has no amendments.\n"
    listed = json.loads(run("diff", written / "amended.yaml", "--format", "json").stdout)
    assert [item["effect"] for item in listed] == ["major"]
    assert json.loads(run("diff", written / "old.yaml", "--format", "json").stdout) == []


def test_diff_of_a_wrong_agreement_ends_with_two(written: Path) -> None:
    result = run("diff", written / "old.yaml", written / "wrong.yaml")
    assert result.exit_code == 2
    assert "did you mean 'csat'?" in result.stderr


def test_compare_says_what_is_new_and_ends_well(written: Path) -> None:
    result = run("compare", written / "old.json", written / "new.json")
    assert result.exit_code == 0
    assert "New findings\n  SEVERE XLA101 Watermelon" in result.stdout
    assert "1 new, 0 continuing, 0 cleared" in result.stdout


def test_compare_writes_json_and_markdown(written: Path) -> None:
    arguments = ("compare", written / "old.json", written / "new.json", "--format")
    assert len(Comparison.model_validate_json(run(*arguments, "json").stdout).new) == 1
    assert "## New findings" in run(*arguments, "markdown").stdout


def test_compare_of_something_else_than_a_card_ends_with_three(written: Path) -> None:
    result = run("compare", written / "old.json", written / "wrong.json")
    assert result.exit_code == 3
    assert result.stderr.startswith("wrong.json: is not a scorecard.")


def test_compare_of_strangers_ends_with_two(written: Path) -> None:
    text = (written / "old.json").read_text(encoding="utf-8").replace('"csat"', '"nps"')
    (written / "other.json").write_text(text, encoding="utf-8")
    result = run("compare", written / "other.json", written / "new.json")
    assert result.exit_code == 2
    assert "judge nothing by the same metric" in result.stderr


@pytest.mark.parametrize("command", ["diff", "compare"])
def test_help_says_what_comes_out_and_shows_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert "--format" in result.stdout


@pytest.mark.parametrize("command", ["diff", "compare"])
def test_a_file_that_does_not_exist_ends_with_two(command: str) -> None:
    assert run(command, "no-such-file", "no-such-file").exit_code == 2
