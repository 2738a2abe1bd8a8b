"""The figures of an objective among themselves: minimum, expected and stretch point the same way, in order."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from xlakit.agreement.references import objectives
from xlakit.agreement.tree import Fault
from xlakit.model import Duration, Level, Percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.agreement.tree import Node, Path

SIDES = ("at_least", "at_most")
LEVELS = ("expected", "minimum", "stretch", "wished")
_WORDS = ((Percent, "a share"), (Duration, "a length of time"), (Decimal, "a plain number"))


def levels_and_weights(tree: Node) -> Iterator[Fault]:
    """Find levels that contradict each other, and weights that all are zero."""
    for path, item in objectives(tree):
        for where, part in parts_of(path, item):
            yield from _order(where, part)
    yield from _some_weight(tree)


def parts_of(path: Path, objective: Node) -> Iterator[tuple[Path, Node]]:
    """Yield one objective, which stands at `path`, and each of its ``levels`` entries."""
    yield path, objective
    levels = objective.child("levels")
    for name, entry in levels.entries.items() if levels is not None else ():
        yield (*path, "levels", name), entry


def level_of(node: Node | None) -> Level | None:
    """Return the level that `node` writes, or None where it writes none."""
    if node is None:
        return None
    try:
        return Level.model_validate(node.plain())
    except ValidationError:
        return None


def side_of(level: Level) -> str:
    """Return the key under which `level` holds its figure."""
    return SIDES[0] if level.higher_is_better else SIDES[1]


def _order(path: Path, part: Node) -> Iterator[Fault]:
    expected = level_of(part.child("expected"))
    if expected is None:
        return
    for name in LEVELS[1:]:
        level = level_of(part.child(name))
        if level is None:
            continue
        where, got = (*path, name, side_of(level)), str(level.quantity)
        if level.higher_is_better != expected.higher_is_better:
            what = f"the expected level says {side_of(expected)}, and this one {side_of(level)}"
            yield Fault(where, what, on_key=True)
        elif unit_of(level.quantity) != unit_of(expected.quantity):
            what = (
                f"the expected level is {unit_of(expected.quantity)}, and this is {unit_of(level.quantity)}"
            )
            yield Fault(where, what, got)
        elif name == "minimum" and level.exact != expected.exact and expected.holds(level.exact):
            yield Fault(where, f"the minimum is stricter than the expected level {expected.quantity}", got)
        elif name == "stretch" and not expected.holds(level.exact):
            yield Fault(where, f"the stretch is weaker than the expected level {expected.quantity}", got)


def unit_of(quantity: object) -> str:
    """Return what kind of figure `quantity` is, in words."""
    return next(word for kind, word in _WORDS if isinstance(quantity, kind))


def _some_weight(tree: Node) -> Iterator[Fault]:
    stated = [item.child("weight") for _, item in objectives(tree)]
    if stated and all(node is not None and _is_zero(node.text) for node in stated):
        yield Fault(("objectives",), "all weights are 0: there is no score to build")


def _is_zero(text: str | None) -> bool:
    return text is not None and text.strip("+-0. ") == "" and "0" in text
