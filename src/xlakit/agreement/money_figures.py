"""The figures of money clauses against the level they are for: the same unit, the same side, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from xlakit.agreement.levels import level_of, parts_of, side_of, unit_of
from xlakit.agreement.money_references import read_as
from xlakit.agreement.references import objectives
from xlakit.agreement.tree import Fault
from xlakit.model import Duration, Level
from xlakit.model.credit_terms import Bonus
from xlakit.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from xlakit.agreement.tree import Node, Path

FIGURES: dict[Path, tuple[str, ...]] = {
    ("bonus",): ("from", "full"),
    ("bonus_malus",): ("low", "dead_low", "dead_high", "high"),
    ("improvement",): ("baseline", "step"),
    ("glide_path",): ("start", "per_month"),
}
TABLES: dict[Path, tuple[str, ...]] = {
    ("service_credit", "severity", "bands"): ("below", "above"),
    ("service_credit", "severity", "points"): ("below", "above"),
    ("bonus", "bands"): ("at",),
    ("glide_path", "steps"): ("expected",),
}
"""Where clauses state figures of their objective, and the lists in which they do."""

STRIDES = (("improvement", "step"), ("glide_path", "per_month"))
SIDES = {"below": "at_least", "above": "at_most"}
POOL: Path = ("commercials", "experience_pool")
_QUANTITY: TypeAdapter[Any] = TypeAdapter(Quantity)


def money_figures(tree: Node) -> Iterator[Fault]:
    """Find figures in another unit than their objective, bands on the wrong side of it, and figures out of order."""
    for path, item in objectives(tree):
        levels = [level for _, part in parts_of(path, item) if (level := level_of(part.child("expected")))]
        if not levels:
            continue
        for where, node in _figures(path, item):
            yield from _unit(where, node, levels[0])
        yield from _sides(path, item, levels[0])
        yield from _strides(path, item)
        for _, part in parts_of(path, item):
            yield from _bonus(path, item, part)
        yield from _bonus_malus((*path, "bonus_malus"), item, levels[0])
        yield from _ratchet((*path, "ratchet"), item, levels)
    yield from _pool(tree)


def _figures(path: Path, item: Node) -> Iterator[tuple[Path, Node]]:
    """Yield every figure of an objective's money clauses, with its path."""
    for clause, keys in FIGURES.items():
        for key in keys:
            if (node := item.at((*clause, key))) is not None:
                yield (*path, *clause, key), node
    for table, keys in TABLES.items():
        found = item.at(table)
        for index, row in enumerate(found.items if found is not None else ()):
            for key in keys:
                if (node := row.child(key)) is not None:
                    yield (*path, *table, index, key), node


def _quantity(node: Node | None) -> Any:  # noqa: ANN401 - a share, a length of time or a number
    """Return the figure that `node` writes, or None where it writes none."""
    try:
        return None if node is None or node.text is None else _QUANTITY.validate_python(node.text)
    except ValidationError:
        return None


def _exact(node: Node | None, like: Level) -> Fraction | None:
    """Return a figure as an exact number; None where it is none, or one of another unit than `like`."""
    found = _quantity(node)
    if found is None or unit_of(found) != unit_of(like.quantity):
        return None
    return None if _has_no_length(found) else Level(at_least=found).exact


def _has_no_length(quantity: object) -> bool:
    return isinstance(quantity, Duration) and quantity.microseconds is None


def _unit(path: Path, node: Node, level: Level) -> Iterator[Fault]:
    found = _quantity(node)
    if found is None:
        return
    if unit_of(found) != unit_of(level.quantity):
        what = f"the expected level is {unit_of(level.quantity)}, and this is {unit_of(found)}"
        yield Fault(path, what, str(found), f"write it like {level.quantity}")
    elif _has_no_length(found):
        what = "business days have no fixed length: a figure is written in hours or minutes"
        yield Fault(path, what, str(found))


def _sides(path: Path, item: Node, level: Level) -> Iterator[Fault]:
    """Find bands that lie where the level is kept."""
    for where, _ in _figures(path, item):
        key = where[-1]
        if key in SIDES and SIDES[key] != side_of(level):
            what = f"belongs to {SIDES[key]}, and the expected level says {side_of(level)}"
            other = next(name for name, side in SIDES.items() if side == side_of(level))
            yield Fault(where, what, hint=f"write {other}", on_key=True)


def _strides(path: Path, item: Node) -> Iterator[Fault]:
    """Find steps that lead nowhere."""
    for place in STRIDES:
        found = _quantity(item.at(place))
        if found is not None and not _has_no_length(found) and Level(at_least=found).exact <= 0:
            yield Fault((*path, *place), "a step is more than nothing", str(found))


def _better(one: Fraction, other: Fraction, level: Level) -> bool:
    return one > other if level.higher_is_better else one < other


def _bonus(path: Path, item: Node, part: Node) -> Iterator[Fault]:
    """Find a bonus that is full before it begins, for one part of an objective."""
    bonus, level = read_as(Bonus, item.child("bonus")), level_of(part.child("expected"))
    if bonus is None or level is None or bonus.shape in {"step", "bands"}:
        return
    stated = [key for key in ("full", "from") if item.at(("bonus", key)) is not None]
    if not stated:  # the expected level and the stretch are in order already
        return
    stretch = level_of(part.child("stretch"))
    farthest = None if stretch is None else stretch.exact
    from_ = _exact(item.at(("bonus", "from")), level) if "from" in stated else level.exact
    full = _exact(item.at(("bonus", "full")), level) if "full" in stated else farthest
    if from_ is not None and full is not None and not _better(full, from_, level):
        what = (
            "a bonus begins before it is full: 'from', else the expected level, then 'full', else the stretch"
        )
        node = item.at(("bonus", stated[0]))
        got = node.text if node is not None else None
        yield Fault((*path, "bonus", stated[0]), what, got, "put them in order, or write shape: step")


def _bonus_malus(path: Path, item: Node, level: Level) -> Iterator[Fault]:
    """Find figures of a bonus and malus out of order; two that are the same make a step instead of a slope."""
    keys = FIGURES["bonus_malus",]
    exact = [_exact(item.at(("bonus_malus", key)), level) for key in keys]
    for index in range(1, len(keys)):
        before, here = exact[index - 1], exact[index]
        if before is None or here is None or here == before or _better(here, before, level):
            continue
        node = item.at(("bonus_malus", keys[index]))
        way = "rise" if level.higher_is_better else "fall"
        what = f"low, dead_low, dead_high and high {way} here: it lies before {keys[index - 1]}"
        yield Fault((*path, keys[index]), what, node.text if node is not None else None)


def _ratchet(path: Path, item: Node, levels: list[Level]) -> Iterator[Fault]:
    form = item.at(("ratchet", "form"))
    if form is None or form.text != "R2":
        return
    for level in levels:
        if level.higher_is_better and unit_of(level.quantity) != "a share":
            what = f"goes a part of the way to perfect, which is not known of {unit_of(level.quantity)}"
            yield Fault((*path, "form"), what, form.text, "write form: R1")
            return


def _pool(tree: Node) -> Iterator[Fault]:
    """Find an experience pool that is not in the unit of its objective, or full before its floor."""
    named = tree.at((*POOL, "objective"))
    whole, _, part = ((named.text if named is not None else None) or "").partition("/")
    for _, item in objectives(tree):
        name = item.child("name")
        if name is None or name.text != whole:
            continue
        own = item.at(("levels", part)) if part else None
        level = level_of((own or item).child("expected"))
        if level is None:
            continue
        for key in ("floor", "full"):
            if (node := tree.at((*POOL, key))) is not None:
                yield from _unit((*POOL, key), node, level)
        floor, full = (_exact(tree.at((*POOL, key)), level) for key in ("floor", "full"))
        if floor is not None and full is not None and not _better(full, floor, level):
            node = tree.at((*POOL, "full"))
            what = f"is not beyond 'floor', and {whole!r} is good the {_way(level)} it is"
            yield Fault((*POOL, "full"), what, node.text if node is not None else None)
        return


def _way(level: Level) -> str:
    return "higher" if level.higher_is_better else "lower"
