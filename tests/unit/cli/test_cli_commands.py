from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest
from cli_pipeline import run

from xlakit.cli import main
from xlakit.model import RuleReport, Value
from xlakit.review.chance import Chance
from xlakit.review.incentives import Incentives
from xlakit.review.lints import Remark
from xlakit.review.steps import StepCredit

if TYPE_CHECKING:
    from pathlib import Path

    from cli_pipeline import Pipeline

COMMANDS = ("demo", "check", "evaluate", "facts", "cube", "metrics", "rules", "template")


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


class Reviewed(Value):
    agreement: str = "contoso"
    title: str | None = "Contoso | Workplace"
    fingerprint: str = "abc123"
    classification: str = "XLA"
    weight: Decimal = Decimal(100)
    user_reported_weight: Decimal = Decimal(60)
    objectives: tuple[str, ...] = ("happy: CSAT at least 85%",)
    not_evaluated: tuple[str, ...] = ("commercials: nothing is settled",)
    incentives: Incentives = Incentives()
    chances: tuple[Chance, ...] = ()
    step_credits: tuple[StepCredit, ...] = ()
    remarks: tuple[Remark, ...] = ()
    lints: tuple[RuleReport, ...] = ()


def test_the_first_page_names_every_command_and_exit_code() -> None:
    text = run("--help").stdout
    assert all(f"  {name} " in text for name in COMMANDS)
    assert all(f"{code} " in text for code in (0, 1, 2, 3))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert "..." not in result.stdout.split("Options:")[0].replace("[ARGS]...", "")


def test_the_version_is_that_of_the_package() -> None:
    from xlakit import __version__

    assert run("--version").stdout == f"xlakit {__version__}\n"


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run("evaluat").exit_code == 2


def test_check_shows_promises_and_what_is_not_evaluated(pipeline: Pipeline, terms: Path) -> None:
    pipeline.review = Reviewed()
    result = run("check", terms)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Contoso | Workplace: no mistakes found; an XLA: 60 of 100 weight is reported by users.",
        "fingerprint abc123",
        "",
        "Promises",
        "  happy: CSAT at least 85%",
        "",
        "Clauses read but not evaluated yet",
        "  commercials: nothing is settled",
    ]


def test_check_as_json_is_the_review(pipeline: Pipeline, terms: Path) -> None:
    pipeline.review = Reviewed()
    assert json.loads(run("check", terms, "--format", "json").stdout)["fingerprint"] == "abc123"


@pytest.fixture
def frame(pipeline: Pipeline) -> pl.DataFrame:
    pipeline.frame = pl.DataFrame(
        {
            "ticket_id": ["1", "2"],
            "team": ["=HYPERLINK(1)", None],
            "opened_at": [datetime(2026, 1, 1, tzinfo=UTC)] * 2,
            "elapsed": [timedelta(hours=1), None],
            "factors": [["speed", "tone"], []],
        }
    )
    assert isinstance(pipeline.frame, pl.DataFrame)
    return pipeline.frame


def test_facts_as_csv_run_no_formulas(frame: pl.DataFrame, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts.csv"
    assert run("facts", folder, "--out", out).exit_code == 0
    head, first, second = csv.reader(io.StringIO(out.read_text(encoding="utf-8")))
    assert head == frame.columns
    assert first == ["1", "'=HYPERLINK(1)", "2026-01-01T00:00:00+00:00", "3600.0", "speed|tone"]
    assert second == ["2", "", "2026-01-01T00:00:00+00:00", "", ""]


def test_facts_as_parquet_keep_their_types(frame: pl.DataFrame, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts.parquet"
    assert run("facts", folder, "--out", out).exit_code == 0
    assert pl.read_parquet(out).equals(frame)


def test_facts_without_a_file_go_to_the_screen(frame: pl.DataFrame, pipeline: Pipeline, folder: Path) -> None:
    result = run("facts", folder, "--table", "answers", "--as-of", "2026-02-01")
    assert result.stdout.splitlines()[0] == ",".join(frame.columns)
    assert pipeline.asked == {"table": "answers", "as_of": datetime(2026, 2, 1, tzinfo=UTC)}


def test_facts_refuse_other_kinds_of_file(frame: pl.DataFrame, folder: Path, tmp_path: Path) -> None:
    result = run("facts", folder, "--out", tmp_path / "facts.xlsx")
    assert result.exit_code == 2
    assert "neither .csv nor .parquet" in result.stderr
    assert frame.height == 2


def test_starting_loads_neither_tables_nor_statistics() -> None:
    code = (
        "import sys\n"
        "from xlakit.cli.app import build\n"
        "build()\n"
        "heavy = {'polars', 'numpy', 'scipy', 'pandas', 'narwhals', 'pyarrow', 'yaml'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    done = python(code)
    assert done.stderr == ""


@pytest.mark.parametrize("library", ["typer", "rich"])
def test_a_missing_extra_is_one_sentence(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "the command xlakit: needs an optional dependency. Hint: pip install 'xlakit[cli]'.\n"
    )


def test_the_script_runs() -> None:
    done = python("from xlakit.cli import main; main(['--version'])")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("xlakit ")
