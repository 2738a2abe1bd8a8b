"""What an agreement states and this version reads and keeps, but does not evaluate: said, never passed over."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from xlakit.model import Value
from xlakit.model.clauses import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Agreement


def not_evaluated(agreement: Agreement) -> tuple[str, ...]:
    """Return one plain sentence for each clause that is kept but has no effect on the result yet.

    Examples
    --------
    >>> from xlakit.agreement import parse
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives: [{name: happy, metric: csat, expected: {at_least: 85%}}]
    ... settlement: {close_afer: 10bd}
    ... '''
    >>> not_evaluated(parse(text))
    ("settlement.close_afer is kept but not evaluated: the key is not known (did you mean 'close_after'?).",)
    """
    return (*_unpaid(agreement), *_unknown_keys(agreement, ""))


def _unpaid(agreement: Agreement) -> Iterator[str]:
    """Name the clauses about money of an agreement that has no commercials."""
    for objective in agreement.objectives if agreement.commercials is None else ():
        for name in ("service_credit", "bonus", "bonus_malus", "improvement"):
            if getattr(objective, name) is not None:
                yield _sentence(f"objectives.{objective.name}.{name}", "the agreement has no commercials")


def _sentence(where: str, why: str) -> str:
    return f"{where} is kept but not evaluated: {why}."


def _unknown_keys(value: object, where: str) -> Iterator[str]:
    """Name the keys that open clauses keep although no version so far knows them."""
    if isinstance(value, Clause):
        known = [info.alias or name for name, info in type(value).model_fields.items()]
        for key in value.model_extra or {}:
            near = difflib.get_close_matches(key, known, n=1)
            why = "the key is not known" + (f" (did you mean {near[0]!r}?)" if near else "")
            yield _sentence(f"{where}.{key}", why)
    if isinstance(value, Value):
        for name, info in type(value).model_fields.items():
            yield from _unknown_keys(getattr(value, name), f"{where}.{info.alias or name}".removeprefix("."))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            own = getattr(item, "name", None)
            yield from _unknown_keys(item, f"{where}.{own}" if own else f"{where}[{index}]")
