"""Columns of time → UTC instants in microseconds. The order of day and month is stated, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import DataError, message
from xlakit.tables.localise import localise
from xlakit.tables.patterns import suggestion
from xlakit.tables.schema import UTC_TIME
from xlakit.tables.text import as_text, stripped

if TYPE_CHECKING:
    from xlakit.tables.notes import Action
    from xlakit.tables.patterns import Pattern

NAIVE = pl.Datetime("us")
FIRST_YEAR = 1000
LARGEST_SECONDS = 253_402_300_799
TOLERATED = 0.1
HALF = 0.5
NOT_A_TIME = "is not a time"
TWICE = "happens twice when the clocks change; the earlier instant is taken"
NEVER = "does not exist when the clocks change; moved forward to the next instant"
ZONED = r" ?(Z|[+-]\d{2}(:?\d{2})?)$"
DATE = r"^\d{4}-\d{2}-\d{2}"
ISO = (
    (DATE + r" \d{2}:\d{2}:\d{2}(\.\d{1,9})?$", "%Y-%m-%d %H:%M:%S%.f", False),
    (DATE + r" \d{2}:\d{2}:\d{2}(\.\d{1,9})?" + ZONED, "%Y-%m-%d %H:%M:%S%.f%#z", True),
    (DATE + r" \d{2}:\d{2}$", "%Y-%m-%d %H:%M", False),
    (DATE + r" \d{2}:\d{2}" + ZONED, "%Y-%m-%d %H:%M%#z", True),
    (DATE + "$", "%Y-%m-%d", False),
)
LIKE_A_DATE = (
    r"(?i)\d{1,4}[/.\-\s]\d{1,2}[/.\-\s]\d{1,4}|^\d{8}|^[+-]?\d+([.,]\d+)?$"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\d"
)


@dataclass(slots=True)
class Typed:
    """A column in its canonical type, with the masks of the values that were doubtful."""

    values: pl.Series
    flaws: list[tuple[pl.Series, str, Action]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a column of time stands and what was stated about it."""

    table: str
    column: str
    timezone: str | None
    patterns: tuple[Pattern, ...] = ()

    def error(self, what: str, values: pl.Series, hint: str) -> DataError:
        """Return the error about this column, with two of its values (the smallest: any order of rows)."""
        shown = str(values.drop_nulls().unique().sort().head(2).to_list())
        return DataError(message(self.table, f"column {self.column!r} {what}", got=shown, hint=hint))


def to_instants(values: pl.Series, reading: Reading) -> Typed:
    """Return a column of any type as UTC instants.

    Aware values stay what they are; naive ones need a stated zone; text is ISO 8601 or in a stated form;
    numbers are counts since 1970 where that is stated.

    Raises
    ------
    DataError
        The column is in a form that was not stated, or naive without a zone.

    Examples
    --------
    >>> text = pl.Series("at", ["2026-03-02T09:00:00+01:00", "2026-03-02 09:00", "soon", None])
    >>> found = to_instants(text, Reading("events", "at", "Europe/Berlin"))
    >>> found.values.dt.to_string("%H:%M").to_list()
    ['08:00', '08:00', None, None]
    >>> [(mask.to_list(), reason) for mask, reason, _ in found.flaws]
    [([False, False, True, False], 'is not a time')]
    """
    dtype = values.dtype
    if values.null_count() == len(values):
        return Typed(pl.Series(values.name, [None] * len(values), UTC_TIME))
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        return Typed(values.dt.convert_time_zone("UTC").dt.cast_time_unit("us"))
    if isinstance(dtype, pl.Datetime) or dtype == pl.Date:
        return _zoned(values.cast(NAIVE), None, values, reading)
    if dtype.is_numeric():
        return _from_text(as_text(values, reading.table), reading)
    return _from_text(stripped(as_text(values, reading.table)), reading)


def _zoned(naive: pl.Series, aware: pl.Series | None, shown: pl.Series, reading: Reading) -> Typed:
    if naive.null_count() == len(naive):
        return Typed(aware if aware is not None else naive.dt.replace_time_zone("UTC"))
    if reading.timezone is None:
        known = shown.filter(naive.is_not_null())
        hint = "timezone='Europe/Berlin' says in which zone they are"
        what = "holds times without a zone"
        raise reading.error(what, as_text(known, reading.table), hint)
    found = localise(naive, reading.timezone)
    values = found.instants if aware is None else found.instants.zip_with(aware.is_null(), aware)
    flaws: list[tuple[pl.Series, str, Action]] = [(found.twice, TWICE, "kept"), (found.never, NEVER, "kept")]
    return Typed(values, [flaw for flaw in flaws if flaw[0].any()])


def _from_text(text: pl.Series, reading: Reading) -> Typed:
    naive, aware = _by_patterns(text, reading)
    if not any(pattern.like_iso for pattern in reading.patterns):
        rest = naive.is_null() & aware.is_null() & text.is_not_null()
        if rest.any():
            naive, aware = _by_iso(text, rest, naive, aware)
    failed = text.is_not_null() & naive.is_null() & aware.is_null()
    if failed.any():
        _refuse_other_forms(text, failed, reading)
    typed = _zoned(naive, aware, text, reading)
    if failed.any():
        typed.flaws.append((failed, NOT_A_TIME, "nulled"))
    return typed


def _empty(length: int) -> tuple[pl.Series, pl.Series]:
    return pl.Series([None] * length, dtype=NAIVE), pl.Series([None] * length, dtype=UTC_TIME)


def _plain(text: pl.Series) -> pl.Series:
    """Return ISO 8601 text in one spelling: a blank between date and time, ``Z`` for UTC."""
    unzoned = text.str.replace(r" ?(z|UTC|GMT)$", "Z")
    return unzoned.str.replace("[Tt]", " ").str.replace(",", ".", literal=True)


def _by_iso(
    text: pl.Series, rest: pl.Series, naive: pl.Series, aware: pl.Series
) -> tuple[pl.Series, pl.Series]:
    plain = _plain(text)
    for shape, form, zoned in ISO:
        fits = rest & plain.str.contains(shape)
        if not fits.any():
            continue
        # The space before an offset is taken out: the parser does not skip it everywhere.
        part = plain.set(~fits, None).str.replace(r"(:\d{2}(\.\d+)?) ([+-Z])", "$1$3")
        if zoned:
            aware = aware.zip_with(~fits, part.str.to_datetime(form, time_unit="us", strict=False))
        elif form == "%Y-%m-%d":
            naive = naive.zip_with(~fits, part.str.to_date(form, strict=False).cast(NAIVE))
        else:
            naive = naive.zip_with(~fits, part.str.to_datetime(form, time_unit="us", strict=False))
        rest = rest & ~fits
    return naive, aware


def _by_patterns(text: pl.Series, reading: Reading) -> tuple[pl.Series, pl.Series]:
    naive, aware = _empty(len(text))
    for pattern in reading.patterns:
        read = parsed(text, pattern)
        before = aware if pattern.has_zone else naive
        both = (before.is_not_null() & read.is_not_null() & (before != read)).fill_null(value=False)
        if both.any():
            forms = " and ".join(item.text for item in reading.patterns)
            hint = "state one form for this column: datetime_format={'column': '…'}"
            what = f"is read differently by {forms}"
            raise reading.error(what, text.filter(both), hint)
        filled = before.zip_with(before.is_not_null(), read)
        naive, aware = (naive, filled) if pattern.has_zone else (filled, aware)
    return naive, aware


def parsed(text: pl.Series, pattern: Pattern) -> pl.Series:
    """Return the times that `pattern` reads, null where it reads none."""
    if pattern.unit is not None:
        numbers = text.cast(pl.Float64, strict=False)
        fits = (numbers.abs() * pattern.unit <= LARGEST_SECONDS * 1_000_000).fill_null(value=False)
        micros = (numbers.set(~fits, None) * pattern.unit).round().cast(pl.Int64, strict=False)
        return micros.cast(NAIVE).dt.replace_time_zone("UTC")
    if pattern.has_zone or pattern.has_time:
        read = text.str.to_datetime(pattern.native, time_unit="us", strict=False)
    else:
        read = text.str.to_date(pattern.native, strict=False).cast(NAIVE)
    # "%Y" also reads two digits, as a year of antiquity.
    return read.set((read.dt.year() < FIRST_YEAR).fill_null(value=False), None)


def _refuse_other_forms(text: pl.Series, failed: pl.Series, reading: Reading) -> None:
    """Raise when what could not be read is another form of time, not damage."""
    known = len(text) - text.null_count()
    wrong = text.filter(failed)
    # A text of the right form that names no instant (30 February) is damage, whatever was stated.
    iso = _plain(wrong).str.contains("|".join(shape for shape, _, _ in ISO))
    dates = wrong.filter(wrong.str.contains(LIKE_A_DATE) & ~iso)
    if not reading.patterns:
        if len(dates) > TOLERATED * known:
            example = str(dates.unique().sort()[0])
            what = "holds times whose form was not stated"
            raise reading.error(what, dates, suggestion(example))
        return
    forms = " or ".join(pattern.text for pattern in reading.patterns)
    turned = [parsed(wrong, other) for pattern in reading.patterns if (other := pattern.swapped())]
    swapped = [wrong.filter(read.is_not_null()) for read in turned]
    for values in swapped:
        if len(values) > TOLERATED * known:
            hint = "day and month seem to be the other way round in datetime_format"
            what = f"does not fit {forms} in {len(wrong):,} of {known:,} values"
            raise reading.error(what, values, hint)
    if len(dates) > HALF * known:
        what = f"does not fit {forms} in {len(wrong):,} of {known:,} values"
        raise reading.error(what, dates, suggestion(str(dates.unique().sort()[0])))
