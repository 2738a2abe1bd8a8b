"""Any column as text, the way a person would have typed it."""

from __future__ import annotations

import polars as pl

from xlakit.errors import DataError, message

LARGEST_EXACT = 2**53


def as_text(values: pl.Series, where: str) -> pl.Series:
    """Return `values` as text: ``12.0`` of a float column is ``12``, true is ``true``, instants ISO 8601.

    Raises
    ------
    DataError
        The column is nested or binary.

    Examples
    --------
    >>> as_text(pl.Series("id", [12.0, 12.5, None]), "tickets").to_list()
    ['12', '12.5', None]
    """
    dtype = values.dtype
    if dtype == pl.String:
        return values
    if dtype.is_float():
        numbers = values.fill_nan(None).cast(pl.Float64)
        whole = (numbers == numbers.floor()) & (numbers.abs() < LARGEST_EXACT)
        plain = numbers.cast(pl.String)
        return (
            pl.select(
                pl.when(whole).then(numbers.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(plain)
            )
            .to_series()
            .alias(values.name)
        )
    if isinstance(dtype, pl.Datetime):
        form = "%Y-%m-%dT%H:%M:%S%.f" + ("" if dtype.time_zone is None else "%:z")
        return values.dt.strftime(form)
    if dtype.is_nested() or dtype == pl.Binary:
        what = f"column {values.name!r} is expected to hold plain values"
        raise DataError(message(where, what, got=str(dtype)))
    return values.cast(pl.String)


def stripped(values: pl.Series) -> pl.Series:
    """Return text without blanks at its ends."""
    return values.str.strip_chars()
