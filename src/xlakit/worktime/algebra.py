"""Calendars as expressions: hours of one zone, and what is open in all or in any of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from xlakit.worktime.expand import DAY, offsets_around, open_spans
from xlakit.worktime.spans import Spans, clip, combine
from xlakit.worktime.terms import Hours

# Python's dates end with the years 1 and 9999; the margin leaves room for offsets and long days.
FIRST_DAY, LAST_DAY = -719_150, 2_932_880
BEYOND = "the years 1 to 9999 are known"


@dataclass(frozen=True, slots=True)
class Both:
    """Open where all parts are open."""

    parts: frozenset[Node]


@dataclass(frozen=True, slots=True)
class Either:
    """Open where at least one part is open."""

    parts: frozenset[Node]


Node: TypeAlias = Hours | Both | Either


class Known(NamedTuple):
    """The instants from `start` to `end` for which a calendar is known, and what bounds it at either side."""

    start: int
    end: int
    why_start: str
    why_end: str


def both(left: Node, right: Node) -> Node:
    """Return the expression that is open where both are; the order and repetition of parts do not matter."""
    return _one(Both(_parts(left, Both) | _parts(right, Both)))


def either(left: Node, right: Node) -> Node:
    """Return the expression that is open where either is; the order and repetition of parts do not matter."""
    return _one(Either(_parts(left, Either) | _parts(right, Either)))


def _parts(node: Node, kind: type[Both | Either]) -> frozenset[Node]:
    return node.parts if isinstance(node, kind) else frozenset([node])


def _one(node: Both | Either) -> Node:
    return next(iter(node.parts)) if len(node.parts) == 1 else node


def leaves(node: Node) -> tuple[Hours, ...]:
    """Return the hours of one zone that the expression is built from, in a fixed order."""
    if isinstance(node, Hours):
        return (node,)
    return tuple(sorted((leaf for part in node.parts for leaf in leaves(part)), key=repr))


def zones(node: Node) -> tuple[str, ...]:
    """Return the zones that occur in the expression, in alphabetical order."""
    return tuple(sorted({leaf.timezone for leaf in leaves(node)}))


def spans_of(node: Node, start: int, end: int) -> Spans:
    """Return, sorted and disjoint, when the expression is open between two instants."""
    if isinstance(node, Hours):
        return open_spans(node, start, end)
    sets = [spans_of(part, start, end) for part in node.parts]
    return clip(combine(sets, at_least=len(sets) if isinstance(node, Both) else 1), start, end)


def known(node: Node) -> Known:
    """Return the instants for which every part of the expression is known; `start` ≥ `end` where none is."""
    first = (FIRST_DAY * DAY, BEYOND)
    last = (LAST_DAY * DAY, BEYOND)
    for leaf in leaves(node):
        begin, end = leaf.terms[0].first, leaf.terms[-1].last
        if begin is not None:
            first = max(first, (_midnight(leaf, begin.day), begin.why), key=_instant)
        if end is not None:
            last = min(last, (_midnight(leaf, end.day + 1), end.why), key=_instant)
    return Known(first[0], last[0], first[1], last[1])


def _instant(bound: tuple[int, str]) -> int:
    return bound[0]


def _midnight(leaf: Hours, day: int) -> int:
    """Return the instant at which a local date begins; offsets are not known beyond the ends of time."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    offsets = offsets_around(leaf.timezone, day * DAY, day * DAY)
    return int(offsets.first(np.array([day * DAY]))[0])


def stated_days(node: Node) -> tuple[int, int]:
    """Return the first and the last day that the expression names; outside it repeats every 400 years.

    400 years of the Gregorian calendar are a whole number of weeks, and rules for summer time and for
    yearly holidays repeat with them.
    """
    days = [0]
    for terms in (terms for leaf in leaves(node) for terms in leaf.terms):
        days += [day for day, _ in terms.dates]
        days += [edge // 86_400 for cut in terms.breaks for edge in cut]
        days += [edge for span in terms.holidays.ranges for edge in span]
        days += [bound.day for bound in (terms.first, terms.last) if bound is not None]
    return min(days), max(days)


def recurs(node: Node) -> bool:
    """Whether the expression has weekly hours that could go on for ever, and not only dates."""
    if isinstance(node, Hours):
        return any(any(terms.week) for terms in node.terms)
    return (all if isinstance(node, Both) else any)(map(recurs, node.parts))
