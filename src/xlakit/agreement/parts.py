"""Objectives by name, and the parts each is judged by: what other clauses may speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.agreement.tree import Fault
from xlakit.errors import near_miss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.agreement.tree import Node, Path

Parts = frozenset[str] | None
"""The parts of an objective: none of one that is judged as a whole, None where only the records will tell."""


def parts(tree: Node, objective: Node) -> Parts:
    """Return the parts that an objective is judged by."""
    each, levels = objective.child("each"), objective.child("levels")
    if each is None:
        return frozenset()
    if objective.child("expected") is None:
        return frozenset(levels.entries if levels is not None else ())
    listed = tree.child("priorities")
    if each.text == "priority" and listed is not None and listed.entries:
        return frozenset(listed.entries)
    return None


def by_name(tree: Node) -> dict[str, Parts]:
    """Return the name of each objective, and its parts."""
    found: dict[str, Parts] = {}
    objectives = tree.child("objectives")
    for item in objectives.items if objectives is not None else ():
        name = item.child("name")
        if name is not None and name.text is not None:
            found[name.text] = parts(tree, item)
    return found


def misnamed(path: Path, said: str, known: Mapping[str, Parts]) -> Iterator[Fault]:
    """Find that `said`, which stands at `path`, is no objective, and no part ``name/value`` of one."""
    whole, slash, part = said.partition("/")
    mine = known.get(whole)
    if whole not in known:
        yield Fault(path, "is not an objective of this agreement", said, near_miss(whole, known))
    elif slash and mine == frozenset():
        yield Fault(path, f"{whole!r} is not judged part by part", said, f"write {whole}")
    elif slash and mine is not None and part not in mine:
        yield Fault(path, f"{part!r} is no part of {whole!r}", said, near_miss(part, mine))
