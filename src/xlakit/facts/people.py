"""Who stands behind a row, and the random group they fall in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUPS = 64
SEEDED = hashlib.blake2b(digest_size=8, key=b"xlakit")
"""Copied for each person: the seed is then worked in once."""


def random_groups(people: pl.Series) -> pl.Series:
    """Return the random group, 0 to 63, of each person: the same for the same person on any machine.

    Examples
    --------
    >>> random_groups(pl.Series(["ann", "bob", "ann", None])).to_list()
    [45, 39, 45, None]
    """
    distinct = people.drop_nulls().unique()
    groups = pl.Series([_group(person) for person in distinct.to_list()], dtype=pl.Int64)
    return people.replace_strict(distinct, groups, default=None, return_dtype=pl.Int64).alias("random_group")


def groups_behind(frame: pl.DataFrame, columns: Iterable[str]) -> pl.Series:
    """Return the random group of the person behind each row, whom the first of `columns` that is known names.

    Examples
    --------
    >>> rows = pl.DataFrame({"requester": ["ann", None], "ticket_id": ["1", "bob"]})
    >>> groups_behind(rows, ("respondent", "requester", "ticket_id")).to_list()
    [45, 39]
    """
    named = [pl.col(name).cast(pl.String) for name in columns if name in frame.columns]
    return random_groups(frame.select(pl.coalesce(named)).to_series())


def _group(person: str) -> int:
    digest = SEEDED.copy()
    digest.update(person.encode())
    # The last byte tells the remainder of the whole number, for 64 divides 256.
    return digest.digest()[-1] % GROUPS
