from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from report_cards import MONTHS, card, hostile, response, shade, share, watermelon
from rich.console import Console

from xlakit.model import Evidence, Finding, Outcome, Scorecard, windows
from xlakit.report import parts, summarize, to_html, to_json, to_markdown, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    Render = Callable[[Scorecard], str]


def on_terminal(made: Scorecard) -> str:
    console = Console(width=400, force_terminal=True, color_system=None)
    with console.capture() as capture:
        for part in parts(summarize(made)):
            console.print(part)
    return capture.get()


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen, self.open, self.attributes = set(), [], set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("make", [watermelon, hostile, card])
def test_html_is_balanced_and_has_neither_script_nor_network(make: Callable[[], Scorecard]) -> None:
    tags = Tags()
    tags.feed(to_html(make()))
    assert not tags.open
    assert not tags.seen & {"script", "link", "img", "iframe", "a", "form"}
    assert tags.attributes <= {"class", "scope"}


def test_html_brings_no_colours_and_keeps_its_style_to_itself() -> None:
    style = re.search(r"<style>(.*)</style>", to_html(watermelon()))[1]
    assert not re.search(r"#[0-9a-f]{3}|rgb|hsl|url|@import", style)
    selectors = re.findall(r"(?:^|})([^{}]+){", style)
    assert selectors
    assert all(part.startswith(".xlakit-scorecard") for selector in selectors for part in selector.split(","))


def test_the_notebook_shows_the_html() -> None:
    made = watermelon()
    assert made._repr_html_() == to_html(made)


def test_plain_text_holds_no_control_characters_and_is_what_str_gives() -> None:
    text = str(hostile())
    assert text == to_text(hostile())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_text_of_users_is_never_read_as_markup_on_a_terminal() -> None:
    shown = on_terminal(hostile())
    assert "[red/" not in shown
    assert "red[/red]" in shown
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown


def test_markdown_rows_keep_their_number_of_cells() -> None:
    rows = [line for line in to_markdown(hostile()).splitlines() if line.startswith("| ")]
    cells = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    assert cells == {3, 7}


def test_markdown_holds_no_html() -> None:
    assert "<" not in to_markdown(hostile())


def test_json_is_the_scorecard_and_reads_back_as_the_same() -> None:
    made = watermelon()
    assert Scorecard.model_validate_json(to_json(made)) == made


@pytest.mark.parametrize("render", [to_text, to_markdown, to_html, on_terminal])
def test_every_rendering_says_the_same_in_the_same_order(render: Render) -> None:
    shown = render(watermelon()).replace("&#x27;", "'").replace("\n", " ")
    wanted = [
        "every service level was met in 6 of 6 months",
        "Users' figures rest on those who answered",
        "1 figure is withheld",
        "1,906 of 2,000, 6 to spare",
        "service level failure (below minimum)",
        "31.25 of 100",
        "Field South",
        "XLA101",
        "Next: Read the reopened tickets",
        "XLA402",
        "needs invitations",
        "agreed in May",
        "resolved before it was opened",
        "credits are not settled",
    ]
    places = [shown.find(text) for text in wanted]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("render", [to_text, to_markdown, to_html, on_terminal])
def test_a_failure_is_never_rounded_into_its_promise(render: Render) -> None:
    shown = render(card(response(outcome=Outcome.BELOW_EXPECTED, estimate=share(9496, 10000), to_spare=-4)))
    assert "94.96%" in shown
    assert "95.0%" not in shown


def test_evidence_on_a_promise_is_not_rounded_into_it() -> None:
    named = Evidence(what="Fast response (at least 95%)", value=0.9496, unit="share")
    other = Evidence(what="reopened tickets", value=0.9496, unit="share")
    finding = Finding(code="XLA101", severity="info", title="t", message="m", evidence=(named, other))
    text = to_text(card(response(), findings=(finding,)))
    assert "- Fast response (at least 95%): 94.96%" in text
    assert "- reopened tickets: 95.0%" in text


def test_a_year_of_windows_is_broken_into_blocks_of_six() -> None:
    year = windows("month", date(2026, 1, 1), date(2026, 12, 31), "UTC")
    text = to_text(card(shades=[shade("RED", month, (("team", "West"),)) for month in year]))
    heads = [line for line in text.splitlines() if line.strip().startswith("segment")]
    assert [line.split()[1:] for line in heads] == [
        [month.label for month in year[:6]],
        [month.label for month in year[6:]],
    ]


def test_the_worst_twenty_segments_are_shown_and_the_others_counted() -> None:
    shades = [shade("HEALTHY", MONTHS[0], (("team", f"T{number:02d}"),)) for number in range(24)]
    text = to_text(card(shades=[*shades, shade("CONFIRMED", MONTHS[0], (("team", "Z"),))]))
    assert text.index("team=Z") < text.index("team=T00")
    assert "and 5 more segments" in text


def test_columns_line_up_behind_wide_scripts() -> None:
    text = to_text(card(response(title="サービス"), response(title="Service")))
    rows = [line for line in text.splitlines() if "95.3%" in line]
    assert rows[0].index("95.3%") + len("サービス") == rows[1].index("95.3%")


def test_versions_are_named_where_they_differ() -> None:
    text = to_text(card(response(MONTHS[0]), response(MONTHS[1], version="2", status="provisional")))
    assert "2026-01 (version 1)" in text
    assert "2026-02 (provisional, version 2)" in text
