"""From terms to time: the hours of every local date, as instants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xlakit.worktime.offsets import SECOND, Offsets, offsets_of
from xlakit.worktime.spans import Ints, Spans, clip, combine, no_spans, union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.worktime.terms import Hours, Terms

DAY = 86_400 * SECOND
_WEEKDAY_OF_DAY_ZERO = 3
# Hours may start a day before the instant asked about, last beyond its midnight, and offsets differ by a day.
_AROUND = 4


class DatedSpans(NamedTuple):
    """Opening hours and the local day to which each belongs: the day on which it starts."""

    days: Ints
    spans: Spans


def offsets_around(timezone: str, start: int, end: int) -> Offsets:
    """Return the offsets for every wall time of the days that touch ``[start, end)``."""
    return offsets_of(timezone, start - (_AROUND + 1) * DAY, end + (_AROUND + 1) * DAY)


def open_spans(hours: Hours, start: int, end: int) -> Spans:
    """Return, sorted and disjoint, when the hours are open between two instants."""
    offsets = offsets_around(hours.timezone, start, end)
    first, last = start // DAY - _AROUND, end // DAY + _AROUND
    dated = dated_spans(hours, offsets, first, last)
    shut = break_spans(hours, offsets, first, last)
    return clip(combine([union([dated.spans])], at_least=1, holes=shut), start, end)


def dated_spans(hours: Hours, offsets: Offsets, first: int, last: int) -> DatedSpans:
    """Return the hours of each local day from `first` to `last`, breaks not yet cut, in no order."""
    found = [
        part for terms in hours.terms for part in _walls(terms, *_within(terms, first, last)) if len(part[0])
    ]
    if not found:
        return DatedSpans(np.empty(0, np.int64), no_spans())
    days, starts, ends = (np.concatenate(columns) for columns in zip(*found, strict=True))
    opening, closing = offsets.first(starts), offsets.last(ends)
    kept = opening < closing
    return DatedSpans(days[kept], Spans(opening[kept], closing[kept]))


def break_spans(hours: Hours, offsets: Offsets, first: int, last: int) -> Spans:
    """Return, sorted and disjoint, the real time that breaks near the days `first` to `last` cut out."""
    breaks = (
        np.array([cut for terms in hours.terms for cut in terms.breaks], np.int64).reshape(-1, 2) * SECOND
    )
    near = breaks[(breaks[:, 1] > (first - _AROUND) * DAY) & (breaks[:, 0] < (last + _AROUND) * DAY)]
    return union([offsets.while_shown(near[:, 0], near[:, 1])])


def _within(terms: Terms, first: int, last: int) -> tuple[int, int]:
    return (
        first if terms.first is None else max(first, terms.first.day),
        last if terms.last is None else min(last, terms.last.day),
    )


def _walls(terms: Terms, first: int, last: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield days with the wall times at which one interval starts and ends on them."""
    days = np.arange(first, last + 1)
    own = [day for day, _ in terms.dates]
    usual = days[~terms.holidays.holds(days) & ~np.isin(days, own)]
    for weekday, spans in enumerate(terms.week):
        these = usual[(usual + _WEEKDAY_OF_DAY_ZERO) % 7 == weekday]
        for start, end in spans:
            yield these, these * DAY + start * SECOND, these * DAY + end * SECOND
    for day, spans in terms.dates:
        if first <= day <= last:
            for start, end in spans:
                yield (
                    np.array([day]),
                    np.array([day * DAY + start * SECOND]),
                    np.array([day * DAY + end * SECOND]),
                )
