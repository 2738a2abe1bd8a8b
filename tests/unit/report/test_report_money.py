"""The money of a scorecard: one line beside the verdict, a table, what follows; the same in every rendering."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from report_cards import MONTHS, card, response
from report_statements import paid, statement
from rich.console import Console

from xlakit.model import Scorecard
from xlakit.report import parts, summarize, to_html, to_json, to_markdown, to_text
from xlakit.report.money import money_part

if TYPE_CHECKING:
    from collections.abc import Callable

NASTY = r"<b>|`x` @team\u202e\u001b[31m[red]"


def on_terminal(made: Scorecard) -> str:
    console = Console(width=200, file=io.StringIO(), force_terminal=False, record=True)
    for part in parts(summarize(made)):
        console.print(part)
    return console.export_text()


EVERY = [to_text, to_markdown, to_html, on_terminal]


def test_the_line_names_credits_risk_windows_and_who_owes() -> None:
    part = money_part(statement())
    assert part is not None
    assert part.line == (
        "Service credits: 40,000.00 EUR of 50,000.00 at risk in 2 months; bonuses 2,500.00; earned back 8,333.34;"
        " adjusted by -100.00; the provider owes 29,066.66 EUR; a cap held back more in 1 window."
    )


def test_the_table_has_a_row_a_window_that_adds_up_and_none_for_what_is_open() -> None:
    part = money_part(statement())
    assert part is not None
    assert part.columns == (
        "Window",
        "Charges",
        "Credits before caps",
        "Credits",
        "Bonus",
        "Earned back",
        "Adjusted",
        "Total",
        "Status",
    )
    assert part.rows == (
        ("2026-01", "250,000.00", "45,000.00", "25,000.00", "0.00", "0.00", "0.00", "25,000.00", "final"),
        (
            "2026-02",
            "250,000.00",
            "15,000.00",
            "15,000.00",
            "2,500.00",
            "8,333.34",
            "-100.00",
            "4,066.66",
            "provisional",
        ),
        ("2026-03", "", "", "", "", "", "", "", "in progress"),
    )


def test_triggers_obligations_disputes_and_problems_follow() -> None:
    part = money_part(statement())
    assert part is not None
    notes = "\n".join(part.notes)
    assert "right to rectification from 2026-01 on" in notes
    assert "2026-01, happy-users: joint improvement plan" in notes
    assert "Relief of 20 failures or windows is disputed: the total is" in notes
    assert "Not settled: results: row 4: names no objective of this agreement" in notes


def test_without_a_statement_nothing_is_said_of_money() -> None:
    assert money_part(None) is None
    assert all("redit" not in render(card(response())) for render in EVERY)


def test_nothing_settled_is_said_in_words() -> None:
    empty = statement().model_copy(update={"windows": (), "lines": (), "triggers": (), "obligations": ()})
    part = money_part(empty.model_copy(update={"range": None, "problems": ()}))
    assert part is not None
    assert (part.line, part.rows, part.notes) == ("Service credit statement: nothing is settled yet.", (), ())
    assert "nothing is settled yet" in to_text(card(response(), statement=empty))


def test_one_window_is_named_and_charges_that_nobody_knows_are_unknown() -> None:
    (first, *_) = statement().windows
    blank = first.model_copy(update={"charges": None, "at_risk": None})
    part = money_part(statement().model_copy(update={"windows": (blank,), "lines": ()}))
    assert part is not None
    assert part.line.startswith("Service credits: 0.00 EUR in 2026-01;")
    assert part.rows[0][1] == "unknown"


@pytest.mark.parametrize("render", EVERY)
def test_every_rendering_has_line_table_and_notes_in_this_order(render: Callable[[Scorecard], str]) -> None:
    shown = re.sub(r"\s+", " ", render(paid()))
    wanted = [
        "every service level was met in 1 of 2 months",
        "Service credits: 40,000.00 EUR of 50,000.00 at risk",
        "Agreement contoso-workplace",
        "Service credit statement, in EUR",
        "45,000.00",
        "4,066.66",
        "in progress",
        "right to rectification",
    ]
    places, start = [], 0
    for text in wanted:
        start = shown.find(text, start)
        places.append(start)
    assert -1 not in places


@pytest.mark.parametrize("render", EVERY)
def test_texts_of_an_agreement_are_made_harmless(render: Callable[[Scorecard], str]) -> None:
    shown = render(card(response(MONTHS[0]), statement=statement(NASTY)))
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    if render in {to_markdown, to_html}:
        assert "<b>" not in shown
    if render is to_markdown:
        rows = [line for line in shown.splitlines() if line.startswith("| 2026")]
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {10}


def test_json_holds_the_statement_and_reads_back_as_the_same() -> None:
    made = paid()
    back = Scorecard.model_validate_json(to_json(made))
    assert back == made
    assert back.statement is not None
    assert back.statement.total == made.statement.total  # type: ignore[union-attr]
    assert hash(back.statement) == hash(made.statement)
