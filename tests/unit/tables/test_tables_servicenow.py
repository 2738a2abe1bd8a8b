"""ServiceNow: the real log's known figures, the audit rows by hand, plain exports."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.tables import Desk, load_desk

DATA = Path(__file__).parents[2] / "data"
LOG = DATA / "uci_incident_event_log.csv.gz"
FORM = "%d/%m/%Y %H:%M"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return load_desk(log=LOG, mapping="servicenow", timezone="UTC", datetime_format=FORM)


def test_the_real_log_gives_its_known_figures(desk: Desk) -> None:
    tickets = desk.tickets
    hours = ((tickets["resolved_at"] - tickets["opened_at"]).dt.total_seconds() / 3600).drop_nulls()
    assert tickets.height == 24_918
    assert (tickets["made_sla"] == "true").sum() == 15_803
    assert (tickets["reopen_count"] >= 1).sum() == 275
    assert (tickets["reassignment_count"] == 0).sum() == 13_549
    assert len(hours) == 23_362
    assert hours.mean() == pytest.approx(178.171582, abs=5e-7)
    assert hours.median() == pytest.approx(22.1)
    assert hours.quantile(0.9, "linear") == pytest.approx(381.548333, abs=5e-7)
    assert (hours == 0).sum() == 39


def test_what_the_real_log_leaves_open_is_counted(desk: Desk) -> None:
    counts = {(count.where, count.reason): count.rows for count in desk.counts}
    assert counts["log.status", "is none of the known words (kept)"] == 5
    assert counts["log.sys_mod_count", "is numbered before an update of an earlier time (kept)"] == 5
    assert desk.problems.filter(pl.col("column") == "status")["value"].to_list() == ["-100"] * 5
    assert not any("set aside" in reason for _, reason in counts)


def test_statuses_of_the_real_log_are_canonical_but_for_the_one_that_no_list_maps(desk: Desk) -> None:
    values = desk.events.filter(pl.col("kind") == "status")["value"].unique().sort().to_list()
    assert values == ["-100", "closed", "new", "on-hold", "open", "pending", "resolved"]
    assert desk.tickets["status"].unique().to_list() == ["closed"]


def test_the_real_log_cannot_be_read_without_saying_whether_the_day_comes_first() -> None:
    with pytest.raises(
        DataError, match=r'log: column .opened_at. .*"%d/%m/%Y %H:%M" where the day comes first'
    ):
        load_desk(log=LOG, mapping="servicenow", timezone="UTC")


def test_the_real_log_cannot_be_read_month_first() -> None:
    with pytest.raises(DataError, match=r"does not fit %m/%d/%Y %H:%M in [\d,]+ of 141,712 values"):
        load_desk(log=LOG, mapping="servicenow", timezone="UTC", datetime_format="%m/%d/%Y %H:%M")


def row(number: str, state: str, minute: int, mod: int, **more: object) -> dict[str, object]:
    return {
        "number": number,
        "incident_state": state,
        "sys_updated_at": f"2/3/2026 09:{minute:02d}",
        "sys_mod_count": mod,
        "sys_updated_by": f"by {mod}",
        "opened_at": "2/3/2026 08:50",
        "priority": "3 - Moderate",
        "assignment_group": "A",
        **more,
    }


def read(rows: list[dict[str, object]]) -> Desk:
    return Desk(log=rows, mapping="servicenow", timezone="UTC", datetime_format=FORM)


def told(desk: Desk) -> list[tuple[object, ...]]:
    return desk.events.select(pl.col("at").dt.strftime("%H:%M"), "kind", "value", "actor", "seq").rows()


def test_differences_between_rows_become_events() -> None:
    desk = read(
        [
            row("I1", "New", 0, 0),
            row("I1", "Active", 5, 1, priority="2 - High", assignment_group="B"),
            row("I1", "Active", 6, 2, priority="2 - High", assignment_group="?"),
            row("I1", "Active", 7, 3, priority="2 - High", assignment_group="B"),
            row("I1", "Resolved", 9, 4, priority="2 - High", assignment_group="B"),
        ]
    )
    assert told(desk) == [
        ("08:50", "opened", None, None, None),
        ("08:50", "priority", "3 - Moderate", None, None),
        ("09:00", "assigned", "A", "by 0", 0),
        ("09:05", "priority", "2 - High", "by 1", 1),
        ("09:05", "status", "open", "by 1", 1),
        ("09:05", "assigned", "B", "by 1", 1),
        ("09:09", "status", "resolved", "by 4", 4),
    ]
    assert desk.tickets.select("status", "priority", "team").row(0) == ("resolved", "2 - High", "B")


def test_the_last_row_is_by_time_then_number_then_place() -> None:
    rows = [
        row("I1", "Closed", 9, 7, floor="time"),
        row("I1", "Active", 5, 9, floor="early"),
        row("I2", "Active", 5, 1, floor="low"),
        row("I2", "Resolved", 5, 2, floor="high"),
        row("I3", "Active", 5, 1, floor="first"),
        row("I3", "Resolved", 5, 1, floor="second"),
    ]
    desk = read(rows)
    assert desk.tickets.select("ticket_id", "floor").rows() == [
        ("I1", "time"),
        ("I2", "high"),
        ("I3", "second"),
    ]
    assert desk.problems.select("id", "column", "value", "action").rows() == [
        ("I1", "sys_mod_count", "7", "kept")
    ]


def test_a_first_row_that_is_not_new_is_an_event_at_its_own_time() -> None:
    desk = read([row("I1", "Awaiting User Info", 3, 0)])
    assert ("09:03", "status", "pending", "by 0", 0) in told(desk)


def test_a_log_row_without_a_usable_time_is_set_aside() -> None:
    desk = read([row("I1", "New", 0, 0), {**row("I1", "Closed", 5, 1), "sys_updated_at": "?"}])
    assert desk.tickets["status"].to_list() == ["new"]
    assert desk.problems.select("table", "row", "column", "action").rows() == [
        ("log", 1, "sys_updated_at", "set_aside")
    ]


def test_a_plain_export_of_incidents_is_read_by_its_column_names() -> None:
    export = [
        {
            "number": "INC1",
            "opened_at": "2026-03-02 09:00:00",
            "resolved_at": "2026-03-02 10:00:00",
            "closed_at": "",
            "priority": "1 - Critical",
            "state": "On Hold",
            "assignment_group": "Desk",
            "assigned_to": "Ann",
            "caller_id": "Bob",
            "category": "Network",
            "contact_type": "Phone",
            "reassignment_count": "2",
            "reopen_count": "0",
            "cmdb_ci": "erp",
            "company": "Contoso",
            "location": "Berlin",
            "made_sla": "true",
        }
    ]
    desk = Desk(tickets=export, mapping="servicenow", timezone="UTC")
    assert desk.tickets.drop("opened_at", "resolved_at").row(0, named=True) == {
        "ticket_id": "INC1",
        "closed_at": None,
        "priority": "1 - Critical",
        "status": "on-hold",
        "team": "Desk",
        "agent": "Ann",
        "requester": "Bob",
        "category": "Network",
        "channel": "Phone",
        "reassignment_count": 2,
        "reopen_count": 0,
        "service": "erp",
        "customer": "Contoso",
        "site": "Berlin",
        "made_sla": "true",
    }


def test_a_warehouse_copy_is_read_by_the_names_of_its_references() -> None:
    copy = [
        {
            "sys_id": "a9",
            "sys_created_on": "2026-03-02 09:00:00",
            "incident_state": 6,
            "caller_id_value": "46",
        }
    ]
    desk = Desk(tickets=copy, mapping="servicenow", timezone="UTC")
    assert desk.tickets.select("ticket_id", "status", "requester").row(0) == ("a9", "resolved", "46")
