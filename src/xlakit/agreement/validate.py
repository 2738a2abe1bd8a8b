"""Tree → model: every mistake pydantic finds, said once, in plain words, at its place in the file."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from xlakit.agreement.fields import keys_at
from xlakit.agreement.wording import worded
from xlakit.model import Agreement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from xlakit.agreement.tree import Fault, Node, Path

_KEY = "[key]"
_RANK = {"value_error": 2, "literal_error": 2, "extra_forbidden": 0, "missing": 0}


class _Placed(NamedTuple):
    """One pydantic error at its place: its path in the tree, and the union member it came through."""

    path: Path
    label: tuple[Path, str] | None
    error: ErrorDetails
    of_key: bool


def validate(tree: Node) -> tuple[Agreement | None, list[Fault]]:
    """Return the agreement that `tree` says, or what is wrong with it."""
    try:
        return Agreement.model_validate(tree.plain()), []
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
    placed = _one_branch([_place(tree, error) for error in errors])
    return None, [worded(tree, item.path, item.error, on_key=item.of_key) for item in _without_echoes(placed)]


def _place(tree: Node, error: ErrorDetails) -> _Placed:
    """Find where in the tree `error` stands."""
    parts = error["loc"]
    if of_key := parts[-1:] == (_KEY,):
        parts = parts[:-1]
    found = _walk(tree, (), parts, missing=error["type"] == "missing")
    return _Placed(found.path, found.label, error, of_key)


class _Walk(NamedTuple):
    """How far a location could be followed; the greatest of several is the best."""

    ends_in_place: bool
    path: Path
    label: tuple[Path, str] | None


def _walk(node: Node, path: Path, parts: tuple[str | int, ...], *, missing: bool) -> _Walk:
    """Follow `parts` down from `node`; parts that name no key there are names of union members, and skipped.

    A member may be named like a key (``country``), so both readings are tried: the one that follows the
    location to its end, then the one that follows most of it, is right.
    """
    if not parts:
        return _Walk(ends_in_place=True, path=path, label=None)
    part, rest = parts[0], parts[1:]
    if missing and not rest and isinstance(node.value, dict):
        return _Walk(ends_in_place=True, path=(*path, part), label=None)
    if not rest and isinstance(part, int) and node.text is not None:
        # One text stands for a list of one.
        return _Walk(ends_in_place=True, path=path, label=None)
    nowhere = _Walk(ends_in_place=False, path=path, label=None)
    skipped = _walk(node, path, rest, missing=missing) if rest else nowhere
    skipped = skipped._replace(label=(path, str(part)))
    below = node.child(part)
    if below is None:
        return skipped
    followed = _walk(below, (*path, part), rest, missing=missing)
    return max(followed, skipped, key=lambda walk: (walk.ends_in_place, len(walk.path)))


def _one_branch(placed: Sequence[_Placed]) -> Iterator[_Placed]:
    """Keep, of each union, the errors of the member the writer most likely meant: the deepest."""
    score: dict[Path, dict[str, tuple[int, int]]] = {}
    for item in placed:
        if item.label is not None:
            place, name = item.label
            found = len(item.path) - (item.error["type"] == "missing"), _RANK.get(item.error["type"], 1)
            members = score.setdefault(place, {})
            members[name] = max(members.get(name, (0, 0)), found)
    best = {place: max(members, key=lambda name: members[name]) for place, members in score.items()}
    for item in placed:
        if item.label is None or best[item.label[0]] == item.label[1]:
            yield item


def _without_echoes(placed: Iterator[_Placed]) -> Iterator[_Placed]:
    """Drop "x is missing" where a key next to it is x, misspelt."""
    items = list(placed)
    meant = {
        (*item.path[:-1], near)
        for item in items
        if item.error["type"] == "extra_forbidden"
        for near in difflib.get_close_matches(str(item.path[-1]), keys_at(item.path[:-1]), n=1)
    }
    for item in items:
        if item.error["type"] != "missing" or item.path not in meant:
            yield item
