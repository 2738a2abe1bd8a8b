from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cli_pipeline import WATERMELON, run, scorecard

from xlakit.errors import (
    AgreementError,
    CalendarError,
    DataError,
    MeasureError,
    MissingExtraError,
    Problem,
    XlakitError,
)
from xlakit.model import Outcome, Scorecard

if TYPE_CHECKING:
    from pathlib import Path

    from cli_pipeline import Pipeline


def test_a_desk_is_judged_and_the_verdict_comes_first(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    result = run("evaluate", terms, folder)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Contoso: no service level is agreed; the users' side held in 1 of 1 month."
    )
    assert pipeline.desk == {"tickets": folder}
    assert pipeline.asked == {"period": None, "as_of": None, "by": None, "previous": None}


def test_every_option_of_the_data_reaches_the_reader(pipeline: Pipeline, terms: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.csv" for name in ("tickets", "events", "surveys")}
    for file in files.values():
        file.touch()
    options: list[object] = [item for name, file in files.items() for item in (f"--{name}", file)]
    options += ["--mapping", "servicenow", "--timezone", "Europe/Berlin"]
    options += ["--columns", "Created=opened_at", "--columns", "a=b=team"]
    options += ["--missing", "?", "--missing", "n/a", "--datetime-format", "%d/%m/%Y %H:%M"]
    assert run("evaluate", terms, *options).exit_code == 0
    assert pipeline.desk == {
        **files,
        "mapping": "servicenow",
        "timezone": "Europe/Berlin",
        "columns": {"Created": "opened_at", "a=b": "team"},
        "missing": ["?", "n/a"],
        "datetime_format": ["%d/%m/%Y %H:%M"],
    }


def test_an_audit_log_stands_for_tickets_and_events(pipeline: Pipeline, terms: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.touch()
    assert run("evaluate", terms, "--log", log).exit_code == 0
    assert pipeline.desk == {"log": log}


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-04-01", datetime(2026, 3, 31, 22, tzinfo=UTC)),
        ("2026-02-01T06:00", datetime(2026, 2, 1, 5, tzinfo=UTC)),
        ("2026-02-01T06:00+00:00", datetime(2026, 2, 1, 6, tzinfo=UTC)),
        ("2026-02-01T06:00Z", datetime(2026, 2, 1, 6, tzinfo=UTC)),
    ],
)
def test_an_instant_without_a_zone_is_read_in_the_agreements(
    pipeline: Pipeline, terms: Path, folder: Path, text: str, instant: datetime
) -> None:
    assert run("evaluate", terms, folder, "--as-of", text).exit_code == 0
    assert pipeline.asked["as_of"] == instant


def test_period_and_segments_reach_the_judge(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    assert (
        run("evaluate", terms, folder, "--period", "2026-03", "--by", "team", "--by", "site").exit_code == 0
    )
    assert pipeline.asked["period"].label == "2026-03"
    assert pipeline.asked["by"] == ["team", "site"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--period", "march"], "is not a period of time"),
        (["--as-of", "yesterday"], "is no instant"),
        (["--columns", "Created"], "THEIRS=OURS"),
        (["--columns", "=opened_at"], "THEIRS=OURS"),
        (["--format", "excel"], "excel"),
        (["--fail-on", "bonus"], "bonus"),
    ],
)
def test_a_wrong_option_is_a_usage_error(
    pipeline: Pipeline, terms: Path, folder: Path, options: list[str], words: str
) -> None:
    result = run("evaluate", terms, folder, *options)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert not pipeline.asked


def test_records_come_from_one_place_and_from_somewhere(
    pipeline: Pipeline, terms: Path, folder: Path
) -> None:
    neither, both = run("evaluate", terms), run("evaluate", terms, folder, "--tickets", terms)
    assert (neither.exit_code, both.exit_code) == (2, 2)
    assert "where are the records" in neither.stderr
    assert "tickets come from one place" in both.stderr
    assert not pipeline.asked


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert run("evaluate", tmp_path / "none.yaml").exit_code == 2


def test_json_is_the_scorecard_and_nothing_else(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    result = run("evaluate", terms, folder, "--format", "json")
    assert Scorecard.model_validate_json(result.stdout) == pipeline.card
    assert set(json.loads(result.stdout)) == set(Scorecard.model_fields)
    assert result.stderr == ""


def test_markdown_is_written_to_a_file_in_utf8(
    pipeline: Pipeline, terms: Path, folder: Path, tmp_path: Path
) -> None:
    pipeline.card = scorecard(Outcome.MET, title="Außendienst サービス")
    out = tmp_path / "card.md"
    result = run("evaluate", terms, folder, "--format", "markdown", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_bytes().decode("utf-8").startswith("**Außendienst サービス: ")


def test_a_file_that_cannot_be_written_is_named(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    result = run("evaluate", terms, folder, "--out", folder / "no" / "card.txt")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.output
    assert pipeline.asked


def test_a_pipe_gets_no_colours_and_no_progress(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    pipeline.card = scorecard(Outcome.BELOW_MINIMUM, findings=(WATERMELON,))
    result = run("evaluate", terms, folder)
    assert "\x1b" not in result.output
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("outcome", "on", "code"),
    [
        (Outcome.MET, "expected", 0),
        (Outcome.EXCEEDED, "expected", 0),
        (Outcome.BELOW_EXPECTED, "expected", 1),
        (Outcome.BELOW_MINIMUM, "expected", 1),
        (Outcome.NOT_MEASURED, "expected", 0),
        (Outcome.IN_PROGRESS, "expected", 0),
        (Outcome.BELOW_EXPECTED, "minimum", 0),
        (Outcome.BELOW_MINIMUM, "minimum", 1),
        (Outcome.NOT_MEASURED, "unmeasured", 1),
        (Outcome.BELOW_MINIMUM, "unmeasured", 0),
        (Outcome.BELOW_MINIMUM, "watermelon", 0),
    ],
)
def test_fail_on_decides_the_exit_code(
    pipeline: Pipeline, terms: Path, folder: Path, outcome: Outcome, on: str, code: int
) -> None:
    pipeline.card = scorecard(Outcome.MET, outcome)
    result = run("evaluate", terms, folder, "--fail-on", on)
    assert result.exit_code == code
    assert result.stdout.startswith("Contoso: ")
    assert ("--fail-on" in result.stderr) == bool(code)


def test_a_raised_watermelon_can_fail_the_run(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    pipeline.card = scorecard(Outcome.MET, findings=(WATERMELON,))
    result = run("evaluate", terms, folder, "--fail-on", "expected", "--fail-on", "watermelon")
    assert result.exit_code == 1
    assert result.stderr == "xlakit: 1 watermelon raised (--fail-on watermelon)\n"


def test_without_fail_on_a_miss_is_no_failure(pipeline: Pipeline, terms: Path, folder: Path) -> None:
    pipeline.card = scorecard(Outcome.BELOW_MINIMUM, findings=(WATERMELON,))
    assert run("evaluate", terms, folder).exit_code == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (
            AgreementError([Problem("a.yaml", 3, "term", "is missing"), Problem("a.yaml", 9, "x", "is odd")]),
            2,
        ),
        (MeasureError("metric: the catalogue has none of this name; got 'csatt'."), 2),
        (CalendarError("calendar office: ends on 2026-12-31."), 2),
        (MissingExtraError.build("duckdb tables", "duckdb"), 2),
        (XlakitError("something else."), 2),
        (DataError("tickets: column 'opened_at' is missing."), 3),
    ],
)
def test_what_is_raised_on_purpose_becomes_its_sentence_and_exit_code(
    pipeline: Pipeline, terms: Path, folder: Path, error: Exception, code: int
) -> None:
    pipeline.error = error
    result = run("evaluate", terms, folder)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == f"{error}\n"


def test_an_error_cannot_bring_control_characters_to_the_terminal(
    pipeline: Pipeline, terms: Path, folder: Path
) -> None:
    pipeline.error = DataError("tickets: got '\x1b[2J'.")
    assert run("evaluate", terms, folder).stderr == "tickets: got '\ufffd[2J'.\n"


def test_a_terminal_gets_tables(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from xlakit.cli.output import Format, show

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout", screen)
    show(pipeline.card, Format.TABLE, None)
    assert "Objective" in screen.getvalue()
    assert "\x1b[" in screen.getvalue()
