"""What an agreement states and this version reads and keeps, but does not evaluate: said, never passed over."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from xlakit.model import Value
from xlakit.model.clauses import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model import Agreement, Objective


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
    ... objectives: [{name: happy, metric: csat, expected: {at_least: 85%}, bonus: {max: 3%}}]
    ... '''
    >>> not_evaluated(parse(text))
    ('objectives.happy.bonus is kept but not evaluated: no money is computed.',)
    >>> not_evaluated(parse(text.replace(", bonus: {max: 3%}", "")))
    ()
    """
    return (*_clauses(agreement), *_unknown_keys(agreement, ""))


def _sentence(where: str, why: str) -> str:
    return f"{where} is kept but not evaluated: {why}."


def _clauses(agreement: Agreement) -> Iterator[str]:
    for objective in agreement.objectives:
        yield from _of_objective(objective)
    if agreement.commercials is not None:
        yield _sentence("commercials", "no money is computed")
    if agreement.settlement.close_after is not None:
        yield _sentence("settlement.close_after", "no statement is closed, and none corrected by late data")


def _of_objective(objective: Objective) -> Iterator[str]:
    where = f"objectives.{objective.name}"
    if objective.low_volume is not None:
        yield _sentence(f"{where}.low_volume", "few records are judged as many are")
    if objective.compare_round is not None:
        yield _sentence(f"{where}.compare_round", "figures are compared exactly")
    for name in ("service_credit", "bonus"):
        if getattr(objective, name) is not None:
            yield _sentence(f"{where}.{name}", "no money is computed")


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
