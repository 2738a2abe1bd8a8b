"""Which metrics a desk allows, and what to add for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.tables.requirements import REQUIREMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.tables.desk import Desk
    from xlakit.tables.requirements import Requirement


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
