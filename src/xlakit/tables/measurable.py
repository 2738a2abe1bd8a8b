"""Which metrics a desk allows, and what to add for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.tables.desk import Desk


class Requirement(Value):
    """What a metric reads: groups of which each is needed; inside a group any one entry will do.

    An entry is ``table``, ``table.column`` (with at least one value) or ``events:kind`` (at least one event
    of that kind).
    """

    groups: tuple[tuple[str, ...], ...]


SOLVED = ("tickets.resolved_at", "events:status")
FIRST_CONTACT = (
    "tickets.resolved_first_contact",
    "tickets.reassignment_count",
    "events:reply",
    "events:assigned",
)
REOPENED = ("tickets.reopen_count", "events:status")
MOOD = ("surveys.csat", "surveys.happiness", "surveys.nps", "surveys.effort")
CLOCKED = ("tickets.resolved_at", "tickets.first_response_at", "events:status", "events:reply")
REQUIREMENTS: Mapping[str, Requirement] = {
    "within": Requirement(groups=(CLOCKED,)),
    "response_time": Requirement(groups=(("tickets.first_response_at", "events:reply"),)),
    "resolution_time": Requirement(groups=(SOLVED,)),
    "csat": Requirement(groups=(("surveys.csat",),)),
    "nps": Requirement(groups=(("surveys.nps",),)),
    "ces": Requirement(groups=(("surveys.effort",),)),
    "reopen_rate": Requirement(groups=(SOLVED, REOPENED)),
    "fcr": Requirement(groups=(SOLVED, FIRST_CONTACT)),
    "verified_fcr": Requirement(groups=(SOLVED, FIRST_CONTACT, REOPENED, ("tickets.requester",))),
    "repeat_contact_rate": Requirement(groups=(SOLVED, ("tickets.requester",))),
    "frustration_gap": Requirement(groups=(MOOD, CLOCKED)),
    "fcr_inflation": Requirement(groups=(SOLVED, FIRST_CONTACT, REOPENED, ("tickets.requester",))),
    "happiness": Requirement(groups=(("surveys.happiness",),)),
    "unhappy_when_met": Requirement(groups=(MOOD, CLOCKED)),
    "bounces": Requirement(groups=(("tickets.reassignment_count", "events:assigned"),)),
}
"""Metric → what it needs of a desk's tables."""


def measurable(desk: Desk, requirements: Mapping[str, Requirement] | None = None) -> pl.DataFrame:
    """Return metric, measurable and needs for each of `requirements`, in their order."""
    rows = []
    for metric, requirement in (REQUIREMENTS if requirements is None else requirements).items():
        lacking = [group for group in requirement.groups if not any(_has(desk, entry) for entry in group)]
        needs = " and ".join(_worded(group) for group in lacking)
        rows.append((metric, not lacking, f"needs {needs}" if lacking else ""))
    schema = {"metric": pl.String, "measurable": pl.Boolean, "needs": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _has(desk: Desk, entry: str) -> bool:
    table, _, column = entry.replace(":", ".").partition(".")
    frame: pl.DataFrame | None = getattr(desk, table)
    if frame is None:
        return False
    if ":" in entry:
        return bool((frame["kind"] == column).any())
    return not column or (column in frame.columns and frame[column].null_count() < frame.height)


def _worded(group: tuple[str, ...]) -> str:
    return ", or ".join(_words(group))


def _words(group: tuple[str, ...]) -> Iterator[str]:
    for entry in group:
        _, colon, kind = entry.partition(":")
        yield f"{kind} events" if colon else entry
