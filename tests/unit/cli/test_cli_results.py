"""Judging a file of results from the command line, with everything behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_pipeline import run

from xlakit.model import Scorecard, Statement

if TYPE_CHECKING:
    from pathlib import Path

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
objectives:
  - {name: up, metric: {name: supplied, series: up}, expected: {at_least: 99%}}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    terms, results = tmp_path / "agreement.yaml", tmp_path / "results.csv"
    terms.write_text(TERMS, encoding="utf-8")
    results.write_text("SLA,window,good,total\nup,2026-01,98,100\nup,2026-02,99,100\n", encoding="utf-8")
    return terms, results


def test_results_are_judged_without_a_desk(files: tuple[Path, Path]) -> None:
    terms, results = files
    found = run("evaluate", terms, "--results", results, "--columns", "SLA=objective", "--format", "json")
    assert (found.exit_code, found.stderr) == (0, "")
    card = Scorecard.model_validate_json(found.stdout)
    assert [item.outcome.value for item in card["up"]] == ["BELOW_EXPECTED", "MET"]


def test_period_instant_and_exit_code_are_those_of_a_desk(files: tuple[Path, Path]) -> None:
    terms, results = files
    options = ("--results", results, "--columns", "SLA=objective", "--fail-on", "expected")
    assert run("evaluate", terms, *options).exit_code == 1
    assert run("evaluate", terms, *options, "--period", "2026-02").exit_code == 0
    running = run("evaluate", terms, *options, "--as-of", "2026-01-31")
    assert running.exit_code == 0
    assert "2026-01 and 2026-02 are in progress" in running.stdout


def test_results_that_cannot_be_read_are_wrong_data(files: tuple[Path, Path]) -> None:
    terms, results = files
    found = run("evaluate", terms, "--results", results)
    assert (found.exit_code, found.stdout) == (3, "")
    assert found.stderr.startswith("results: the column 'objective' is missing; got ['SLA', ")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("DESK",), "DESK"),
        (("--tickets", "FILE"), "--tickets"),
        (("--log", "FILE"), "--log"),
        (("--timezone", "UTC"), "--timezone"),
        (("--datetime-format", "%d"), "--datetime-format"),
    ],
)
def test_results_and_a_desk_exclude_each_other(
    files: tuple[Path, Path], options: tuple[str, ...], named: str
) -> None:
    terms, results = files
    places = {"DESK": str(results.parent), "FILE": str(results)}
    found = run("evaluate", terms, "--results", results, *(places.get(item, item) for item in options))
    assert found.exit_code == 2
    assert f"give either --results or {named}" in " ".join(found.stderr.replace("│", " ").split())


def test_segments_of_results_are_wrong_data(files: tuple[Path, Path]) -> None:
    terms, results = files
    found = run("evaluate", terms, "--results", results, "--columns", "SLA=objective", "--by", "team")
    assert found.exit_code == 3
    assert "results hold no columns to report by" in found.stderr


MONEY = """
commercials: {currency: EUR, charges: {amount: "1000.00", per: month}, at_risk: 10%}
"""


def test_what_is_sealed_stays_and_later_results_are_a_line_of_their_own(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    terms, results = files
    costly = TERMS.replace("99%}}", "99%}, service_credit: {allocation: 50%}}") + MONEY
    terms.write_text(costly, encoding="utf-8")
    options = ("--results", results, "--columns", "SLA=objective")
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert run("evaluate", terms, *options, "--statement", first, "--seal").exit_code == 0
    sealed = Statement.model_validate_json(first.read_bytes())
    assert [item.status for item in sealed.windows] == ["sealed", "sealed"]
    rows = "SLA,window,good,total\nup,2026-01,99,100\nup,2026-02,99,100\nup,2026-03,99,100\n"
    results.write_text(rows, encoding="utf-8")
    assert run("evaluate", terms, *options, "--previous", first, "--statement", second).exit_code == 0
    later = Statement.model_validate_json(second.read_bytes())
    assert later.for_window("2026-01") == sealed.for_window("2026-01")
    (correction,) = later.for_window("2026-03")
    assert (correction.kind, str(correction.amount)) == ("true_up", "-50.00")


def test_a_sealed_statement_that_was_changed_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    terms, results = files
    costly = TERMS.replace("99%}}", "99%}, service_credit: {allocation: 50%}}") + MONEY
    terms.write_text(costly, encoding="utf-8")
    options = ("--results", results, "--columns", "SLA=objective")
    sealed = tmp_path / "sealed.json"
    run("evaluate", terms, *options, "--statement", sealed, "--seal")
    sealed.write_text(sealed.read_text(encoding="utf-8").replace("50.00", "40.00"), encoding="utf-8")
    found = run("evaluate", terms, *options, "--previous", sealed)
    assert found.exit_code == 3
    assert "2026-01: it was changed after it was sealed" in found.stderr
    other = run("evaluate", terms, *options, "--previous", results)
    assert (other.exit_code, "is not a statement" in other.stderr) == (3, True)
    nothing = run("evaluate", terms, *options, "--seal")
    assert (nothing.exit_code, "nothing to seal" in nothing.stderr) == (2, True)
