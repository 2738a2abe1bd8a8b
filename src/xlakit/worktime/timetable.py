"""A calendar's table, compiled when it is first asked and extended to wherever the questions lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import CalendarError, message
from xlakit.worktime.algebra import known, recurs, spans_of, stated_days
from xlakit.worktime.expand import DAY
from xlakit.worktime.instants import text_of
from xlakit.worktime.spans import clip
from xlakit.worktime.table import CHUNK, Table

if TYPE_CHECKING:
    from xlakit.worktime.algebra import Node
    from xlakit.worktime.spans import Ints

# 2020-01-01 UTC: near to most data, and the same for every calendar, so that figures never depend on the data.
_ORIGIN = 18_262 * DAY
_MARGIN = 366 * DAY
_CYCLE = 146_097 * DAY  # 400 years of the Gregorian calendar
_AROUND = 4 * DAY  # hours of a date end at most two days after it began


class Timetable:
    """Answers in microseconds about one calendar. Only the extent of its table ever changes."""

    __slots__ = ("_cycle", "_stated", "_table", "known", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.known = known(node)
        if self.known.start >= self.known.end:
            what = "its parts are never known at the same time"
            why = f"{self.known.why_start}; {self.known.why_end}"
            raise CalendarError(message("calendar", what, got=why))
        first, last = stated_days(node)
        self._stated = (first * DAY, last * DAY)
        self._cycle = _CYCLE if recurs(node) else 0
        self._table: Table | None = None

    @property
    def _origin(self) -> int:
        return min(max(_ORIGIN, self.known.start), self.known.end)

    def table(self, start: int, end: int) -> Table:
        """Return a table that reaches from `start` or before to `end` or after, inside what is known."""
        old = self._table
        if old is not None and old.start <= start and end <= old.end:
            return old
        lows = [start - _MARGIN, self._origin - _MARGIN, *([] if old is None else [old.start])]
        highs = [end + _MARGIN, self._origin + _MARGIN, *([] if old is None else [old.end])]
        low, high = max(min(lows), self.known.start), min(max(highs), self.known.end)
        self._table = Table(spans_of(self.node, low, high), low, high, self._origin)
        return self._table

    def check(self, instants: Ints) -> tuple[int, int]:
        """Return the first and the last instant; raise where one lies outside of what is known."""
        first, last = int(instants.min()), int(instants.max())
        if self.known.start <= first and last <= self.known.end:
            return first, last
        for instant, outside, why in (
            (first, first < self.known.start, self.known.why_start),
            (last, last > self.known.end, self.known.why_end),
        ):
            if outside:
                hint = f"{why}; ask about instants inside, or state a calendar for that time"
                raise CalendarError(
                    message("calendar", "is not known at this time", got=text_of(instant), hint=hint)
                )
        return first, last

    def before(self, instants: Ints) -> Ints:
        """Return the open microseconds from the origin to each instant."""
        if not len(instants):
            return instants.copy()
        return self.table(*self.check(instants)).before(instants)

    def between(self, starts: Ints, ends: Ints) -> Ints:
        """Return the open microseconds from each start to its end, 0 where the end is not after it."""
        if not len(starts):
            return starts.copy()
        edges = (*self.check(starts), *self.check(ends))
        table, found = self.table(min(edges), max(edges)), np.empty_like(starts)
        # Piece by piece, so that millions of pairs need no columns of memory but that of the answers.
        for begin in range(0, len(starts), CHUNK):
            piece = slice(begin, begin + CHUNK)
            np.subtract(table.before(ends[piece]), table.before(starts[piece]), out=found[piece])
        return np.maximum(found, 0, out=found)

    def is_open(self, instants: Ints) -> Ints:
        """Return 1 for each instant in open time, otherwise 0."""
        now = self.before(instants)
        return self.before(instants + 1) - now

    def intervals(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the open spans between two instants, in order."""
        self.check(np.array([start, end]))
        spans = self.table(min(start, end), max(start, end)).spans
        inside = clip(spans, start, end)
        return list(zip(inside.starts.tolist(), inside.ends.tolist(), strict=True))

    def earliest(self, opened: Ints) -> Ints:
        """Return the first known instant with so much open time before it."""
        if not len(opened):
            return opened.copy()
        low, high = int(opened.min()), int(opened.max())
        table = self._reaching(low - 1, high, low)
        if not len(table.opened):  # never open: nothing but the origin can have been asked for
            return np.full_like(opened, self.known.start)
        found = table.earliest(opened)
        if low <= table.total[0]:
            # Only a calendar that was never open before has an opened time without an earlier span.
            found[opened <= table.total[0]] = self.known.start
        return found

    def latest(self, opened: Ints) -> Ints:
        """Return the last instant with so much open time before it: one at which the calendar is open."""
        if not len(opened):
            return opened.copy()
        low, high = int(opened.min()), int(opened.max())
        return self._reaching(low, high + 1, low).latest(opened)

    def _reaching(self, low: int, high: int, needed: int) -> Table:
        """Return a table whose totals reach from `low` to `high`; where nothing is earlier, from `needed`."""
        table = self._table or self.table(self._origin, self._origin)
        while table.total[1] < high:
            self._raise_at_the_end(table, high)
            end = table.end + self._step(table, high - table.total[1])
            table = self.table(table.start, min(end, self.known.end))
        while table.total[0] > low and not self._is_first(table):
            start = table.start - self._step(table, table.total[0] - low)
            table = self.table(max(start, self.known.start), table.end)
        if table.total[0] > needed:
            what = "has not been open for so long before"
            raise CalendarError(message("calendar", what, hint=self.known.why_start))
        return table

    @staticmethod
    def _step(table: Table, missing: int) -> int:
        """Return by how much to extend a table that lacks so much open time."""
        length, opened = table.end - table.start, table.total[1] - table.total[0]
        return max(_MARGIN, length // 2, missing * length // opened if opened else length)

    def _is_first(self, table: Table) -> bool:
        """Whether there is no open time before the table."""
        opening = int(table.spans.starts[0]) if len(table.spans.starts) else self._origin
        quiet = min(opening, self._stated[0] - _AROUND) - self._cycle
        return table.start <= max(quiet, self.known.start)

    def _raise_at_the_end(self, table: Table, high: int) -> None:
        """Raise where no longer table has as much open time as `high`."""
        closing = int(table.spans.ends[-1]) if len(table.spans.ends) else self._origin
        if table.end >= max(closing, self._stated[1] + _AROUND) + self._cycle:
            what = "does not open again after its last closing"
            if not len(table.spans.ends):
                raise CalendarError(
                    message("calendar", "never opens", hint="state hours in which it is open")
                )
            raise CalendarError(message("calendar", what, got=text_of(closing), hint="state later hours"))
        if table.total[1] + self.known.end - table.end < high:
            what = "the answer lies beyond the time for which it is known"
            raise CalendarError(
                message("calendar", what, got=text_of(self.known.end), hint=self.known.why_end)
            )
