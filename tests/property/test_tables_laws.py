"""Laws of the door, over damaged rows: nothing vanishes, order does not matter, nothing is read twice differently."""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from xlakit.errors import DataError
from xlakit.model.records import Ticket
from xlakit.tables import Desk
from xlakit.tables.patterns import pattern_of
from xlakit.tables.times import parsed

if TYPE_CHECKING:
    import pytest

BASE = datetime(2026, 3, 1, tzinfo=UTC)
instants = st.integers(0, 10_000).map(lambda minutes: (BASE + timedelta(minutes=minutes)).isoformat())
damage = st.sampled_from([None, "", "?", "   ", "soon", "2026-02-30T00:00Z", "12:00", "nan"])
times = st.one_of(instants, instants, instants, damage)
ids = st.sampled_from(["1", "2", "3", "4", " 5", None, "?", ""])
numbers = st.one_of(st.integers(-1, 12), st.sampled_from([None, "7", "7.0", "7.5", "many", "inf", "?"]))
tickets = st.lists(
    st.fixed_dictionaries(
        {"ticket_id": ids, "opened_at": times, "resolved_at": times, "reopen_count": numbers, "own": numbers}
    ),
    max_size=8,
)
events = st.lists(
    st.fixed_dictionaries(
        {
            "ticket_id": ids,
            "at": times,
            "kind": st.sampled_from(["reply", "STATUS", "shouted", None]),
            "value": st.sampled_from(["open", "On Hold", "Parked", None]),
            "public": st.sampled_from([True, "yes", "perhaps", None]),
        }
    ),
    max_size=8,
)
surveys = st.lists(
    st.fixed_dictionaries({"ticket_id": ids, "nps": numbers, "csat": numbers, "answered_at": times}),
    max_size=6,
)
SORTED_PROBLEMS = ["table", "id", "column", "value", "reason", "action"]


def aside(desk: Desk, table: str) -> pl.DataFrame:
    return desk.problems.filter(pl.col("table") == table, pl.col("action") == "set_aside")


@settings(max_examples=50, deadline=None)
@given(tickets, events, surveys)
def test_rows_in_are_rows_in_the_desk_and_rows_set_aside(
    rows: list[dict[str, object]], happened: list[dict[str, object]], answers: list[dict[str, object]]
) -> None:
    desk = Desk(tickets=rows, events=happened, surveys=answers)
    for name, source in (("tickets", rows), ("events", happened), ("surveys", answers)):
        lost = aside(desk, name)
        assert getattr(desk, name).height + lost.height == len(source)
        assert lost["row"].n_unique() == lost.height


@settings(max_examples=35, deadline=None)
@given(tickets, events, surveys)
def test_counts_are_the_rows_of_problems(
    rows: list[dict[str, object]], happened: list[dict[str, object]], answers: list[dict[str, object]]
) -> None:
    desk = Desk(tickets=rows, events=happened, surveys=answers)
    counted = sum(
        count.rows for count in desk.counts if not count.reason.startswith("values read as missing")
    )
    assert counted == desk.problems.height


@settings(max_examples=35, deadline=None)
@given(tickets, events, surveys, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    rows: list[dict[str, object]],
    happened: list[dict[str, object]],
    answers: list[dict[str, object]],
    chance: random.Random,
) -> None:
    def mixed(items: list[dict[str, object]]) -> list[dict[str, object]]:
        return random.Random(chance.random()).sample(items, len(items))  # noqa: S311 - order, no secret

    desk = Desk(tickets=rows, events=happened, surveys=answers)
    other = Desk(tickets=mixed(rows), events=mixed(happened), surveys=mixed(answers))
    for name in ("tickets", "events", "surveys"):
        assert_frame_equal(getattr(desk, name), getattr(other, name), check_row_order=False)
    assert_frame_equal(
        desk.problems.select(SORTED_PROBLEMS), other.problems.select(SORTED_PROBLEMS), check_row_order=False
    )
    assert desk.data_until == other.data_until


@settings(max_examples=35, deadline=None)
@given(tickets, events, surveys)
def test_reading_the_tables_of_a_desk_again_changes_nothing(
    rows: list[dict[str, object]], happened: list[dict[str, object]], answers: list[dict[str, object]]
) -> None:
    desk = Desk(tickets=rows, events=happened, surveys=answers)
    again = Desk(tickets=desk.tickets, events=desk.events, surveys=desk.surveys)
    for name in ("tickets", "events", "surveys"):
        assert_frame_equal(getattr(desk, name), getattr(again, name))
    assert set(again.problems["action"]) <= {"kept"}


@settings(max_examples=35, deadline=None)
@given(tickets)
def test_no_cell_of_a_kept_row_is_emptied_without_a_note(rows: list[dict[str, object]]) -> None:
    desk = Desk(tickets=rows)
    noted = set(desk.problems.filter(pl.col("action") != "kept").select("row", "column").rows())
    gone = set(aside(desk, "tickets")["row"])
    kept = [place for place in range(len(rows)) if place not in gone]
    empty = {None, "", "?", "   "}
    for place, row in zip(kept, desk.tickets.iter_rows(named=True), strict=True):
        for name, value in row.items():
            if value is None:
                assert rows[place][name] in empty or (place, name) in noted


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Ticket, ticket_id=st.uuids().map(str), opened_at=moments, team=st.none() | st.text(max_size=3)
        )
    )
)
def test_models_and_dicts_and_frames_give_the_same_desk(records: list[Ticket]) -> None:
    dicts = [record.model_dump(include={"ticket_id", "opened_at", "team"}) for record in records]
    expected = Desk(tickets=dicts)
    for source in (records, pl.DataFrame(dicts, schema_overrides={"team": pl.String}) if dicts else records):
        assert_frame_equal(Desk(tickets=source).tickets, expected.tickets, check_column_order=False)


FORMS = [
    "%d/%m/%Y %H:%M",
    "%m/%d/%y %I:%M %p",
    "%Y%m%d %H%M%S",
    "%d %b %Y %H:%M:%S.%f",
    "%A %d %B %Y",
    "%Y-%m-%d %H:%M:%S %z",
]


@settings(max_examples=80, deadline=None)
@given(moments, st.sampled_from(FORMS))
def test_patterns_read_what_python_writes_with_them(moment: datetime, form: str) -> None:
    text = moment.strftime(form)
    meant = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is part of some forms only
    read = parsed(pl.Series([text]), pattern_of(form))[0]
    assert read.replace(tzinfo=None) == meant.replace(tzinfo=None)


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=25)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}( \d{1,2}:\d{2})?", fullmatch=True)
)
def test_any_text_as_a_time_is_read_or_nulled_or_refused_and_never_crashes(text: str) -> None:
    try:
        desk = Desk(tickets=[{"ticket_id": "1", "opened_at": text}], timezone="Europe/Berlin")
    except DataError:
        return
    assert desk.tickets.height + aside(desk, "tickets").height == 1


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=6) | st.sampled_from(
    ['"', '"a"', "\n"]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=6))
def test_a_csv_has_as_many_rows_as_its_records_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    body = "\n".join(",".join(row) for row in rows).rstrip("\n")
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(f"ticket_id,opened_at\n{body}\n".encode())
    try:
        desk = Desk(tickets=path, timezone="UTC")
    except DataError:
        return
    records = list(csv.reader(io.StringIO(body, newline="")))
    assert desk.tickets.height + aside(desk, "tickets").height == len(records)
