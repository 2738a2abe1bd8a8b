"""What the parts of an agreement say of each other: names that must exist, words that must not collide.

These checks read the tree, not the model, so that they also work on a file whose other parts are wrong.
A part of the wrong shape is passed over: ``validate`` has said so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from xlakit.agreement.rule_references import rule_references
from xlakit.agreement.tree import Fault, Node
from xlakit.errors import near_miss
from xlakit.model import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.agreement.tree import Path

Faults = Iterator[Fault]
STATUSES = ("new", "open", "pending", "on-hold", "resolved", "closed", "cancelled")
CLOCK_CONDITIONS = ("start", "stop", "pause", "resume", "reset", "cancel")


def names_and_words(tree: Node) -> Faults:
    """Find names that nothing has, names that two have, and words with two meanings."""
    yield from _term(tree)
    yield from _objective_names(tree)
    yield from _clock_names(tree)
    yield from _calendar_names(tree)
    yield from _one_meaning(tree, "priorities", "priority")
    yield from _one_meaning(tree, "statuses", "status")
    yield from _listed_priorities(tree)
    yield from _statuses(tree)
    yield from _conditions_accept_something(tree)
    yield from rule_references(tree)


def texts(node: Node | None, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the text or the texts of `node`, each with its path."""
    if node is not None and node.text is not None:
        yield path, node.text
    for index, item in enumerate(node.items if node is not None else ()):
        if item.text is not None:
            yield (*path, index), item.text


def objectives(tree: Node) -> Iterator[tuple[Path, Node]]:
    """Yield every objective with its path."""
    for index, item in enumerate(_entry(tree, "objectives").items):
        yield ("objectives", index), item


def _entry(node: Node, key: str) -> Node:
    return node.child(key) or Node(node.line, None)


def _unknown(path: Path, name: str, what: str, known: Iterable[str]) -> Fault:
    return Fault(path, f"is not {what} of this agreement", name, near_miss(name, known))


def _term(tree: Node) -> Faults:
    """Say what the model could not while another part of the term is wrong."""
    term = _entry(tree, "term")
    days = [_day(term.child(key)) for key in ("start", "end")]
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        yield Fault(("term",), "the term ends before it starts")


def _day(node: Node | None) -> date | None:
    try:
        return date.fromisoformat((node.text or "").strip()) if node is not None else None
    except ValueError:
        return None


def _objective_names(tree: Node) -> Faults:
    first: dict[str, int] = {}
    for path, item in objectives(tree):
        name = item.child("name")
        if name is None or name.text is None:
            continue
        if name.text in first:
            what = f"is the name of two objectives, the first on line {first[name.text]}"
            yield Fault((*path, "name"), what, name.text)
        first.setdefault(name.text, name.line)


def _clock_names(tree: Node) -> Faults:
    known = _entry(tree, "clocks").entries
    for path, item in objectives(tree):
        clock = item.at(("metric", "clock"))
        if clock is not None and clock.text is not None and clock.text not in known:
            yield _unknown((*path, "metric", "clock"), clock.text, "a clock", known)


def _calendar_names(tree: Node) -> Faults:
    own = _entry(tree, "calendars").entries
    if ALWAYS in own:
        yield Fault(("calendars", ALWAYS), "is built in and cannot be changed", on_key=True)
    known = {*own, ALWAYS}
    for path, name in _used_calendars(tree):
        if name not in known:
            yield _unknown(path, name, "a calendar", known)


def _used_calendars(tree: Node) -> Iterator[tuple[Path, str]]:
    for name, clock in _entry(tree, "clocks").entries.items():
        where: Path = ("clocks", name)
        calendar = _entry(clock, "calendar")
        if calendar.text is not None:
            yield (*where, "calendar"), calendar.text
        for key, item in calendar.entries.items() if "by" in calendar.entries else ():
            if key != "by" and item.text is not None:
                yield (*where, "calendar", key), item.text
        for index, line in enumerate(_entry(clock, "limits").items):
            text = _entry(line, "calendar").text
            if text is not None:
                yield (*where, "limits", index, "calendar"), text


def _one_meaning(tree: Node, section: str, what: str) -> Faults:
    names = _entry(tree, section).entries
    meaning = {name: name for name in names}
    for name, words in names.items():
        for path, word in texts(words, (section, name)):
            if meaning.setdefault(word, name) != name:
                yield Fault(path, f"stands for two: the {what} {meaning[word]!r} as well as {name!r}", word)


def conditions(tree: Node) -> Iterator[tuple[Path, Node]]:
    """Yield every condition of the agreement with its path."""
    places: list[Path] = [("scope",)]
    places += [(*path, "where") for path, _ in objectives(tree)]
    for name, clock in _entry(tree, "clocks").entries.items():
        places += [("clocks", name, key) for key in CLOCK_CONDITIONS]
        places += [
            ("clocks", name, "limits", index, "when") for index in range(len(_entry(clock, "limits").items))
        ]
    for path in places:
        node = tree.at(path)
        if node is not None and node.entries:
            yield path, node


def _listed_priorities(tree: Node) -> Faults:
    listed = _entry(tree, "priorities").entries
    word = {text: name for name, words in listed.items() for _, text in texts(words, ())}
    for path, name, on_key in _used_priorities(tree) if listed else ():
        if name not in listed:
            hint = f"it is written {word[name]!r} here" if name in word else near_miss(name, listed)
            got = None if on_key else name
            yield Fault(path, "is not a priority that 'priorities' lists", got, hint, on_key)


def _used_priorities(tree: Node) -> Iterator[tuple[Path, str, bool]]:
    """Yield each priority the agreement speaks of: its place, its name, and whether it is a key there."""
    for name, clock in _entry(tree, "clocks").entries.items():
        for key in _entry(clock, "within").entries:
            if key != "default":
                yield ("clocks", name, "within", key), key, True
    for path, item in objectives(tree):
        if _entry(item, "each").text == "priority":
            for key in _entry(item, "levels").entries:
                yield (*path, "levels", key), key, True
    for path, condition in conditions(tree):
        for column in ("priority", "priority_not"):
            for place, text in texts(condition.child(column), (*path, column)):
                yield place, text, False


def _statuses(tree: Node) -> Faults:
    named = _entry(tree, "statuses").entries
    for name in named:
        if name not in STATUSES:
            what = f"is not one of the statuses {', '.join(STATUSES)}"
            yield Fault(("statuses", name), what, hint=_close(name, STATUSES), on_key=True)
    # A status no list maps is kept as the desk writes it, so only a near miss is surely a mistake.
    for path, status in _used_statuses(tree):
        hint = None if status in STATUSES else _close(status, STATUSES)
        if hint is not None:
            yield Fault(path, "is not a status", status, hint)


def _used_statuses(tree: Node) -> Iterator[tuple[Path, str]]:
    for name, clock in _entry(tree, "clocks").entries.items():
        yield from texts(clock.child("pause"), ("clocks", name, "pause"))
        for key in CLOCK_CONDITIONS:
            for column in ("status", "status_not"):
                yield from texts(clock.at((key, column)), ("clocks", name, key, column))


def _close(name: str, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.8)
    return f"did you mean {near[0]!r}?" if near else None


def _conditions_accept_something(tree: Node) -> Faults:
    for path, condition in conditions(tree):
        for column, accepted in condition.entries.items():
            if accepted.value == ():
                yield Fault((*path, column), "accepts nothing: its list is empty")
