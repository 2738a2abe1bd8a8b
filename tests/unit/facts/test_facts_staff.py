from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import xlakit as xk

TICKETS = [{"ticket_id": "1", "opened_at": "2026-01-01T09:00Z"}]
AS_OF = datetime(2027, 1, 1, tzinfo=UTC)


def staff(
    *rows: dict[str, Any], as_of: datetime = AS_OF, agreement: Any = None, tickets: Any = None
) -> list[dict[str, Any]]:
    desk = xk.Desk(tickets=tickets or TICKETS, staff=[{"agent": "ann", **row} for row in rows])
    return xk.facts(desk, agreement, table="staff", as_of=as_of).to_dicts()


def test_periods_begin_and_end_at_midnight() -> None:
    texts = ["2026-03", "2026-Q1", "2026-W09", "2026", "2026-03-01", "2026-04-01 00:00:00", "spring"]
    found = [(row["period_at"], row["period_until"]) for row in staff(*({"period": text} for text in texts))]
    day = {name: datetime(2026, *name, tzinfo=UTC) for name in [(1, 1), (2, 23), (3, 1), (3, 2), (4, 1)]}
    assert found == [
        (day[3, 1], day[4, 1]),
        (day[1, 1], day[4, 1]),
        (day[2, 23], day[3, 2]),
        (day[1, 1], datetime(2027, 1, 1, tzinfo=UTC)),
        (day[3, 1], day[4, 1]),
        (day[4, 1], None),
        (None, None),
    ]


def test_the_zone_of_the_agreement_holds() -> None:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    (row,) = staff({"period": "2026-07"}, agreement=agreement)
    assert agreement.term.timezone == "Europe/Berlin"
    assert row["period_at"] == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_a_period_counts_from_the_first_ticket_where_that_lies_in_it() -> None:
    found = staff({"period": "2026-01"}, {"period": "2025-12"}, {"period": "2026-02"})
    assert [row["counted_at"] for row in found] == [
        datetime(2026, 1, 1, 9, tzinfo=UTC),
        datetime(2025, 12, 1, tzinfo=UTC),
        datetime(2026, 2, 1, tzinfo=UTC),
    ]


def test_periods_that_have_not_begun_and_leavings_that_have_not_happened_are_not_known() -> None:
    rows = [{"period": "2026-03", "left_at": "2026-03-20T00:00Z"}, {"period": "2026-04"}]
    (row,) = staff(*rows, as_of=datetime(2026, 3, 15, tzinfo=UTC))
    assert (row["period"], row["left_at"], row["left"]) == ("2026-03", None, False)


def test_one_leaves_once_and_is_not_counted_afterwards() -> None:
    left = {"left_at": "2026-04-01T00:00Z"}
    found = staff(*({"period": f"2026-0{month}", **left} for month in (2, 3, 4)))
    assert [row["left"] for row in found] == [False, True, None]


def test_a_desk_that_does_not_track_leaving_does_not_know() -> None:
    assert [row["left"] for row in staff({"period": "2026-03"})] == [None]


def test_fte_is_kept_in_thousandths() -> None:
    found = staff({"period": "2026-03", "fte": 0.8}, {"period": "2026-04", "fte": None})
    assert [row["fte_thousandths"] for row in found] == [800, None]
