"""The desk as a value: what it shows, what it allows, what it refuses."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.model.records import RECORDS, Event, Survey, Ticket
from xlakit.tables import REQUIREMENTS, Desk, Requirement
from xlakit.tables.schema import DTYPES, schema_of

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ticket(**more: object) -> dict[str, object]:
    return {"ticket_id": "1", "opened_at": AT, **more}


def needs(desk: Desk) -> dict[str, str]:
    return dict(desk.measurable().select("metric", "needs").rows())


@pytest.mark.parametrize(
    "nothing", [[], pl.DataFrame(), pl.DataFrame(schema={"ticket_id": pl.Int64, "opened_at": pl.String})]
)
def test_an_empty_desk_is_legal_and_typed(nothing: object) -> None:
    desk = Desk(tickets=nothing, events=[], surveys=[])
    assert desk.tickets.schema["opened_at"] == pl.Datetime("us", "UTC")
    assert desk.events.columns == ["ticket_id", "at", "kind"]
    assert (desk.tickets.height, desk.data_until, desk.problems.height, desk.counts) == (0, None, 0, ())
    assert repr(desk) == "Desk(tickets=0, events=0, surveys=0, problems=0, data_until=None)"


def test_a_desk_cannot_be_changed() -> None:
    desk = Desk(tickets=[ticket()])
    with pytest.raises(FrozenInstanceError):
        desk.tickets = pl.DataFrame()


def test_tables_that_were_not_given_are_none_and_columns_that_were_not_given_are_not_there() -> None:
    desk = Desk(tickets=[ticket()])
    assert [name for name in RECORDS if getattr(desk, name) is not None] == ["tickets"]
    assert desk.tickets.columns == ["ticket_id", "opened_at"]


def test_every_canonical_column_gets_the_type_of_its_kind() -> None:
    for name in RECORDS:
        schema = schema_of(name)
        frame = pl.DataFrame(schema={column.name: pl.Null for column in schema})
        table = getattr(Desk(**({"tickets": [ticket()]} | {name: frame})), name)
        assert table.schema == {column.name: DTYPES[column.kind] for column in schema}


def test_data_reach_until_the_last_instant_seen_and_promises_do_not_count() -> None:
    later, last, promised = (AT.replace(hour=hour) for hour in (10, 11, 23))
    desk = Desk(
        tickets=[ticket(closed_at=later, promised_at=promised)],
        events=[{"ticket_id": "1", "at": last, "kind": "promised", "value": promised}],
        surveys=[{"ticket_id": "1", "answered_at": later}],
    )
    assert desk.data_until == last


def test_the_notebook_view_escapes_what_the_data_hold() -> None:
    desk = Desk(tickets=[ticket(**{"<script>": 1, "reopen_count": "x"})])
    html = desk._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "is not a number (nulled)" in html


def test_measurable_says_what_to_add() -> None:
    plain = needs(Desk(tickets=[ticket()]))
    assert plain["csat"] == "needs surveys.csat"
    assert plain["bounces"] == "needs tickets.reassignment_count, or assigned events"
    assert " and " in plain["repeat_contact_rate"]
    more = Desk(
        tickets=[ticket(requester="bob", resolved_at=AT, reopen_count=0, resolved_first_contact=True)],
        events=[
            {"ticket_id": "1", "at": AT, "kind": "reply"},
            {"ticket_id": "1", "at": AT, "kind": "assigned", "value": "a"},
        ],
        surveys=[{"ticket_id": "1", "csat": 5, "nps": 9, "effort": 1, "happiness": 8}],
    )
    told = needs(more)
    assert {name for name in plain if plain[name] and not told[name]} > {"csat", "bounces", "verified_fcr"}
    assert told["kb_freshness"].startswith("needs articles.reviewed_at")


def test_a_column_of_nulls_measures_nothing() -> None:
    desk = Desk(tickets=[ticket()], surveys=[{"ticket_id": "1", "csat": None, "nps": 9}])
    assert needs(desk)["csat"] == "needs surveys.csat"
    assert needs(desk)["nps"] == ""


def test_requirements_may_be_given_and_name_known_tables_and_columns() -> None:
    own = {"shouting": Requirement(groups=(("sessions",), ("events:escalated",)))}
    assert Desk(tickets=[ticket()]).measurable(own).rows() == [
        ("shouting", False, "needs sessions and escalated events")
    ]
    entries = {entry for item in REQUIREMENTS.values() for group in item.groups for entry in group}
    for entry in entries:
        table, _, column = entry.replace(":", ".").partition(".")
        kinds = next(iter(item.words for item in schema_of("events") if item.name == "kind"))
        assert column in (kinds if ":" in entry else ("", *schema_of(table).names))


def test_models_of_another_table_and_mixed_lists_are_refused() -> None:
    with pytest.raises(DataError, match="tickets: a list of Ticket is expected; got 'Survey'"):
        Desk(tickets=[Survey(ticket_id="1")])
    with pytest.raises(DataError, match=r"a list holds dicts only, or models only; got \['Ticket', 'dict'\]"):
        Desk(tickets=[Ticket(ticket_id="1", opened_at=AT), {}])
    with pytest.raises(DataError, match="tickets: is no table; got 'int'"):
        Desk(tickets=3)


def test_records_are_frozen_strict_and_keep_further_columns() -> None:
    record = Event(ticket_id="1", at=AT, kind="reply", floor=3)
    assert record.floor == 3
    with pytest.raises(ValueError, match="frozen"):
        record.kind = "note"
    for wrong in ({"kind": "shouted"}, {"at": "2026-03-02"}, {"at": datetime(2026, 3, 2)}):  # noqa: DTZ001 - naive is refused
        with pytest.raises(ValueError, match="1 validation error"):
            Event(**({"ticket_id": "1", "at": AT, "kind": "reply"} | wrong))
    with pytest.raises(ValueError, match="less than or equal to 10"):
        Survey(ticket_id="1", nps=11)
