from __future__ import annotations

from datetime import UTC, datetime

import pytest
from settling import agreed, months, promise, settled

import xlakit as xk
from xlakit.errors import AgreementError, DataError
from xlakit.settlement import verify
from xlakit.settlement.life import closing

ALL = "service_credit: {allocation: 100%}"
MONEY = "currency: EUR\ncharges: {amount: 1000, per: month}"
OFFICE = (
    "calendars: {o: {timezone: Europe/Berlin, hours: {mon-fri: ['08:00-12:00']}, holidays: [2026-05-01]}}"
)
ROWS = months("fix", "90%", "90%", "90%")


def agreement(more: str) -> xk.Agreement:
    return agreed(promise("fix", more=ALL), MONEY, more)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "closes"),
    [
        ("", "2026-04-30T22:00"),
        ("settlement: {close_after: 36h}", "2026-05-02T10:00"),
        # April ends on a Thursday; without a calendar business days are Monday to Friday.
        ("settlement: {close_after: 2bd}", "2026-05-04T22:00"),
        # The only calendar opens at eight: two days with hours after 1 May are the 4th and the 5th.
        (f"settlement: {{close_after: 2bd}}\n{OFFICE}", "2026-05-05T06:00"),
    ],
)
def test_a_statement_closes_after_its_time(more: str, closes: str) -> None:
    held = agreement(more)
    window = settled(held, months("fix", *["90%"] * 4)).windows[3].window
    assert closing(held)(window) == at(closes)
    states = [
        settled(held, months("fix", "90%", first=4), as_of=moment).windows[0].status
        for moment in (window.end, at(closes))
    ]
    assert states == ["provisional" if more else "final", "final"]


def test_only_what_is_final_is_sealed_and_only_as_far_as_asked() -> None:
    held = agreement("settlement: {close_after: 10d}")
    statement = settled(held, ROWS, as_of=at("2026-03-20"))
    assert [item.status for item in xk.seal(statement).windows] == ["sealed", "sealed", "in_progress"]
    part = xk.seal(statement, through="2026-01")
    assert [item.status for item in part.windows] == ["sealed", "final", "in_progress"]
    assert [bool(item.fingerprint) for item in part.windows] == [True, False, False]
    early = settled(held, ROWS, as_of=at("2026-03-05"))
    with pytest.raises(DataError, match="seal: 2026-02: the statement is provisional"):
        xk.seal(early, through="2026-02")
    with pytest.raises(
        DataError, match="there is no such window; got '2026-13'. Hint: 2026-01, 2026-02, 2026-03"
    ):
        xk.seal(early, through="2026-13")


def test_sealing_again_seals_the_same_and_the_seal_is_of_all_it_says() -> None:
    statement = settled(agreement(""), ROWS)
    sealed = xk.seal(statement)
    assert xk.seal(sealed) == sealed
    verify(sealed)
    prints = [item.fingerprint for item in sealed.windows]
    assert len(set(prints)) == 3
    assert [item.fingerprint for item in xk.seal(settled(agreement(""), ROWS)).windows] == prints
    other = xk.seal(settled(agreement(""), months("fix", "89%", "90%", "90%")))
    assert [a == b for a, b in zip(prints, (item.fingerprint for item in other.windows), strict=True)] == [
        False,
        True,
        True,
    ]


def test_a_statement_of_something_else_is_no_previous_one() -> None:
    sealed = xk.seal(settled(agreement(""), ROWS))
    dollars = agreed(promise("fix", more=ALL), MONEY.replace("EUR", "USD"))
    with pytest.raises(
        DataError, match="the currency is another than that of the statement before; got 'EUR'"
    ):
        settled(dollars, ROWS, previous=sealed)
    renamed = agreement("").model_copy(
        update={"metadata": agreement("").metadata.model_copy(update={"name": "other"})}
    )
    with pytest.raises(DataError, match="the agreement is another"):
        settled(renamed, ROWS, previous=sealed)


def test_where_all_is_sealed_a_difference_waits_and_is_named() -> None:
    sealed = xk.seal(settled(agreement(""), ROWS))
    again = settled(agreement(""), months("fix", "90%", "99%", "90%"), previous=sealed)
    assert again.lines == sealed.lines
    assert again.problems == ("settlement: -1,000.00 EUR of corrections wait for a window that is open.",)


def test_a_correction_says_what_it_corrects() -> None:
    sealed = xk.seal(settled(agreement(""), ROWS), through="2026-02")
    again = settled(agreement(""), months("fix", "90%", "99%", "90%"), previous=sealed)
    line = again.lines[-1]
    assert (line.kind, line.window.label, line.accrual_window.label) == ("true_up", "2026-03", "2026-02")
    assert (str(line.amount), line.rule) == ("-1000.00", "true-up: credit")
    assert line.reason == "later data change the credit of 2026-02 by -1,000.00"
    assert line.evidence == sealed.windows[1].fingerprint
    assert str(again.windows[2].adjustments) == "-1000.00"


def test_without_commercials_there_is_nothing_to_settle() -> None:
    bare = agreement("").model_copy(update={"commercials": None})
    with pytest.raises(AgreementError, match="commercials"):
        xk.settle(bare, ROWS)


def test_a_statement_that_was_read_back_holds_its_lines_only() -> None:
    statement = settled(agreement(""), ROWS)
    assert {step.number for step in statement.steps("fix", "2026-02")} == {0, 1, 2, 3, 4, 5, 6, 7, 14}
    assert all(
        step.window == "2026-02" and step.objective == "fix" for step in statement.steps("fix", "2026-02")
    )
    with pytest.raises(RuntimeError, match="settle again"):
        type(statement).model_validate_json(statement.model_dump_json()).steps()
