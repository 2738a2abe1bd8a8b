"""What money clauses say of each other: names that must exist, shares that must fit a pool, clauses that need another.

Like the other checks these read the tree, and pass over what is of the wrong shape: ``validate`` has said so. What
they find would otherwise never be seen: a credit that is a share of nothing pays nothing, and says so nowhere.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from xlakit.agreement.levels import parts_of
from xlakit.agreement.parts import by_name, misnamed, parts
from xlakit.agreement.references import objectives
from xlakit.agreement.tree import Fault, Node
from xlakit.errors import near_miss
from xlakit.model import Percent, Value
from xlakit.model.credit_terms import Bonus, BonusMalus, Improvement, ServiceCredit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.agreement.tree import Path

Kind = TypeVar("Kind", bound=Value)
CLAUSES: Mapping[str, type[Value]] = {
    "service_credit": ServiceCredit,
    "bonus": Bonus,
    "bonus_malus": BonusMalus,
    "improvement": Improvement,
}
WHOLE = Percent(value=Decimal(1))
_MONEY: Path = ("commercials",)


def money_references(tree: Node) -> Iterator[Fault]:
    """Find money clauses that name what does not exist, need what is not there, or share out more than there is."""
    yield from _commercials(tree)
    yield from _names(tree)
    yield from _trigger_names(tree)
    for path, item, credit in _credits(tree):
        yield from _allocation(tree, (*path, "allocation"), item, credit)
        yield from _severity(tree, (*path, "severity"), item, credit)
    yield from _points_of_nobody(tree)
    yield from _pool(tree)


def read_as(kind: type[Kind], node: Node | None) -> Kind | None:
    """Return the value that `node` writes, or None where it writes none."""
    if node is None:
        return None
    try:
        return kind.model_validate(node.plain())
    except ValidationError:
        return None


def _commercials(tree: Node) -> Iterator[Fault]:
    """Find clauses about money beside commercials that are empty.

    Where there are no commercials at all, ``check`` names the clauses: nothing is computed from them.
    """
    money = tree.child("commercials")
    for path, item in objectives(tree) if money is not None and money.value is None else ():
        for name, kind in CLAUSES.items():
            if read_as(kind, item.child(name)) is not None:
                hint = (
                    "add commercials: {currency: EUR, charges: {amount: 250000.00, per: month}, at_risk: 10%}"
                )
                what = "is about money, and the agreement has no commercials"
                yield Fault((*path, name), what, hint=hint, on_key=True)


def _credits(tree: Node) -> Iterator[tuple[Path, Node, ServiceCredit]]:
    """Yield every service credit with its path and its objective."""
    for path, item in objectives(tree):
        credit = read_as(ServiceCredit, item.child("service_credit"))
        if credit is not None:
            yield (*path, "service_credit"), item, credit


def _by_points(credit: ServiceCredit) -> bool:
    return credit.severity is not None and credit.severity.form == "points"


def _names(tree: Node) -> Iterator[Fault]:
    """Find clauses of the whole agreement that hang on an objective that is not there."""
    known = by_name(tree)
    for path, said, wholly in _spoken_of(tree):
        yield from misnamed(path, said, known)
        mine = known.get(said, frozenset())
        if not wholly and mine != frozenset():
            what = f"{said!r} is judged part by part, and a pot follows one figure"
            yield Fault(path, what, said, f"write {said}/{min(mine) if mine else '…'}")


def _spoken_of(tree: Node) -> Iterator[tuple[Path, str, bool]]:
    """Yield each objective that commercials name, with its place, and whether an objective of many parts will do."""
    money = tree.child("commercials") or Node(tree.line, None)
    for clause in ("gain_share", "experience_pool"):
        node = money.at((clause, "objective"))
        if node is not None and node.text is not None:
            yield (*_MONEY, clause, "objective"), node.text, False
    triggers = money.child("triggers")
    for index, item in enumerate(triggers.items if triggers is not None else ()):
        node = item.child("objective")
        if node is not None and node.text is not None:
            yield (*_MONEY, "triggers", index, "objective"), node.text, True
    critical = money.at(("critical_failure", "objectives"))
    for index, item in enumerate(critical.items if critical is not None else ()):
        if item.text is not None:
            yield (*_MONEY, "critical_failure", "objectives", index), item.text, True


def _trigger_names(tree: Node) -> Iterator[Fault]:
    first: dict[str, int] = {}
    triggers = tree.at((*_MONEY, "triggers"))
    for index, item in enumerate(triggers.items if triggers is not None else ()):
        name = item.child("name")
        if name is None or name.text is None:
            continue
        if name.text in first:
            what = f"is the name of two triggers, the first on line {first[name.text]}"
            yield Fault((*_MONEY, "triggers", index, "name"), what, name.text)
        first.setdefault(name.text, name.line)


def _allocation(tree: Node, path: Path, item: Node, credit: ServiceCredit) -> Iterator[Fault]:
    """Find allocations to parts that the objective does not have."""
    if not isinstance(credit.allocation, dict):
        return
    known = parts(tree, item)
    if item.child("each") is None:
        what = "is stated part by part, and the objective is judged as a whole"
        yield Fault(path, what, hint="write one figure, or add each", on_key=True)
    elif known is not None:
        for name in credit.allocation:
            if name not in known:
                yield Fault(
                    (*path, name), "is no part of this objective", hint=near_miss(name, known), on_key=True
                )


def _severity(tree: Node, path: Path, item: Node, credit: ServiceCredit) -> Iterator[Fault]:
    """Find severities that need a minimum level, or a price for their points, that nobody states."""
    severity = credit.severity
    if severity is None:
        return
    floors = any(part.child("minimum") is not None for _, part in parts_of(path, item))
    if severity.form in {"two-step", "linear"} and not floors:
        what = "goes from the expected level to the minimum, and the objective has no minimum"
        yield Fault(path, what, severity.form, "state a minimum, or write severity: step")
    money = tree.child("commercials")
    priced = money is None or not money.entries or "service_points" in money.entries
    if severity.form == "points" and not priced:
        what = "counts service points, and commercials does not say what they cost"
        yield Fault(path, what, hint="add service_points: {per_point: 0.5%}", on_key=True)


def _points_of_nobody(tree: Node) -> Iterator[Fault]:
    """Find a price of service points that no objective can get."""
    stated = [item for _, item in objectives(tree) if item.child("service_credit") is not None]
    found = [credit for _, _, credit in _credits(tree)]
    unread = len(found) < len(stated)  # the wrong one may be the one with points
    if tree.at((*_MONEY, "service_points")) is not None and not unread and not any(map(_by_points, found)):
        what = "are turned into money, and no objective counts any"
        hint = "add service_credit: {severity: {points: [{below: 99%, points: 1}]}} to one"
        yield Fault((*_MONEY, "service_points"), what, hint=hint, on_key=True)


def _pool(tree: Node) -> Iterator[Fault]:
    """Find categories that do not exist, and shares that add up to more than there is to share."""
    money = tree.child("commercials")
    categories = money.child("categories") if money is not None else None
    known = categories.entries if categories is not None else {}
    within: dict[str, Decimal] = {}
    direct = Decimal(0)
    for path, _, credit in _credits(tree):
        share = _share(credit)
        if credit.category is None:
            direct += share if credit.of == "at_risk" and not _by_points(credit) else 0
        elif credit.category in known:
            within[credit.category] = within.get(credit.category, Decimal(0)) + share
        elif money is not None and money.entries:
            what = "is not a category that commercials.categories lists"
            hint = near_miss(credit.category, known) or "add categories: {NAME: 50%} to commercials"
            yield Fault((*path, "category"), what, credit.category, hint)
    for name, summed in within.items():
        if summed > 1:
            what = f"the shares within it add up to {Percent(value=summed)}, more than 100%"
            yield Fault((*_MONEY, "categories", name), what, hint="lower the allocations", on_key=True)
    pool = read_as(Percent, money.child("pool")) if money is not None else None
    shares = [read_as(Percent, node) for node in known.values()]
    summed = direct + sum((share.value for share in shares if share is not None), Decimal(0))
    if pool is not None and summed > pool.value:
        what = f"the allocations add up to {Percent(value=summed)}, more than the pool"
        yield Fault((*_MONEY, "pool"), what, f"{pool}", "raise the pool, or lower the allocations")


def _share(credit: ServiceCredit) -> Decimal:
    """Return what an objective takes of a pool: its parts share one figure, and add up where each has its own."""
    if isinstance(credit.allocation, dict):
        return sum((share.value for share in credit.allocation.values()), Decimal(0))
    return credit.allocation.value
