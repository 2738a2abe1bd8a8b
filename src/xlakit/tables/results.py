"""The results door: counts and figures by objective and window, from a file or a frame, read exactly."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from xlakit.errors import DataError, message, near_miss
from xlakit.model.results import Result, Results
from xlakit.tables.ingest import ingest
from xlakit.tables.result_cells import UnusableError, blank, bound_of, count_of, exact_of, text_of
from xlakit.tables.schema import ROW
from xlakit.tables.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
PLAIN: Final = frozenset({"objective", "window", "good", "total"})
COUNTS: Final = ("good", "total", "excused", "disputed")


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
    if isinstance(source, list | tuple) and not source:
        return Results(())
    found, problems = _columns(source)
    numbers = found.pop(ROW)
    found = _renamed(found, columns or {})
    read = {name: found[column] for name, column in _places(list(found)).items()}
    rows = []
    plain = _plain_rows(read, numbers)
    for index, number in enumerate(numbers):
        if (quick := plain[index]) is not None:
            rows.append(quick)
            continue
        cells = {name: values[index] for name, values in read.items()}
        if all(blank(values[index]) for values in found.values()):
            continue
        try:
            rows.append(_row(cells, number))
        except UnusableError as error:
            problems.append(error.sentence(f"{TABLE}: row {number}"))
    return Results(tuple(rows), tuple(problems))


def _plain_rows(read: Mapping[str, list[Any]], numbers: Sequence[int]) -> list[Result | None]:
    """Return the rows that are a name, a label and two whole numbers, as most are; None for those to look into."""
    if not set(read) >= PLAIN:
        return [None] * len(numbers)
    rest = [values for name, values in read.items() if name not in PLAIN]
    empty = (
        [True] * len(numbers)
        if not rest
        else [all(v is None for v in row) for row in zip(*rest, strict=True)]
    )
    rows = zip(
        numbers, *(read[name] for name in ("objective", "window", "good", "total")), empty, strict=True
    )
    return [
        Result(name, label, good, total, row=number)
        if alone
        and type(good) is type(total) is int
        and 0 <= good <= total
        and type(name) is type(label) is str
        and name.strip() == name != ""
        and label.strip() == label != ""
        else None
        for number, name, label, good, total, alone in rows
    ]


def _columns(source: object) -> tuple[dict[str, list[Any]], list[str]]:
    """Return the columns of a source as plain values with the numbers of its rows, and the rows that are none."""
    numbers: list[int] | None = None
    if is_workbook(source):
        sheet = read_workbook(source, TABLE)
        source, numbers = sheet.rows, sheet.numbers
    if isinstance(source, list | tuple) and all(isinstance(item, dict) for item in source):
        # Value by value: a frame would have to find one type for a column, and a decimal is not to become a float.
        rows = [{str(name): value for name, value in item.items()} for item in source]
        names = dict.fromkeys(name for row in rows for name in row)
        found = {name: [row.get(name) for row in rows] for name in names}
        return {**found, ROW: list(range(len(rows))) if numbers is None else numbers}, []
    read = ingest(source, TABLE)
    broken = [
        UnusableError(what=reason, got=text).sentence(f"{TABLE}: row {number}")
        for number, text, reason in read.broken
    ]
    return {name: read.frame[name].to_list() for name in read.frame.columns}, broken


def _renamed(found: dict[str, list[Any]], columns: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the columns under the names they have here.

    Raises
    ------
    DataError
        A column that is renamed is not there, or two would have one name.
    """
    for theirs in columns:
        if theirs not in found:
            hint = near_miss(theirs, found)
            raise DataError(message(TABLE, "there is no such column to rename", got=theirs, hint=hint))
    names = [columns.get(name, name) for name in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(message(TABLE, "two columns would have the same name", got=str(twice)))
    return dict(zip(names, found.values(), strict=True))


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
    window = cells["window"]
    if blank(window):
        raise UnusableError(what="window is missing")
    counts = {key: count_of(cells.get(key), key) for key in COUNTS}
    value = exact_of(cells.get("value"))
    good, total = counts["good"], counts["total"]
    if good is None and value is None:
        raise UnusableError(what="good and value are both missing: nothing was measured")
    if good is not None and total is None:
        raise UnusableError(what="total is missing beside good")
    if good is not None and good > (total or 0):
        raise UnusableError(what=f"good is more than the total {total}", got=good)
    low, high = bound_of(cells.get("low"), "low"), bound_of(cells.get("high"), "high")
    if low is not None and high is not None and low > high:
        raise UnusableError(what=f"low is more than high, which is {high:g}", got=f"{low:g}")
    return Result(
        objective=_name(cells),
        window=window if isinstance(window, date | datetime) else str(window).strip(),
        good=good,
        total=total,
        value=None if good is not None else value,
        excused=counts["excused"] or 0,
        disputed=counts["disputed"] or 0,
        incident=text_of(cells.get("incident")),
        low=low,
        high=high,
        row=number,
    )


def _name(cells: Mapping[str, Any]) -> str:
    """Return the name of the objective, with its part where it has one."""
    name, part = text_of(cells["objective"]), text_of(cells.get("part"))
    if name is None:
        raise UnusableError(what="objective is missing")
    if part is None or name.endswith(f"/{part}"):
        return name
    if "/" in name:
        raise UnusableError(what="part is another than that of the objective", got=f"{name} and {part}")
    return f"{name}/{part}"
