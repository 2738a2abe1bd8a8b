"""The results door: counts and figures by objective and window, from a file or a frame, read exactly."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from xlakit.errors import DataError, message, near_miss
from xlakit.model.results import Result, Results
from xlakit.tables.ingest import ingest
from xlakit.tables.schema import ROW
from xlakit.tables.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping


KNOWN: Final = {
    "objective": ("objective", "name"),
    "window": ("window", "window_start"),
    "part": ("part", "segment"),
    "good": ("good",),
    "total": ("total",),
    "value": ("value",),
    "excused": ("excused",),
    "disputed": ("disputed",),
    "incident": ("incident",),
    "low": ("low",),
    "high": ("high",),
}
"""What a result holds → the columns it is read from; the second name is that of the table of measurements."""

TABLE: Final = "results"
COUNTS: Final = ("good", "total", "excused", "disputed")
NO_FLOAT = (
    'is a float, which is no exact number; write it as text ("0.955" or "95.5%"), as counts, or as a decimal'
)


class _UnusableError(Exception):
    """A row that cannot be used, and why."""


def load_results(source: object, *, columns: Mapping[str, str] | None = None) -> Results:
    """Return the results that a file or a frame holds: a history that can be judged and settled without tickets.

    Parameters
    ----------
    source
        A path (``.csv``, ``.tsv``, ``.parquet``, ``.jsonl``, ``.xlsx``), a frame of any kind, or a list of dicts,
        with the columns ``objective`` (or ``name``), ``window`` (its label, ``2026-03``, or the day it begins; or
        ``window_start``), and ``good`` and ``total``, or ``value``. Further: ``part`` (or ``segment``), ``excused``,
        ``disputed``, ``incident``, ``low``, ``high``. Other columns are not read.
    columns
        Column of the source → its name here, where it has another one there.

    Returns
    -------
    Results
        Rows that cannot be used are named in ``problems``.

    Raises
    ------
    DataError
        A column that is needed is missing, or the source is no table.

    Examples
    --------
    >>> found = load_results(
    ...     [
    ...         {"objective": "response", "window": "2026-01", "good": 940, "total": 1000},
    ...         {"objective": "erp-up", "window": "2026-01", "value": "99.2%"},
    ...         {"objective": "erp-up", "window": "2026-02", "value": 0.992},
    ...     ]
    ... )
    >>> len(found), found.rows[1].value
    (2, Fraction(124, 125))
    >>> print(*found.problems)
    results: row 2: value is a float, which is no exact number; write it as text ("0.955" or "95.5%"), as counts, or \
as a decimal; got '0.992'.
    """
    if isinstance(source, Results):
        return source
    found = _columns(source)
    numbers = found.pop(ROW)
    found = {(columns or {}).get(name, name): values for name, values in found.items()}
    read = {name: found[column] for name, column in _places(list(found)).items()}
    rows, problems = [], []
    for index, number in enumerate(numbers):
        try:
            rows.append(_row({name: values[index] for name, values in read.items()}, number))
        except _UnusableError as error:
            problems.append(str(error))
    return Results(tuple(rows), tuple(problems))


def _columns(source: object) -> dict[str, list[Any]]:
    """Return the columns of a source as plain values, and the numbers of its rows."""
    if is_workbook(source):
        source = read_workbook(source, TABLE)
    if isinstance(source, list | tuple) and all(isinstance(item, dict) for item in source):
        # Value by value: a frame would have to find one type for a column, and a decimal is not to become a float.
        names = dict.fromkeys(str(name) for item in source for name in item)
        found = {name: [item.get(name) for item in source] for name in names}
        return {**found, ROW: list(range(len(source)))}
    frame = ingest(source, TABLE).frame
    return {name: frame[name].to_list() for name in frame.columns}


def _places(seen: list[str]) -> dict[str, str]:
    found = {
        name: next(column for column in columns if column in seen)
        for name, columns in KNOWN.items()
        if any(column in seen for column in columns)
    }
    for name in ("objective", "window"):
        if name not in found:
            hint = near_miss(name, seen) or f"columns={{'…': '{name}'}}"
            raise DataError(message(TABLE, f"the column {name!r} is missing", got=str(seen), hint=hint))
    if "value" not in found and not {"good", "total"} <= set(found):
        hint = "good and total, or value"
        raise DataError(message(TABLE, "there is no figure in them", got=str(seen), hint=hint))
    return found


def _row(cells: Mapping[str, Any], number: int) -> Result:
    name, window = cells["objective"], cells["window"]
    if name is None or window is None or not str(name).strip():
        raise _refused(number, "objective" if name is None else "window", "is missing", None)
    part = cells.get("part")
    counts = {key: _count(cells.get(key), key, number) for key in COUNTS}
    value = _exact(cells.get("value"), number)
    good, total = counts["good"], counts["total"]
    if good is None and value is None:
        raise _refused(number, "good", "and value are both missing: nothing was measured", None)
    if good is not None and total is None:
        raise _refused(number, "total", "is missing beside good", None)
    if good is not None and good > (total or 0):
        raise _refused(number, "good", f"is more than the total {total}", good)
    return Result(
        objective=f"{name}/{part}" if part is not None and "/" not in str(name) else str(name),
        window=window if isinstance(window, date | datetime) else str(window).strip(),
        good=good,
        total=total,
        value=None if good is not None else value,
        excused=counts["excused"] or 0,
        disputed=counts["disputed"] or 0,
        incident=None if cells.get("incident") is None else str(cells["incident"]),
        low=None if cells.get("low") is None else float(cells["low"]),
        high=None if cells.get("high") is None else float(cells["high"]),
        row=number,
    )


def _count(value: object, name: str, number: int) -> int | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if type(value) is int:
        found = value
    elif isinstance(value, Decimal) and value == value.to_integral_value():
        found = int(value)
    elif isinstance(value, str) and value.strip().lstrip("+").isdecimal():
        found = int(value.strip())
    elif isinstance(value, float) and value.is_integer():
        found = int(value)  # a column of counts that has a gap somewhere arrives as floats
    else:
        raise _refused(number, name, "is not a whole number", value)
    if found < 0:
        raise _refused(number, name, "is below 0", value)
    return found


def _exact(value: object, number: int) -> Fraction | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        raise _refused(number, "value", "is not a number", value)
    if isinstance(value, float):
        raise _refused(number, "value", NO_FLOAT, value)
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    text = str(value).strip()
    try:
        found = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        raise _refused(number, "value", "is not a number", value) from None
    if not found.is_finite() or abs(found.adjusted()) > 30:  # noqa: PLR2004 - as for every number of an agreement
        raise _refused(number, "value", "is not a number", value)
    return Fraction(found) / (100 if text.endswith("%") else 1)


def _refused(number: int, column: str, what: str, got: object) -> _UnusableError:
    shown = None if got is None else str(got)
    return _UnusableError(message(f"{TABLE}: row {number}", f"{column} {what}", got=shown))
