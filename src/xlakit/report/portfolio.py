"""A portfolio as people read it: one sentence an agreement, money by currency, and what falls between agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.report import page
from xlakit.report.escape import clean, for_html
from xlakit.report.statement import money, sentences
from xlakit.report.summary import summarize
from xlakit.report.verdict import verdict
from xlakit.report.wording import counted, instant_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Portfolio
    from xlakit.model.portfolio import Overlap, SharedCapWindow, Total, Uncovered

SHOWN = 20
"""So many places and overlaps are listed; the rest is counted, and all are in the portfolio."""


def to_text(found: Portfolio) -> str:
    """Return the portfolio as plain text."""
    lines = [clean(_subject(found)), *(f"! {clean(hint)}" for hint in _hints(found))]
    for title, items in _sections(found):
        lines += ["", title, *(f"  {clean(item)}" for item in items)]
    return "\n".join(lines)


def to_html(found: Portfolio) -> str:
    """Return the portfolio as an HTML fragment, each scorecard folded; every text from data is escaped."""
    parts = [f"<p><strong>{for_html(_subject(found))}</strong></p>", _items(_hints(found))]
    for title, items in _sections(found):
        parts.append(f"<h4>{for_html(title)}</h4>{_items(items)}")
    for card in found.cards:
        name = for_html(card.subject.agreement)
        parts.append(f"<details><summary>{name}</summary>{page.render(summarize(card))}</details>")
    return f'<section class="xlakit-portfolio">{"".join(parts)}</section>'


def _items(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{for_html(item)}</li>' for item in items)}</ul>" if items else ""


def _subject(found: Portfolio) -> str:
    at = instant_words(found.as_of, found.as_of)
    return f"Portfolio of {counted(len(found.cards), 'agreement')}; {counted(found.tickets, 'ticket')}; as of {at}."


def _hints(found: Portfolio) -> list[str]:
    hints = []
    if found.uncovered_ids:
        verb = "is" if len(found.uncovered_ids) == 1 else "are"
        hints.append(f"{counted(len(found.uncovered_ids), 'ticket')} {verb} covered by no agreement.")
    if found.overlapping_ids:
        verb = "is" if len(found.overlapping_ids) == 1 else "are"
        hints.append(f"{counted(len(found.overlapping_ids), 'ticket')} {verb} covered by several agreements.")
    return hints


def _sections(found: Portfolio) -> Iterator[tuple[str, list[str]]]:
    yield "Agreements", [_named(card.subject.agreement, verdict(card)) for card in found.cards]
    if found.statements:
        owed = [_named(item.agreement, sentences(item)[0]) for item in found.statements]
        yield "Money", owed + [_total(item) for item in found.totals]
    if found.shared_caps:
        yield "Shared caps that held credits back", [_cap(item) for item in found.shared_caps]
    if found.uncovered:
        yield "Covered by no agreement", _first([_uncovered(item) for item in found.uncovered])
    if found.overlaps:
        yield "Covered by several agreements", _first([_overlap(item) for item in found.overlaps])


def _named(name: str, sentence: str) -> str:
    """Return a sentence that begins with the name of the agreement, where its title is another."""
    return sentence if sentence.startswith(f"{name}:") else f"{name}: {sentence}"


def _first(items: list[str]) -> list[str]:
    more = len(items) - SHOWN
    return items if more <= 0 else [*items[:SHOWN], f"and {more} more"]


def _total(item: Total) -> str:
    parts = [f"credits {item.credits:,}"]
    parts += [f"bonuses {item.bonuses:,}"] if item.bonuses else []
    parts += [f"earned back {item.earned_back:,}"] if item.earned_back else []
    whose = "the providers owe" if item.total >= 0 else "the customers owe"
    of = counted(len(item.agreements), "agreement")
    return f"Together in {item.currency} ({of}): {whose} {money(abs(item.total), item.currency)} ({', '.join(parts)})"


def _cap(item: SharedCapWindow) -> str:
    parts = "; ".join(f"{part.agreement} {part.credited:,} of {part.due:,}" for part in item.parts)
    return f"{item.name} in {item.window}, {money(item.amount, item.currency)}: {parts}"


def _uncovered(item: Uncovered) -> str:
    known = [
        f"{column} {value}" if value is not None else f"{column} unknown" for column, value in item.place
    ]
    return (
        f"{', '.join([counted(item.tickets, 'ticket'), *known])}: {item.reason}, for example {item.example}"
    )


def _overlap(item: Overlap) -> str:
    return f"{counted(item.tickets, 'ticket')} by {listed(item.agreements)}, for example {item.example}"
