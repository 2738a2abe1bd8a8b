"""The commands with everything behind them, on a small made-up desk."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from cli_pipeline import run

from xlakit.datasets import STORIES, example_agreement
from xlakit.model import Scorecard, Statement

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "desk"
    result = run("demo", folder, "--tickets", 300, "--story", "red")
    assert (result.exit_code, result.stderr) == (0, "")
    return folder


def test_the_demo_writes_a_desk_and_judges_it(written: Path) -> None:
    assert {path.stem for path in written.iterdir()} == {"agreement", "desk", "tickets", "events", "surveys"}
    result = run("evaluate", written / "agreement.yaml", written)
    assert result.exit_code == 0
    assert result.stdout.startswith("Contoso workplace services: ")


def test_the_demo_may_be_repeated_but_leaves_other_folders_alone(written: Path, tmp_path: Path) -> None:
    again = run("demo", written, "--tickets", 300, "--story", "red")
    assert again.exit_code == 0
    assert again.stdout.endswith(f"  xlakit evaluate {written / 'agreement.yaml'} {written}\n")
    (tmp_path / "tickets.csv").write_text("mine", encoding="utf-8")
    assert run("demo", tmp_path).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["tickets.csv"]


def test_the_demo_offers_every_story() -> None:
    text = run("demo", "--help").stdout
    assert all(story in text for story in STORIES)


def test_the_same_seed_gives_the_same_result(written: Path, tmp_path: Path) -> None:
    other = tmp_path / "desk"
    run("demo", other, "--tickets", 300, "--story", "red")
    first, second = (
        run("evaluate", folder / "agreement.yaml", folder, "--format", "json") for folder in (written, other)
    )
    assert first.stdout == second.stdout


def test_json_reads_back_as_a_scorecard(written: Path, tmp_path: Path) -> None:
    out = tmp_path / "card.json"
    run(
        "evaluate",
        written / "agreement.yaml",
        written,
        "--period",
        "2026-03",
        "--format",
        "json",
        "--out",
        out,
    )
    card = Scorecard.model_validate_json(out.read_text(encoding="utf-8"))
    assert {item.window.label for item in card.judgements} == {"2026-03"}
    assert card.to_frame("dicts")


def test_a_missed_service_level_fails_the_run_only_when_asked(written: Path) -> None:
    assert run("evaluate", written / "agreement.yaml", written).exit_code == 0
    assert run("evaluate", written / "agreement.yaml", written, "--fail-on", "expected").exit_code == 1


def test_every_mistake_of_an_agreement_is_printed_with_its_line(written: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = (
        example_agreement().replace("at_least: 95%", "at_least: 95").replace("metric: csat", "metric: csatt")
    )
    wrong.write_text(text, encoding="utf-8")
    for result in (run("check", wrong), run("evaluate", wrong, written)):
        assert (result.exit_code, result.stdout) == (2, "")
        said = result.stderr.splitlines()
        assert all(re.search(r"wrong\.yaml:\d+: objectives\[\d\]", line) for line in said)
        assert any("write 95%" in line for line in said)
        assert any("did you mean 'csat'?" in line for line in said)


def test_an_unknown_column_to_report_by_is_named(written: Path) -> None:
    result = run("evaluate", written / "agreement.yaml", written, "--by", "nosuch")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nosuch" in result.stderr


def test_wrong_data_end_with_three(written: Path, tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("number,title\n1,x\n", encoding="utf-8")
    result = run("evaluate", written / "agreement.yaml", tmp_path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "ticket_id" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_example_agreement_is_sound() -> None:
    from importlib import resources

    with resources.as_file(
        resources.files("xlakit.datasets") / "agreements" / "contoso-workplace.yaml"
    ) as path:
        table, form = run("check", path), run("check", path, "--format", "json")
    assert "no mistakes found" in table.stdout
    assert len(json.loads(form.stdout)["fingerprint"]) == 64


@pytest.mark.parametrize("table", ["tickets", "answers", "cycles"])
def test_every_table_of_facts_can_be_written(written: Path, tmp_path: Path, table: str) -> None:
    for name in ("facts.csv", "facts.parquet"):
        result = run(
            "facts",
            written,
            "--agreement",
            written / "agreement.yaml",
            "--table",
            table,
            "--out",
            tmp_path / name,
        )
        assert (result.exit_code, result.output) == (0, "")
        assert (tmp_path / name).stat().st_size


def test_every_metric_and_rule_is_listed() -> None:
    from xlakit.metrics import catalogue
    from xlakit.review import LINTS
    from xlakit.rules import catalogue as rules

    metrics = run("metrics").stdout.splitlines()
    assert [line.split()[0] for line in metrics[1:]] == list(catalogue())
    codes = run("rules").stdout.splitlines()
    listed = [*(rule.code for rule in rules()), *(lint.code for lint in LINTS)]
    assert [line.split()[0] for line in codes[1:]] == listed


def test_a_rule_is_explained_by_its_code_in_any_case() -> None:
    assert run("rules", "xla101").stdout.startswith("XLA101")
    assert run("rules", "xla501").stdout.startswith("XLA501")
    unknown = run("rules", "XLA999")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "no such rule" in unknown.stderr


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("credits.csv", "window,accrual_window,settlement_window,objective,kind,amount,"),
        ("credits.JSON", "{"),
        ("credits.txt", "Contoso workplace services: the provider owes the customer"),
    ],
)
def test_the_statement_is_written_as_its_name_says(
    written: Path, tmp_path: Path, name: str, starts: str
) -> None:
    out = tmp_path / name
    result = run("evaluate", written / "agreement.yaml", written, "--statement", out)
    assert result.exit_code == 0
    assert "Service credits: " in result.stdout
    text = out.read_text(encoding="utf-8")
    assert text.startswith(starts)
    if name.endswith(".csv"):
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert {row["currency"] for row in rows} == {"EUR"}
    if name.endswith(".JSON"):
        found = Statement.model_validate_json(text)
        assert sum(line.amount for line in found.lines) == found.total > 0


def test_a_statement_needs_commercials_and_a_place_to_go(written: Path, tmp_path: Path) -> None:
    text = (written / "agreement.yaml").read_text(encoding="utf-8")
    bare = tmp_path / "bare.yaml"
    plain = re.sub(r"    service_credit: .*\n", "", text.split("\ncommercials:")[0])
    bare.write_text(plain, encoding="utf-8")
    result = run("evaluate", bare, written, "--statement", tmp_path / "s.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no commercials" in re.sub(r"[\s│]+", " ", result.stderr)
    assert "redit" not in run("evaluate", bare, written).stdout
    nowhere = run("evaluate", written / "agreement.yaml", written, "--statement", tmp_path / "no" / "s.csv")
    assert nowhere.exit_code == 2
    assert "--statement" in nowhere.stderr


def test_a_check_says_whom_the_steps_move(written: Path) -> None:
    result = run("check", written / "agreement.yaml", "--volume", 400, "--cost-per-point", "1500.00")
    assert result.exit_code == 0
    assert "Whom its steps in money move\n  fast-fix (85.0%): falling short costs" in result.stdout
    assert "at the stated 1,500.00 EUR a point" in result.stdout
    assert "XLA511" in result.stdout
    assert run("check", written / "agreement.yaml", "--cost-per-point", "0").exit_code != 0
