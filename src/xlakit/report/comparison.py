"""A comparison in words: one set of lines, for the terminal and for Markdown alike."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from xlakit.model.figures import estimate_text, figure, hours, named_levels, whole
from xlakit.report.escape import clean, for_markdown
from xlakit.report.wording import OUTCOMES, counted, instant_words, place_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlakit.model import Estimate, Judgement
    from xlakit.model.comparison import Change, Comparison, FindingChange, Part, Split

MOST_PARTS: Final = 8
_MOST_DIGITS: Final = 12
_SECTIONS: Final = (
    ("new", "New findings"),
    ("continuing", "Continuing findings"),
    ("cleared", "Cleared findings"),
    ("unchecked", "Findings that this card cannot tell of"),
)


def change_figure(change: Fraction, unit: str) -> str:
    """Return a difference with its sign; digits are added until one that is not zero does not read as zero.

    Examples
    --------
    >>> change_figure(Fraction(-1, 50), "share"), change_figure(Fraction(5400), "seconds")
    ('-2.0 pp', '+1h 30m')
    >>> change_figure(Fraction(1, 3000), "share"), change_figure(Fraction(0), "points")
    ('+0.03 pp', '0.0 points')
    """
    sign = "+" if change > 0 else "-" if change < 0 else ""
    if unit == "seconds":
        return sign + hours(abs(change)) if abs(change) >= 1 else f"{sign}{_digits(abs(change), 0)}s"
    if unit == "share":
        return f"{sign}{_digits(abs(change) * 100, 1)} pp"
    behind = "" if unit in {"score", "count", ""} else f" {unit}"
    return f"{sign}{_digits(abs(change), 2 if unit == 'score' else 1)}{behind}"


def _digits(value: Fraction, start: int) -> str:
    for digits in range(start, _MOST_DIGITS):
        scaled = round(value * 10**digits)
        if scaled or not value:
            text = f"{scaled:0{digits + 1}d}"
            return f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return f"{float(value):.2g}"


@dataclass(frozen=True, slots=True)
class _Style:
    """What differs between a terminal and Markdown."""

    text: Callable[[str], str]
    heading: Callable[[str], tuple[str, ...]]
    item: Callable[[int, str], str]


_PLAIN: Final = _Style(clean, lambda title: ("", clean(title)), lambda depth, text: "  " * (depth + 1) + text)
_MARKDOWN: Final = _Style(
    for_markdown,
    lambda title: ("", f"## {for_markdown(title)}", ""),
    lambda depth, text: f"{'  ' * depth}- {text}",
)


def to_text(comparison: Comparison) -> str:
    """Return `comparison` as plain text."""
    return "\n".join(_lines(comparison, _PLAIN)) + "\n"


def to_markdown(comparison: Comparison) -> str:
    """Return `comparison` as Markdown; every text from data is escaped."""
    return "\n".join(_lines(comparison, _MARKDOWN)) + "\n"


def _lines(comparison: Comparison, style: _Style) -> Iterator[str]:
    summary = headline(comparison)
    yield f"**{style.text(summary)}**" if style is _MARKDOWN else style.text(summary)
    if comparison.notes:
        yield from style.heading("Read this first")
        yield from (style.item(0, style.text(note)) for note in comparison.notes)
    for state, title in _SECTIONS:
        found = [item for item in comparison.findings if item.state == state]
        if found:
            yield from style.heading(title)
            for item in found:
                yield style.item(0, style.text(finding_line(item)))
                if state == "new" and item.message:
                    yield style.item(1, style.text(item.message))
    if comparison.changes:
        yield from style.heading("What changed")
        for change in comparison.changes:
            yield style.item(0, style.text(change_line(change)))
            for split in change.splits:
                yield from _split(split, change, style)


def headline(comparison: Comparison) -> str:
    """Return the comparison in one sentence."""
    counts = [
        f"{len(comparison.new)} new",
        f"{len(comparison.continuing)} continuing",
        f"{len(comparison.cleared)} cleared",
    ]
    if comparison.unchecked:
        counts.append(f"{len(comparison.unchecked)} not told of")
    better = sum(item.better is True for item in comparison.changes)
    worse = sum(item.better is False for item in comparison.changes)
    name = comparison.current.title or comparison.current.agreement
    was, now = comparison.previous.as_of, comparison.current.as_of
    # Two windows of one evaluation are told apart by their labels, further down.
    since = f", since {instant_words(was, was)}" if was != now else ""
    return (
        f"{name}{since}: findings {', '.join(counts)}; of {counted(len(comparison.changes), 'objective')} "
        f"{better} better, {worse} worse."
    )


def finding_line(item: FindingChange) -> str:
    """Return one finding: how loud, which, where, for how long.

    Examples
    --------
    >>> from xlakit.model.comparison import FindingChange
    >>> finding_line(FindingChange(state="continuing", code="XLA101", title="watermelon", severity="severe",
    ...     severity_before="warning", segment=(("team", "West"),), in_a_row=3))
    'SEVERE (was warning) XLA101 watermelon [team West], 3rd window in a row'
    """
    was = item.severity_before
    loud = item.severity.upper() + (f" (was {was})" if was not in {None, item.severity} else "")
    where = ", ".join(
        part for part in (place_words(item.segment), item.window.label if item.window else "") if part
    )
    text = f"{loud} {item.code} {item.title}" + (f" [{where}]" if where else "")
    if item.in_a_row is not None and item.state == "continuing":
        text += f", {ordinal(item.in_a_row)} window in a row"
    elif item.in_a_row is not None and item.state != "new":
        text += f", after {counted(item.in_a_row, 'window')} in a row"
    return f"{text} ({item.reason})" if item.reason else text


def ordinal(number: int) -> str:
    """Return ``1st``, ``2nd``, ``3rd``, ``11th``.

    Examples
    --------
    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 102)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd']
    """
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def change_line(item: Change) -> str:
    """Return one objective: both figures with count and interval, and what became of it."""
    sides = [side for side in (item.before, item.after) if side is not None]
    if item.change is None:
        shown = "; ".join(f"{_figure(side)} in {side.window.label}" for side in sides)
        return f"{item.title}: not compared ({item.reason})" + (f"; {shown}" if shown else "")
    before, after = sides
    unit = after.unit
    moved = "no change" if not item.change else change_figure(item.change, unit)
    if item.change:
        moved += ", better" if item.better else ", worse"
    if item.low is not None and item.high is not None:
        low, high = (change_figure(Fraction(str(end)), unit) for end in (item.low, item.high))
        moved += f", {after.estimate.level * 100:g}% interval {low} to {high}"
        if item.low <= 0 <= item.high and item.change:
            moved += ": it may be chance"
    outcomes = OUTCOMES[after.outcome]
    if before.outcome is not after.outcome:
        outcomes = f"{OUTCOMES[before.outcome]} before, {outcomes} now"
    spans = f"{before.window.label} to {after.window.label}"
    return f"{item.title}, {spans}: {_figure(before)} to {_figure(after)} ({moved}); {outcomes}"


def _figure(item: Judgement) -> str:
    if item.suppressed:
        return "withheld"
    shown = estimate_text(item.estimate, item.unit, item.levels)
    return shown + _behind(item.estimate, item, interval=item.basis == "user_reported")


def _behind(estimate: Estimate, item: Judgement, *, interval: bool) -> str:
    parts = []
    if interval and estimate.low is not None and estimate.high is not None:
        levels = named_levels(item.levels)
        low, high = (figure(end, item.unit, levels) for end in (estimate.low, estimate.high))
        parts.append(f"{low} to {high}")
    if estimate.count:
        parts.append(f"n = {whole(estimate.count)}")
    return f" ({', '.join(parts)})" if parts else ""


def _split(split: Split, change: Change, style: _Style) -> Iterator[str]:
    after = change.after
    if after is None or not (change.change or any(part.mix or part.rate for part in split.parts)):
        return
    column = split.column.replace("_", " ")
    if split.reason:
        yield style.item(1, style.text(f"by {column}: not split ({split.reason})"))
        return
    mix, rate = (change_figure(part, after.unit) for part in (split.mix, split.rate))
    yield style.item(1, style.text(f"by {column}: mix {mix}, within segments {rate}"))
    ranked = sorted(split.parts, key=lambda part: -abs(part.mix + part.rate))
    for part in ranked[:MOST_PARTS]:
        yield style.item(2, style.text(part_line(part, split, change)))
    if left := ranked[MOST_PARTS:]:
        rest = change_figure(sum((part.mix + part.rate for part in left), Fraction(0)), after.unit)
        yield style.item(2, style.text(f"{len(left)} more, together {rest}"))


def part_line(part: Part, split: Split, change: Change) -> str:
    """Return what one segment did to the change: its share, its figures, and both effects."""
    judgement = change.after or change.before
    if judgement is None:
        return ""
    name = "others" if part.segment is None else f"{split.column.replace('_', ' ')} {part.segment}"
    figures = [
        "none" if side is None else _part_figure(side, judgement) for side in (part.before, part.after)
    ]
    shares = [f"{float(share) * 100:.1f}%" for share in (part.share_before, part.share_after)]
    mix, rate = (change_figure(effect, judgement.unit) for effect in (part.mix, part.rate))
    return f"{name}: {figures[0]} to {figures[1]}, share {shares[0]} to {shares[1]}; mix {mix}, rate {rate}"


def _part_figure(estimate: Estimate, judgement: Judgement) -> str:
    shown = estimate_text(estimate, judgement.unit, judgement.levels)
    return shown + _behind(estimate, judgement, interval=judgement.basis == "user_reported")
