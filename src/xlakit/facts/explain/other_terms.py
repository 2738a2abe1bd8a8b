"""What the verdict on a ticket would have been on other terms: the likely reasons why two systems differ."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from xlakit.model import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlakit.facts.explain.prepared import Prepared
    from xlakit.model import Clock

WAITING = ("pending", "on-hold")


def verdicts(cycles: pl.DataFrame) -> pl.DataFrame:
    """Return one row a ticket: ``met`` (null while undecided) over all of its cycles."""
    met = pl.col("met")
    live = pl.col("state").is_in(["running", "paused"]).any()
    return cycles.group_by("ticket_id").agg(
        met=pl.when((~met).any()).then(statement=False).when(met.any() & ~live).then(statement=True)
    )


def turned(
    prepared: Prepared,
    ids: list[str],
    variants: tuple[tuple[str, Callable[[Clock], Clock]], ...],
    *,
    verdict: bool,
) -> dict[str, str]:
    """Return for the tickets that come to `verdict` on other terms the first such terms."""
    found: dict[str, str] = {}
    for reason, change in variants:
        other = tuple(replace(part, clock=change(part.clock)) for part in prepared.parts)
        left = [ticket for ticket in ids if ticket not in found]
        if left and other != prepared.parts:
            cycles = prepared.all_cycles(other, prepared.only(left))
            same = verdicts(cycles).filter(pl.col("met") == verdict)["ticket_id"]
            found |= dict.fromkeys(same.to_list(), reason)
    return found


def _changed(clock: Clock, **fields: object) -> Clock:
    return clock.model_copy(update=fields)


def _unpaused(clock: Clock) -> Clock:
    return _changed(clock, pause=(), resume=None)


def _waiting(clock: Clock) -> Clock:
    if isinstance(clock.pause, dict):
        return clock
    return _changed(clock, pause=tuple(dict.fromkeys((*clock.pause, *WAITING))))


def _always(clock: Clock) -> Clock:
    lines = tuple(line.model_copy(update={"calendar": None}) for line in clock.limits)
    return _changed(clock, calendar=ALWAYS, limits=lines)


def _reopened(clock: Clock, mode: str) -> Clock:
    return clock if clock.is_reply else _changed(clock, reopen=mode)


def _bound(clock: Clock) -> Clock:
    return _changed(clock, binding="current" if clock.binding == "at_start" else "at_start")


WHY_MET = (
    ("paused time: met only because pauses are left out", _unpaused),
    ("calendar: met only in open hours", _always),
    ("paused time and calendar: met only with both", lambda clock: _always(_unpaused(clock))),
    ("reopened: met only because solved time is left out", partial(_reopened, mode="continue_including")),
    ("priority changed: met only by the limit we take", _bound),
)
WHY_MISSED = (
    ("paused time: missed only because waiting counts", _waiting),
    ("reopened: missed only after the first solution", partial(_reopened, mode="ignore")),
    ("priority changed: missed only by the limit we take", _bound),
)
