"""The catalogue together with the rules of installed packages, where it is asked for."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.rules.engine import catalogue
from xlakit.rules.rule import Rule, own_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Agreement

GROUP = "xlakit.rules"


def installed(
    points: Iterable[EntryPoint] | None = None, *, agreement: Agreement | None = None
) -> tuple[Rule, ...]:
    """Return every rule by code: those of `catalogue`, and those that installed packages add.

    A package adds rules by entry points of the group ``xlakit.rules``, each naming a `Rule` or a list of them.
    Nothing is loaded before this is called, and nothing runs unless it is passed on:
    ``evaluate(…, rules=installed())``.

    Parameters
    ----------
    points
        The entry points; those of the installed packages unless stated.
    agreement
        Its own rules stand among them.

    Raises
    ------
    MeasureError
        Two packages claim one code, a code is reserved, or an entry point is no rule.

    Examples
    --------
    >>> "XLA101" in [rule.code for rule in installed()]
    True
    """
    found = {rule.code: rule for rule in catalogue(agreement)}
    own = set() if agreement is None else {item.code for item in agreement.rules.own}
    owners = {code: "the agreement" if code in own else "xlakit" for code in found}
    listed = entry_points(group=GROUP) if points is None else points
    for point in sorted(listed, key=lambda item: (_package(item), item.name)):
        for rule in _rules(point):
            if rule.code in owners:
                claims = f"{owners[rule.code]} and {_package(point)}"
                raise MeasureError(
                    message(f"rule {rule.code}", f"is claimed by {claims}", hint="uninstall one of them")
                )
            found[rule.code], owners[rule.code] = own_rule(rule), _package(point)
    return tuple(found[code] for code in sorted(found))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value.partition(":")[0]


def _rules(point: EntryPoint) -> tuple[Rule, ...]:
    loaded = point.load()
    parts = loaded if isinstance(loaded, tuple | list) else (loaded,)
    for part in parts:
        if not isinstance(part, Rule):
            where = f"entry point {point.name} of {_package(point)}"
            hint = "a function under @rule, a watch(…), or a list of them"
            raise MeasureError(message(where, "is no rule", got=type(part).__name__, hint=hint))
    return tuple(parts)
