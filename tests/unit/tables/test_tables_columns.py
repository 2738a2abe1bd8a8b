"""Names, missing values, value lists and types."""

from __future__ import annotations

import math
from decimal import Decimal

import polars as pl
import pytest

from xlakit.errors import DataError
from xlakit.tables import Desk, Mapping

AT = "2026-03-02T09:00Z"


def ticket(**more: object) -> dict[str, object]:
    return {"ticket_id": "1", "opened_at": AT, **more}


def survey(*rows: dict[str, object], **keywords: object) -> Desk:
    return Desk(tickets=[ticket()], surveys=[{"ticket_id": "1", **row} for row in rows], **keywords)


def test_columns_go_from_source_to_canonical_in_every_table_that_has_them() -> None:
    desk = Desk(
        tickets=[{"Nr": 7, "Created": AT, "floor": 3}],
        surveys=[{"Nr": 7, "csat": 4}],
        columns={"Nr": "ticket_id", "Created": "opened_at"},
    )
    assert desk.tickets.columns == ["ticket_id", "opened_at", "floor"]
    assert desk.surveys.row(0) == ("7", 4.0)


def test_a_name_for_all_tables_does_not_reach_tables_that_lack_the_column() -> None:
    desk = Desk(
        tickets=[{"ticket_id": "1", "Created": AT}],
        surveys=[{"ticket_id": "1", "Created": "yesterday"}],
        columns={"Created": "opened_at"},
    )
    assert desk.surveys.columns == ["ticket_id", "Created"]


def test_columns_may_be_named_table_by_table() -> None:
    desk = Desk(
        tickets=[{"ID": "1", "Date": AT}],
        events=[{"ID": "1", "Date": AT, "What": "reply"}],
        columns={
            "tickets": {"ID": "ticket_id", "Date": "opened_at"},
            "events": {"ID": "ticket_id", "Date": "at", "What": "kind"},
        },
    )
    assert desk.events.columns == ["ticket_id", "at", "kind"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"Craeted": "opened_at"},
            r"columns: the stated column 'Craeted' is not there.*did you mean 'Created'",
        ),
        ({"opened_at": "Created"}, r"from source to canonical name: \{'Created': 'opened_at'\}"),
        (
            {"Created": "opened_at", "Updated": "opened_at"},
            r"two columns become 'opened_at'; got \['Created', 'Upda",
        ),
        ({"tickets": {"Creatd": "opened_at"}}, "tickets: the stated column 'Creatd' is not there"),
        ({"tickets": {"Created": "opened_at"}, "Nr": "x"}, "table by table, not both"),
        ({"ticket": {"Created": "opened_at"}}, "did you mean 'tickets'"),
    ],
)
def test_columns_that_cannot_be_meant_are_refused(columns: dict[str, object], words: str) -> None:
    with pytest.raises(DataError, match=words):
        Desk(tickets=[{"ticket_id": "1", "Created": AT, "Updated": AT}], columns=columns)


def test_a_missing_required_column_names_what_is_there_and_a_near_miss() -> None:
    with pytest.raises(
        DataError, match=r"tickets: column 'opened_at' is missing; got \['open_at', 'ticket_id'\]"
    ) as e:
        Desk(tickets=[{"ticket_id": "1", "open_at": AT}])
    assert "did you mean 'open_at'?" in str(e.value)


def test_the_user_goes_before_the_mapping_and_the_first_source_present_wins() -> None:
    own = Mapping(
        name="own", columns={"tickets": {"ticket_id": ("Key", "Nr"), "team": "Group", "site": "Place"}}
    )
    rows = [{"Nr": "1", "opened_at": AT, "Group": "a", "Squad": "b", "Place": "x", "site": "kept"}]
    desk = Desk(tickets=rows, mapping=own, columns={"Squad": "team"})
    assert desk.tickets.row(0, named=True) == {
        "ticket_id": "1",
        "opened_at": desk.data_until,
        "Group": "a",
        "team": "b",
        "Place": "x",
        "site": "kept",
    }


def test_an_unknown_mapping_is_refused() -> None:
    with pytest.raises(
        DataError, match=r"mapping: is not known; got 'servicnow'. Hint: did you mean 'servicenow'"
    ):
        Desk(tickets=[ticket()], mapping="servicnow")


def test_unknown_columns_are_kept_with_their_type() -> None:
    frame = pl.DataFrame(
        {"ticket_id": ["1"], "opened_at": [AT], "floor": [3], "vip": [True], "tags": [["a"]]}
    )
    schema = Desk(tickets=frame).tickets.schema
    assert [schema[name] for name in ("floor", "vip", "tags")] == [pl.Int64, pl.Boolean, pl.List(pl.String)]


@pytest.mark.parametrize(
    ("value", "expected"), [(12, "12"), (12.0, "12"), ("007", "007"), (" A1 ", "A1"), (2**60, str(2**60))]
)
def test_ids_become_text(value: object, expected: object) -> None:
    assert Desk(tickets=[{"ticket_id": value, "opened_at": AT}]).tickets["ticket_id"].to_list() == [expected]


def test_ids_of_a_file_written_from_floats_lose_the_point_but_versions_do_not() -> None:
    rows = [{"ticket_id": text, "opened_at": AT} for text in ("12.0", "13.0")]
    assert Desk(tickets=rows).tickets["ticket_id"].to_list() == ["12", "13"]
    rows[1]["ticket_id"] = "1.1"
    assert Desk(tickets=rows).tickets["ticket_id"].to_list() == ["12.0", "1.1"]


def test_mixed_ids_in_a_list_of_dicts_are_all_kept() -> None:
    rows = [{"ticket_id": value, "opened_at": AT} for value in (1, "A2", 3.0)]
    assert Desk(tickets=rows).tickets["ticket_id"].to_list() == ["1", "A2", "3"]


def test_missing_values_become_null_and_are_counted() -> None:
    rows = [
        ticket(team="?", site="", priority="  ", category="nan", requester="N/A"),
        {"ticket_id": "2", "opened_at": AT, "team": "a", "category": "NULL", "requester": "None"},
    ]
    desk = Desk(tickets=rows, missing=["N/A"])
    assert desk.tickets.sort("ticket_id").select(
        "team", "site", "priority", "category", "requester"
    ).rows() == [
        (None, None, None, "nan", None),
        ("a", None, None, "NULL", "None"),
    ]
    assert [(count.where, count.reason, count.rows) for count in desk.counts] == [
        ("tickets", "values read as missing (?, N/A)", 2)
    ]
    assert desk.problems.height == 0


def test_missing_codes_hold_for_numbers_and_may_be_stated_for_one_column() -> None:
    desk = survey({"csat": 99, "nps": 9, "effort": 99.0}, missing={"csat": [99]})
    assert desk.surveys.select("csat", "nps", "effort").rows() == [(None, 9.0, 99.0)]


def test_nan_is_null_in_every_column() -> None:
    frame = pl.DataFrame(
        {"ticket_id": ["1"], "opened_at": [AT], "handle_minutes": [math.nan], "own": [math.nan]}
    )
    assert Desk(tickets=frame).tickets.select("handle_minutes", "own").rows() == [(None, None)]


def test_values_are_mapped_and_what_no_list_names_is_kept_and_counted() -> None:
    rows = [ticket(priority="1 - Critical"), {"ticket_id": "2", "opened_at": AT, "priority": "urgent"}]
    events = [
        {"ticket_id": "1", "at": AT, "kind": "priority", "value": "1 - Critical"},
        {"ticket_id": "1", "at": AT, "kind": "note", "value": "1 - Critical"},
    ]
    desk = Desk(tickets=rows, events=events, values={"priority": {"1 - Critical": "P1"}})
    assert desk.tickets["priority"].to_list() == ["P1", "urgent"]
    assert desk.events["value"].to_list() == ["P1", "1 - Critical"]
    assert desk.problems.select("id", "column", "value", "action").rows() == [
        ("2", "priority", "urgent", "kept")
    ]


def test_values_turn_words_into_numbers_before_they_are_read() -> None:
    desk = survey(
        {"csat": "Very happy"}, {"csat": 2.0}, values={"surveys": {"csat": {"Very happy": 5, 2: 1}}}
    )
    assert desk.surveys["csat"].to_list() == [5.0, 1.0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", True),
        ("YES", True),
        ("1", True),
        (1, True),
        (1.0, True),
        (True, True),
        ("no", False),
        (0, False),
        ("F", False),
    ],
)
def test_flags_are_read_in_their_usual_spellings(value: object, expected: object) -> None:
    assert Desk(tickets=[ticket(resolved_first_contact=value)]).tickets[
        "resolved_first_contact"
    ].to_list() == [expected]


def test_what_is_no_flag_is_nulled_and_listed() -> None:
    desk = Desk(tickets=[ticket(resolved_first_contact="maybe")])
    assert desk.tickets["resolved_first_contact"].to_list() == [None]
    assert desk.problems.select("value", "reason", "action").row(0) == (
        "maybe",
        "is neither true nor false",
        "nulled",
    )


@pytest.mark.parametrize(
    ("column", "value", "expected", "reason"),
    [
        ("reopen_count", "2", 2, None),
        ("reopen_count", "2.0", 2, None),
        ("reopen_count", 2.0, 2, None),
        ("reopen_count", "2.5", None, "is not a whole number"),
        ("reopen_count", "two", None, "is not a number"),
        ("reopen_count", -1, None, "lies outside its range"),
        ("reopen_count", math.inf, None, "is not a number"),
        ("reopen_count", "9" * 30, None, "is not a whole number"),
        ("handle_minutes", "4,5", None, "is not a number"),
        ("handle_minutes", "4.5", 4.5, None),
        ("handle_minutes", "inf", None, "is not a number"),
        ("handle_minutes", "nan", None, "is not a number"),
        ("cost", "12.30", Decimal("12.30"), None),
        ("cost", 0.1, Decimal("0.1"), None),
        ("cost", "EUR 3", None, "is not a number"),
        ("cost", "0.1234567", Decimal("0.123457"), "has more than six decimals and is rounded"),
    ],
)
def test_numbers_are_read_or_nulled_and_listed(
    column: str, value: object, expected: object, reason: str | None
) -> None:
    desk = Desk(tickets=[ticket(**{column: value})])
    assert desk.tickets[column].to_list() == [expected]
    assert desk.problems["reason"].to_list() == ([] if reason is None else [reason])


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("nps", 11, False),
        ("nps", -1, False),
        ("nps", 0, True),
        ("happiness", 10, True),
        ("csat", 7, True),
        ("effort", 9, True),
    ],
)
def test_answers_outside_a_scale_fixed_by_definition_are_nulled(
    column: str, value: object, kept: bool
) -> None:
    desk = survey({column: value})
    assert desk.surveys[column].to_list() == [float(value) if kept else None]
    assert desk.problems.height == (0 if kept else 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Yes", "yes"), ("PARTLY", "partly"), (True, "yes"), ("false", "no"), ("sort of", None)],
)
def test_words_of_a_closed_list_are_compared_without_case(value: object, expected: object) -> None:
    desk = survey({"solved": value})
    assert desk.surveys["solved"].to_list() == [expected]
    assert desk.problems.height == (expected is None)


def test_statuses_of_tickets_that_are_not_canonical_are_kept_and_counted() -> None:
    rows = [ticket(status="On Hold"), {"ticket_id": "2", "opened_at": AT, "status": "Parked"}]
    desk = Desk(tickets=rows)
    assert desk.tickets["status"].to_list() == ["on-hold", "Parked"]
    assert desk.problems.select("value", "action").rows() == [("Parked", "kept")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["speed", "skill"], ["speed", "skill"]),
        ("speed; skill", ["speed", "skill"]),
        ('["a;b"]', ["a;b"]),
        ("[odd", ["[odd"]),
        (None, None),
    ],
)
def test_factors_are_a_list(value: object, expected: object) -> None:
    desk = survey({"factors": value, "csat": 1})
    assert desk.surveys["factors"].to_list() == [expected]
    assert desk.surveys.schema["factors"] == pl.List(pl.String)


def test_free_text_is_kept_letter_by_letter() -> None:
    assert survey({"comment": "  thanks\n"}).surveys["comment"].to_list() == ["  thanks\n"]


def test_a_nested_column_where_text_is_expected_is_refused() -> None:
    with pytest.raises(
        DataError, match=r"tickets: column 'priority' is expected to hold plain values; got 'List"
    ):
        Desk(tickets=[ticket(priority=["P1"])])


@pytest.mark.parametrize(
    "keywords",
    [
        {"values": {"prioritty": {"1": "P1"}}},
        {"missing": {"prioritty": ["x"]}},
        {"datetime_format": {"prioritty": "%Y"}},
    ],
)
def test_a_keyword_that_speaks_of_no_column_is_refused(keywords: dict[str, object]) -> None:
    with pytest.raises(DataError, match="'prioritty' is a column of no table. Hint: did you mean 'priority'"):
        Desk(tickets=[ticket()], **keywords)


def test_two_columns_may_exchange_their_names() -> None:
    rows = [{"opened_at": "1", "ticket_id": AT}]
    desk = Desk(tickets=rows, columns={"opened_at": "ticket_id", "ticket_id": "opened_at"})
    assert desk.tickets["ticket_id"].to_list() == ["1"]


@pytest.mark.parametrize("keyword", ["columns", "values"])
def test_keywords_of_the_wrong_shape_are_refused(keyword: str) -> None:
    with pytest.raises(DataError, match=f"{keyword}: a mapping is expected; got 'list'"):
        Desk(tickets=[ticket()], **{keyword: ["a"]})
