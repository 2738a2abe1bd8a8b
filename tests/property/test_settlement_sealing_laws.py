"""Laws of statements in time: what is sealed stays, what changes is posted once, and it all adds up to the same."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from drawn_histories import AGREEMENTS, MONTHS, NAMES, histories, rows_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.errors import DataError
from xlakit.model import Statement

if TYPE_CHECKING:
    from drawn_histories import Row

    from xlakit.model import Agreement

DATA = st.data()
BERLIN = ZoneInfo("Europe/Berlin")


def noon(month: int, day: int = 1) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=BERLIN)


def back(statement: Statement) -> Statement:
    """The statement as it is read from a file."""
    return Statement.model_validate_json(statement.model_dump_json())


def sealed_then_changed(data: st.DataObject) -> tuple[Statement, Statement, Statement, Agreement, list[Row]]:
    """Sealed in May; settled in August with other data; the same with nothing sealed; of what agreement and data."""
    name = data.draw(NAMES)
    first, later = data.draw(histories(name)), data.draw(histories(name))
    agreement = AGREEMENTS[name]
    sealed = xk.seal(xk.settle(agreement, rows_of(first), as_of=noon(5)))
    kept = data.draw(st.sets(st.sampled_from(sorted(first))), label="unchanged")
    changed = rows_of(later | {cell: first[cell] for cell in kept})
    trued = xk.settle(agreement, changed, as_of=noon(8), previous=back(sealed))
    return sealed, trued, xk.settle(agreement, changed, as_of=noon(8)), agreement, changed


@settings(max_examples=100)
@given(DATA)
def test_a_statement_reads_back_as_it_was_written(data: st.DataObject) -> None:
    name = data.draw(NAMES)
    history = data.draw(histories(name))
    statement = xk.settle(AGREEMENTS[name], rows_of(history), as_of=noon(7))
    for item in (statement, xk.seal(statement)):
        assert back(item) == item
        assert back(item).model_dump_json() == item.model_dump_json()


@settings(max_examples=60)
@given(DATA)
def test_sealing_changes_no_amount_and_the_same_data_add_nothing(data: st.DataObject) -> None:
    name = data.draw(NAMES)
    rows = rows_of(data.draw(histories(name)))
    statement = xk.settle(AGREEMENTS[name], rows)
    sealed = xk.seal(statement, through="2026-05")
    assert sealed.lines == statement.lines
    labels = [item.window.label for item in sealed.windows if item.status == "sealed"]
    assert set(labels) >= set(MONTHS[:5])
    again = xk.settle(AGREEMENTS[name], rows, previous=back(sealed))
    assert again == sealed
    assert again.steps() == statement.steps()


@settings(max_examples=100)
@given(DATA)
def test_later_data_are_trued_up_to_what_would_have_been_paid(data: st.DataObject) -> None:
    sealed, trued, fresh, *_ = sealed_then_changed(data)
    labels = {item.window.label for item in sealed.windows if item.status == "sealed"}
    assert labels >= {"2026-01", "2026-04"}
    for label in labels:
        assert trued.for_window(label) == sealed.for_window(label)
    assert trued.total == fresh.total
    for window in trued.windows:
        assert window.total == sum(line.amount for line in trued.for_window(window.window.label))
    assert {line.window.label for line in trued.lines if line.kind == "true_up"} <= {"2026-05"}


@settings(max_examples=60)
@given(DATA)
def test_a_correction_is_posted_once(data: st.DataObject) -> None:
    _, trued, fresh, agreement, rows = sealed_then_changed(data)
    later = xk.seal(trued, through="2026-05")  # the window that holds the corrections is sealed too
    again = xk.settle(agreement, rows, as_of=noon(8), previous=back(later))
    assert again.lines == trued.lines
    assert again.total == fresh.total


@settings(max_examples=100)
@given(DATA)
def test_a_sealed_statement_that_was_changed_is_refused(data: st.DataObject) -> None:
    name = data.draw(NAMES)
    rows = rows_of(data.draw(histories(name)))
    sealed = xk.seal(xk.settle(AGREEMENTS[name], rows, as_of=noon(6)))
    lines = list(sealed.lines)
    assume(lines)
    place = data.draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    change = data.draw(st.sampled_from(["amount", "reason", "gone", "twice", "total"]))
    windows = list(sealed.windows)
    if change == "gone":
        del lines[place]
    elif change == "twice":
        lines.insert(place, line)
    elif change == "total":
        number = next(index for index, item in enumerate(windows) if item.window.label == line.window.label)
        windows[number] = windows[number].model_copy(
            update={"total": windows[number].total + Decimal("0.01")}
        )
    else:
        update = {"amount": line.amount + Decimal("0.01")} if change == "amount" else {"reason": "as agreed"}
        lines[place] = line.model_copy(update=update)
    forged = sealed.model_copy(update={"lines": tuple(lines), "windows": tuple(windows)})
    with pytest.raises(DataError, match="it was changed after it was sealed"):
        xk.settle(AGREEMENTS[name], rows, previous=forged)
