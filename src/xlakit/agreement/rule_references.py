"""What ``rules:`` says of the rest of the agreement: objectives that must exist, codes that must not collide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlakit.agreement.parts import by_name, misnamed
from xlakit.agreement.tree import Fault, Node
from xlakit.model.rule_terms import CODE_PATTERN, RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.agreement.tree import Path

CATALOGUED = re.compile(rf"{RESERVED}[1-9][0-9]{{2}}")
_OWN: Path = ("rules", "own")
_IGNORED: Path = ("rules", "ignore")


def rule_references(tree: Node) -> Iterator[Fault]:
    """Find conditions on objectives that do not exist, codes that two rules have, and codes that no rule can have."""
    known = by_name(tree)
    first: dict[str, int] = {}
    for path, item in _items(tree, _OWN):
        code = item.child("code")
        if code is not None and code.text is not None:
            if code.text in first:
                what = f"is the code of two rules, the first on line {first[code.text]}"
                yield Fault((*path, "code"), what, code.text)
            first.setdefault(code.text, code.line)
        for place, name in _spoken_of(item.child("when"), (*path, "when")):
            yield from misnamed(place, name, known)
    for path, item in _items(tree, _IGNORED):
        code = item.child("code")
        if code is None or code.text is None or code.text in first or CATALOGUED.fullmatch(code.text):
            continue
        if code.text.startswith(RESERVED) or not re.fullmatch(CODE_PATTERN, code.text):
            yield Fault((*path, "code"), "is not the code of a rule", code.text, "codes look like XLA402")


def _items(tree: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    found = tree.at(path)
    for index, item in enumerate(found.items if found is not None else ()):
        yield (*path, index), item


def _spoken_of(node: Node | None, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every objective that a condition speaks of, with its place."""
    if node is None:
        return
    for index, item in enumerate(node.items):
        yield from _spoken_of(item, (*path, index))
    for key, item in node.entries.items():
        if key == "objective" and item.text is not None:
            yield (*path, key), item.text
        else:
            yield from _spoken_of(item, (*path, key))
