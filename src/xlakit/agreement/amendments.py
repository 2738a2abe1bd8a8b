"""Dated changes: what each points at, and whether the agreement still holds together once it is in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlakit.agreement.fields import is_open, keys_at
from xlakit.agreement.tree import Fault, Node, dotted
from xlakit.errors import near_miss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlakit.agreement.tree import Path

    Check = Callable[[Node], Iterable[Fault]]

_FIXED = {"apiVersion", "kind", "metadata", "amendments", "rules"}
_NAMED: tuple[Path, ...] = (("clocks",), ("calendars",))


def amendment_places(tree: Node) -> Iterator[Fault]:
    """Find amendments outside the term, of nothing that exists, or of the same thing on the same day."""
    start, end = _day(tree.at(("term", "start"))), _day(tree.at(("term", "end")))
    seen: dict[tuple[date, Path], int] = {}
    for index, item in _amendments(tree):
        effective = _day(item.child("effective"))
        where: Path = ("amendments", index)
        if effective and start and end and start <= end and not start <= effective <= end:
            yield Fault((*where, "effective"), "lies outside the term", f"{effective}", f"{start} to {end}")
        entries = (item.child("set") or item).entries if item.child("set") else {}
        if item.child("set") is not None and not entries:
            yield Fault((*where, "set"), "sets nothing")
        for key in entries:
            place = _resolve(tree, key)
            if isinstance(place, Fault):
                yield Fault((*where, "set", key), place.what, hint=place.hint, on_key=True)
            elif effective and seen.setdefault((effective, place), index) != index:
                other = f"amendments[{seen[effective, place]}]"
                yield Fault((*where, "set", key), f"{other} sets it on the same day", on_key=True)


def amended(tree: Node, check: Check) -> Iterator[Fault]:
    """Find what `check` has to say of the agreement as each amendment leaves it, and say it of the amendment.

    Only for a tree without faults. Amendments apply in the order of their dates; the first that breaks the
    agreement is the last looked at.
    """
    for index, item in _by_date(tree):
        changed = _in_force(tree, index, item)
        if isinstance(changed, Fault):
            yield changed
            return
        tree, places = changed
        found = [_as_amended(tree, fault, index, places) for fault in check(tree)]
        yield from found
        if found:
            return


def in_force(tree: Node) -> Iterator[tuple[date, Node]]:
    """Yield the agreement as it reads from the date of each amendment on. Only for a tree without faults."""
    for index, item in _by_date(tree):
        changed, effective = _in_force(tree, index, item), _day(item.child("effective"))
        if isinstance(changed, Fault) or effective is None:
            return
        tree = changed[0]
        yield effective, tree


def _by_date(tree: Node) -> list[tuple[int, Node]]:
    return sorted(_amendments(tree), key=lambda pair: _day(pair[1].child("effective")) or date.min)


def _in_force(tree: Node, index: int, item: Node) -> tuple[Node, dict[Path, str]] | Fault:
    """Return the tree once an amendment holds, and which key of it set which place; or what is wrong with it."""
    places: dict[Path, str] = {}
    for key, value in (item.child("set") or item).entries.items():
        place = _resolve(tree, key)
        if isinstance(place, Fault):
            return Fault(("amendments", index, "set", key), place.what, hint=place.hint, on_key=True)
        places[place] = key
        tree = tree.with_entry(place, value, tree.key_line(("amendments", index, "set", key)))
    return tree, places


def _as_amended(tree: Node, fault: Fault, index: int, places: dict[Path, str]) -> Fault:
    for place, key in places.items():
        where: Path = ("amendments", index, "set", key)
        if fault.path[: len(place)] == place:
            line = tree.key_line(fault.path) if fault.on_key else tree.line_of(fault.path)
            path = (*where, *fault.path[len(place) :])
            return Fault(path, fault.what, fault.got, fault.hint, fault.on_key, line)
    what = f"once it is in force, {dotted(fault.path)}: {fault.what}"
    return Fault(where, what, fault.got, fault.hint, on_key=True)


def _amendments(tree: Node) -> Iterator[tuple[int, Node]]:
    found = tree.child("amendments")
    yield from enumerate(found.items if found is not None else ())


def _day(node: Node | None) -> date | None:
    try:
        return date.fromisoformat((node.text or "").strip()) if node is not None else None
    except ValueError:
        return None


def _resolve(tree: Node, key: str) -> Path | Fault:
    """Return the path that the dotted `key` names; objectives go by name, and names may hold dots."""
    words = key.split(".")
    if words[0] in _FIXED:
        return Fault((), f"{words[0]!r} cannot be amended")
    return _walk(tree, (), words)


def _walk(node: Node | None, path: Path, words: list[str]) -> Path | Fault:
    if not words:
        return path
    failed: Fault | None = None
    for count in range(len(words), 0, -1):
        part = _part(node, ".".join(words[:count]))
        if part is not None and node is not None:
            found = _walk(node.child(part), (*path, part), words[count:])
            if not isinstance(found, Fault):
                return found
            failed = found
    return failed or _absent(node, path, words)


def _part(node: Node | None, name: str) -> str | int | None:
    if node is None or name in node.entries:
        return name if node is not None else None
    for index, item in enumerate(node.items):
        own = item.child("name")
        if own is not None and own.text == name:
            return index
    return None


def _absent(node: Node | None, path: Path, words: list[str]) -> Path | Fault:
    """Where the file says nothing: a key the model knows, or a new entry of an open mapping, can still be set."""
    keys = keys_at(path)
    if words[0] in keys:
        return _walk(None, (*path, words[0]), words[1:])
    if is_open(path) and path not in _NAMED:
        part = words[0] if keys_at((*path, words[0])) else ".".join(words)
        return _walk(None, (*path, part), words[1:] if part == words[0] else [])
    names = {own.text for item in (node.items if node else ()) if (own := item.child("name")) and own.text}
    known = {*keys, *(node.entries if node else ()), *names}
    inside = f"in {dotted(path)}" if path else "in an agreement"
    return Fault((), f"points at nothing: {words[0]!r} is not {inside}", hint=near_miss(words[0], known))
