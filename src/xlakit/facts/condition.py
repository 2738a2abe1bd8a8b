"""Conditions of an agreement as Polars expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import DataError, message, near_miss
from xlakit.model.condition import column_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.model import Condition


def matches(condition: Condition) -> pl.Expr:
    """Return the expression that is true where a record meets `condition`.

    All columns of the condition must match; within a column any of its values does. Values are compared
    as text. A record whose column is null matches neither ``column`` nor ``column_not``, so the result is
    never null. The empty condition is met by every record.

    Examples
    --------
    >>> frame = pl.DataFrame({"site": ["berlin", "oslo", None]})
    >>> frame.select(yes=matches({"site": ("berlin",)}), no=matches({"site_not": ("berlin",)})).rows()
    [(True, False), (False, True), (False, False)]
    >>> frame.select(all=matches({}).sum()).item()
    3
    """
    terms = [pl.repeat(value=True, n=pl.len(), dtype=pl.Boolean)] if not condition else []
    for key, values in condition.items():
        column, negated = column_of(key)
        met = pl.col(column).cast(pl.String).is_in(list(values))
        terms.append((~met if negated else met).fill_null(value=False))
    return pl.all_horizontal(terms)


def missing_columns(condition: Condition, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that `condition` speaks of and `columns` lacks, in its order.

    Examples
    --------
    >>> missing_columns({"site": ("berlin",), "team_not": ("L1",)}, ["site"])
    ('team',)
    """
    known = set(columns)
    return tuple(name for name in (column_of(key)[0] for key in condition) if name not in known)


def require_columns(condition: Condition, columns: Iterable[str], where: str) -> None:
    """Raise where `condition` speaks of a column that is not there.

    Raises
    ------
    DataError
        A column is missing; the message names it and `where` it was asked for.

    Examples
    --------
    >>> require_columns({"site": ("berlin",)}, ["ticket_id", "site"], "scope")
    """
    names = list(columns)
    for column in missing_columns(condition, names):
        raise DataError(
            message(where, f"column {column!r} is missing from tickets", hint=near_miss(column, names))
        )
