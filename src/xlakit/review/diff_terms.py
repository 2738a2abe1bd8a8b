"""The terms of an agreement, one by one: a place and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel

from xlakit.model import Clock, Level, MetricRef
from xlakit.model.quantity import TextValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.model import Agreement, Limit

Path = tuple[str, ...]
ORDER = "order of limits"
_ONLY_READ = frozenset({"title", "description"})
_UNSET: tuple[object, ...] = ((), {})
_NAMES = ("name", "code")
_SAID_ELSEWHERE = frozenset({("apiVersion",), ("kind",), ("metadata", "version")})


@dataclass(frozen=True, slots=True)
class Term:
    """What stands at a place; `only_read` where nothing but people reads it."""

    text: str
    only_read: bool = False


def terms(agreement: Agreement, kinds: Mapping[str, str]) -> dict[Path, Term]:
    """Return every term of `agreement` with what holds there, stated or by default.

    Two ways to write one thing give the same terms: limits in short and in long form, an own window that is the
    agreement's, a kind that is the metric's, lists of values in another order.

    Parameters
    ----------
    agreement
        Its version is left out, and what says no more than that it is an agreement.
    kinds
        Objective → the kind its metric has.
    """
    found = dict(_of(agreement, (), only_read=False))
    for objective in agreement.objectives:
        place = ("objectives", objective.name)
        found[*place, "window"] = Term(objective.window or agreement.window)
        found[*place, "kind"] = Term(objective.kind or kinds[objective.name])
    return {path: term for path, term in found.items() if path not in _SAID_ELSEWHERE}


def _of(value: object, path: Path, *, only_read: bool) -> Iterator[tuple[Path, Term]]:
    """Yield the terms below `path`; nothing for what is not set."""
    if value is None:
        return
    if isinstance(value, Clock):
        yield from _of_clock(value, path)
    elif isinstance(value, BaseModel) and not isinstance(value, TextValue | Level | MetricRef):
        fields = {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()}
        for name, item in {**fields, **(value.model_extra or {})}.items():
            if item not in _UNSET:
                yield from _of(item, (*path, name), only_read=only_read or name in _ONLY_READ)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _of(item, (*path, str(name)), only_read=only_read)
    elif isinstance(value, list | tuple) and any(isinstance(item, BaseModel | dict) for item in value):
        yield from _of_list(value, path, only_read=only_read)
    else:
        yield path, Term(_text(value), only_read)


def _of_list(
    value: list[object] | tuple[object, ...], path: Path, *, only_read: bool
) -> Iterator[tuple[Path, Term]]:
    for index, item in enumerate(value):
        names = (getattr(item, name, None) for name in _NAMES)
        name = next((str(name) for name in names if name is not None), str(index + 1))
        own = getattr(item, "effective", None)
        # Amendments of one day are one change of that day, whatever entries they are spread over.
        yield from (
            _of(item, (*path, name), only_read=only_read)
            if own is None
            else _of(getattr(item, "set", None), (*path, own.isoformat()), only_read=only_read)
        )


def _of_clock(clock: Clock, path: Path) -> Iterator[tuple[Path, Term]]:
    """Yield what a clock does, whichever way its limits, its pause and its reopening are written."""
    own = {"within", "limits", "pause", "reopen"}
    for name in type(clock).model_fields:
        item = getattr(clock, name)
        if name not in own and item not in _UNSET:
            yield from _of(item, (*path, name), only_read=False)
    yield (*path, "reopen"), Term(clock.reopen_mode)
    yield from _of(clock.pause_condition, (*path, "pause"), only_read=False)
    lines = clock.limit_lines()
    seen: dict[str, int] = {}
    for line in lines:
        when = _when(line)
        seen[when] = seen.get(when, 0) + 1
        name = when if seen[when] == 1 else f"{when} ({seen[when]})"
        calendar = f" on calendar {line.calendar}" if line.calendar else ""
        yield (*path, "limits", name), Term(f"{line.within}{calendar}")
    if clock.limits:
        order = [_when(line) for line in lines]
        apart = [line.when.keys() for line in lines]
        # First match wins only where a ticket can match two lines: not where each names its own priority.
        if any(keys != {"priority"} for keys in apart):
            yield (*path, ORDER), Term(", then ".join(order))


def _when(line: Limit) -> str:
    said = [f"{column} {' or '.join(sorted(values))}" for column, values in sorted(line.when.items())]
    return " and ".join(said) or "any"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(sorted(_text(item) for item in value)) or "nothing"
    return str(value)
