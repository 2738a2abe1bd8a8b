"""Columns of words, numbers, money, flags and lists → their canonical type, doubts as masks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from xlakit.tables.schema import DTYPES, MONEY, Column
from xlakit.tables.text import LARGEST_EXACT, as_text, stripped
from xlakit.tables.times import Reading, Typed, to_instants

if TYPE_CHECKING:
    from xlakit.tables.notes import Action

TRUE = ("true", "yes", "1", "t", "y")
FALSE = ("false", "no", "0", "f", "n")
NOT_A_NUMBER = "is not a number"
NOT_WHOLE = "is not a whole number"
NOT_A_FLAG = "is neither true nor false"
NOT_A_WORD = "is none of the known words"
PAID = "invoices"
"""The table whose amounts are paid; others only describe."""
INEXACT = "is a float, which is no exact amount: write amounts as text or decimals"
ROUNDED = "has more than six decimals and is rounded"
OUT_OF_RANGE = "lies outside its range"


def typed(values: pl.Series, column: Column, reading: Reading) -> Typed:
    """Return `values` in the canonical type of `column`; what does not fit is null and marked.

    Raises
    ------
    DataError
        The column as a whole is of another nature (nested, or times in an unstated form).

    Examples
    --------
    >>> answers = pl.Series("nps", ["10", "11", "ten", None])
    >>> found = typed(answers, Column("nps", "number", low=0, high=10), Reading("surveys", "nps", None))
    >>> found.values.to_list(), [(reason, mask.to_list()) for mask, reason, _ in found.flaws]
    ([10.0, None, None, None], [('is not a number', [False, False, True, False]), \
('lies outside its range', [False, True, False, False])])
    """
    if values.dtype == pl.Null:
        return Typed(values.cast(DTYPES[column.kind]))
    if column.kind == "time":
        return to_instants(values, reading)
    if column.kind == "list":
        return Typed(_lists(values, reading.table))
    if column.kind in {"count", "number", "money"}:
        readers = {"count": _counts, "number": _numbers, "money": _money}
        found = readers[column.kind](values, stripped(as_text(values, reading.table)))
        if reading.table == PAID and column.kind == "money" and values.dtype.is_float():
            found.flaws.append((values.is_not_null(), INEXACT, "kept"))
        return _ranged(found, column)
    return _of_text(values, column, reading.table)


def _of_text(values: pl.Series, column: Column, table: str) -> Typed:
    text = as_text(values, table)
    if column.kind == "prose":
        return Typed(text)
    if column.kind == "word":
        return _words(stripped(text), column)
    if column.kind == "flag":
        return Typed(values) if values.dtype == pl.Boolean else _flags(stripped(text))
    return Typed(_keys(values, table) if column.kind == "key" else stripped(text))


def _keys(values: pl.Series, table: str) -> pl.Series:
    text = stripped(as_text(values, table))
    # A file written from a column of floats: every key ends in ".0".
    if values.dtype == pl.String and text.null_count() < len(text) and text.str.contains(r"^-?\d+\.0$").all():
        return text.str.replace(r"\.0$", "")
    return text


def _words(text: pl.Series, column: Column) -> Typed:
    # Words are compared without case; blanks, "_" and "-" between their parts are the same.
    plain = text.str.to_lowercase().str.replace_all(r"[\s_]+", "-")
    known = {word.replace("_", "-"): word for word in column.words}
    if {"yes", "no"} <= set(column.words):
        known |= {"true": "yes", "false": "no"}
    read = plain.replace_strict(known, default=None, return_dtype=pl.String)
    odd = text.is_not_null() & read.is_null()
    if not odd.any():
        return Typed(read)
    if column.closed:
        return Typed(read, [(odd, NOT_A_WORD, "nulled")])
    return Typed(read.zip_with(~odd, text), [(odd, NOT_A_WORD, "kept")])


def _flags(text: pl.Series) -> Typed:
    known = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    read = text.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Boolean)
    odd = text.is_not_null() & read.is_null()
    return Typed(read, [(odd, NOT_A_FLAG, "nulled")] if odd.any() else [])


def _counts(values: pl.Series, text: pl.Series) -> Typed:
    if values.dtype.is_integer():
        read = values.cast(pl.Int64, strict=False)
        odd = values.is_not_null() & read.is_null()
        return Typed(read, [(odd, NOT_WHOLE, "nulled")] if odd.any() else [])
    read = text.cast(pl.Int64, strict=False)
    rest = text.is_not_null() & read.is_null()
    if not rest.any():
        return Typed(read)
    numbers = _finite(text.cast(pl.Float64, strict=False))
    whole = ((numbers == numbers.floor()) & (numbers.abs() < LARGEST_EXACT)).fill_null(value=False)
    read = read.zip_with(~(rest & whole), numbers.set(~whole, None).cast(pl.Int64, strict=False))
    broken = rest & ~whole & numbers.is_not_null()
    odd = rest & numbers.is_null()
    flaws = [(odd, NOT_A_NUMBER), (broken, NOT_WHOLE)]
    return Typed(read, [(mask, reason, "nulled") for mask, reason in flaws if mask.any()])


def _numbers(values: pl.Series, text: pl.Series) -> Typed:
    numeric = values.dtype.is_numeric() and not values.dtype.is_decimal()
    read = _finite((values if numeric else text).cast(pl.Float64, strict=False))
    odd = text.is_not_null() & read.is_null()
    return Typed(read, [(odd, NOT_A_NUMBER, "nulled")] if odd.any() else [])


def _finite(numbers: pl.Series) -> pl.Series:
    return numbers.set(~numbers.is_finite().fill_null(value=True), None)


def _money(values: pl.Series, text: pl.Series) -> Typed:
    if values.dtype.is_decimal() and values.dtype == MONEY:
        return Typed(values)
    read = text.cast(MONEY, strict=False)
    odd = text.is_not_null() & read.is_null()
    long = (read.is_not_null() & text.str.contains(r"\.\d{6}\d*[1-9]")).fill_null(value=False)
    flaws: list[tuple[pl.Series, str, Action]] = [(odd, NOT_A_NUMBER, "nulled"), (long, ROUNDED, "kept")]
    return Typed(read, [flaw for flaw in flaws if flaw[0].any()])


def _ranged(found: Typed, column: Column) -> Typed:
    outside = pl.repeat(value=False, n=len(found.values), eager=True)
    if column.low is not None:
        outside = outside | (found.values < column.low).fill_null(value=False)
    if column.high is not None:
        outside = outside | (found.values > column.high).fill_null(value=False)
    if outside.any():
        found.values = found.values.set(outside, None)
        found.flaws.append((outside, OUT_OF_RANGE, "nulled"))
    return found


def _lists(values: pl.Series, table: str) -> pl.Series:
    if isinstance(values.dtype, pl.List | pl.Array):
        return values.cast(pl.List(pl.String))
    text = as_text(values, table).to_list()
    return pl.Series(values.name, [_items(item) for item in text], pl.List(pl.String))


def _items(text: str | None) -> list[str] | None:
    if text is None:
        return None
    if text.lstrip().startswith("["):
        try:
            return [str(item) for item in json.loads(text)]
        except (ValueError, RecursionError):
            pass  # it is text that happens to begin with a bracket
    return [item.strip() for item in text.replace("|", ";").split(";") if item.strip()]
