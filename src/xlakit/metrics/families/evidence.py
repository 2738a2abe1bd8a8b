"""Several witnesses of one thing, some of whom did not see it."""

from __future__ import annotations

import polars as pl


def either(*flags: pl.Expr) -> pl.Expr:
    """Return whether one of `flags` is true, as far as they are known; null where none is.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": [True, None, False, None], "b": [None, None, None, False]})
    >>> frame.select(either(pl.col("a"), pl.col("b"))).to_series().to_list()
    [True, None, False, False]
    """
    # The largest of what is known: each flag is made once.
    return pl.max_horizontal(*flags)
