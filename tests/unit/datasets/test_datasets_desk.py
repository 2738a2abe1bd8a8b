from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import selectors as cs
from polars.testing import assert_frame_equal

from xlakit.datasets import STORIES, DeskData, synthetic_desk
from xlakit.errors import DataError
from xlakit.model.records import RECORDS, STATUSES

TABLES = ("tickets", "events", "surveys")


@pytest.fixture(scope="module", params=STORIES)
def desk(request: pytest.FixtureRequest) -> DeskData:
    return synthetic_desk(request.param, tickets=1_500, seed=3, months=5)


@settings(max_examples=25, deadline=None)
@given(
    story=st.sampled_from(STORIES),
    tickets=st.integers(1, 60),
    seed=st.integers(0, 2**40),
    months=st.integers(1, 14),
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_any_desk_has_sound_tables(story: str, tickets: int, seed: int, months: int, start: date) -> None:
    sound(synthetic_desk(story, tickets=tickets, seed=seed, months=months, start=start), tickets)


def test_a_whole_desk_has_sound_tables(desk: DeskData) -> None:
    sound(desk, 1_500)


def sound(data: DeskData, count: int) -> None:
    tickets, events, surveys = (data.tables()[name] for name in TABLES)
    assert tickets["ticket_id"].n_unique() == tickets.height == count
    known = set(tickets["ticket_id"])
    assert set(events["ticket_id"]) == known
    assert set(surveys["ticket_id"]) <= known
    assert surveys["ticket_id"].n_unique() == surveys.height
    for earlier, later in (
        ("opened_at", "first_response_at"),
        ("first_response_at", "resolved_at"),
        ("resolved_at", "closed_at"),
    ):
        assert (tickets[earlier] <= tickets[later]).fill_null(value=True).all()
    assert (surveys["sent_at"] < surveys["answered_at"]).fill_null(value=True).all()
    opened = events.join(tickets.select("ticket_id", "opened_at"), on="ticket_id")
    assert (opened["at"] >= opened["opened_at"]).all()
    assert events["at"].is_sorted()
    for frame in (tickets, events, surveys):
        times = frame.select(cs.datetime()).drop("promised_at", strict=False)
        assert all(latest is None or latest <= data.until for latest in times.max().row(0))
    assert events["seq"].to_list() == list(range(1, events.height + 1))
    assert set(events.filter(pl.col("kind") == "status")["value"]) <= set(STATUSES)
    merged = tickets.drop_nulls("merged_into")
    assert set(merged["merged_into"]) <= known
    assert (merged["merged_into"] < merged["ticket_id"]).all()


def test_columns_are_the_canonical_ones_in_their_order(desk: DeskData) -> None:
    for name, frame in desk.tables().items():
        canonical = list(RECORDS[name].model_fields)
        assert frame.columns == [column for column in canonical if column in frame.columns]
    assert desk.tickets.columns == list(RECORDS["tickets"].model_fields)
    assert desk.events.columns == list(RECORDS["events"].model_fields)
    assert desk.tickets.schema["opened_at"] == pl.Datetime("us", "UTC")
    assert desk.surveys.schema["csat"] == pl.Float64()
    assert desk.surveys.schema["factors"] == pl.List(pl.String())


def test_every_row_is_a_valid_record(desk: DeskData) -> None:
    for name, frame in desk.tables().items():
        for row in frame.head(150).iter_rows(named=True):
            assert RECORDS[name].model_validate(row)


def test_columns_and_events_tell_the_same(desk: DeskData) -> None:
    status = desk.events.filter(pl.col("kind") == "status")
    told = status.group_by("ticket_id", maintain_order=True).agg(
        pl.col("value").last(),
        pl.col("at").filter(pl.col("value") == "resolved").last(),
        back=((pl.col("value") == "open") & (pl.col("role") == "requester")).sum(),
    )
    both = desk.tickets.join(told, on="ticket_id", how="left")
    assert both["value"].fill_null("new").to_list() == both["status"].to_list()
    assert both["back"].fill_null(0).to_list() == both["reopen_count"].to_list()
    done = both.filter(pl.col("status").is_in(["resolved", "closed"]))
    assert done["at"].to_list() == done["resolved_at"].to_list()
    assert set(both.filter(pl.col("resolved_at").is_null())["status"]) <= set(STATUSES) - {
        "resolved",
        "closed",
    }
    assigned = desk.events.filter(pl.col("kind") == "assigned")
    teams = assigned.group_by("ticket_id", maintain_order=True).agg(pl.len(), pl.col("value").last())
    both = desk.tickets.join(teams, on="ticket_id")
    assert (both["len"] - 1).to_list() == both["reassignment_count"].to_list()
    assert both["value"].to_list() == both["team"].to_list()
    answers = desk.events.filter((pl.col("kind") == "reply") & (pl.col("role") == "agent"))
    first = answers.group_by("ticket_id").agg(pl.col("at").min())
    both = desk.tickets.join(first, on="ticket_id", how="left")
    assert both["at"].eq_missing(both["first_response_at"]).all()


def test_a_desk_has_the_variety_of_a_real_one(desk: DeskData) -> None:
    assert set(desk.tickets["priority"]) == {"P1", "P2", "P3", "P4"}
    assert desk.tickets["team"].n_unique() == 7
    assert set(desk.tickets["kind"]) == {"incident", "request"}
    assert desk.tickets["merged_into"].count() > 0
    assert {"cancelled", "closed"} <= set(desk.tickets["status"])
    if desk.story == "red":
        assert {"resolved", "open"} <= set(desk.tickets["status"])
    assert desk.tickets.group_by("requester").len()["len"].max() > 5
    assert {"opened", "reply", "note", "status", "assigned", "asked"} <= set(desk.events["kind"])
    assert {"pending", "on-hold"} <= set(desk.events["value"])
    assert set(desk.events["role"]) == {"agent", "requester", "bot", "system"}
    hour = desk.tickets["opened_at"].dt.convert_time_zone("Europe/Berlin").dt.hour()
    night = ((hour < 6) | (hour >= 20)).mean()
    assert 0 < night < 0.1


def test_surveys_are_answered_by_some_and_in_parts(desk: DeskData) -> None:
    answered = desk.surveys.filter(pl.col("answered_at").is_not_null())
    assert 0.3 < answered.height / desk.surveys.height < 0.6
    assert answered["csat"].null_count() == 0
    for column in ("nps", "effort", "happiness", "lost_minutes", "solved", "comment"):
        assert 0 < answered[column].null_count() < answered.height
        assert desk.surveys.filter(pl.col("answered_at").is_null())[column].count() == 0
    assert answered["csat"].is_between(1, 5).all()
    assert answered["effort"].drop_nulls().is_between(1, 7).all()
    assert set(desk.surveys["disposition"]) == {"complete", "partial", "no_reply", "refused", "undeliverable"}


def test_the_same_seed_gives_the_same_desk_and_another_seed_another_one() -> None:
    one, same, other = (synthetic_desk("watermelon", tickets=300, seed=seed) for seed in (5, 5, 6))
    for name in TABLES:
        assert_frame_equal(one.tables()[name], same.tables()[name])
    assert not one.tickets.equals(other.tickets)
    assert not one.tickets.equals(synthetic_desk("red", tickets=300, seed=5).tickets)


def test_tickets_are_opened_in_the_months_asked_for() -> None:
    data = synthetic_desk(tickets=400, start=date(2026, 3, 1), months=1)
    opened = data.tickets["opened_at"]
    assert opened.min() >= datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert (opened < datetime(2026, 3, 31, 22, tzinfo=UTC)).mean() > 0.98


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"story": "helthy"}, "did you mean 'healthy'"),
        ({"tickets": 0}, r"synthetic_desk.tickets: must be at least 1; got '0'"),
        ({"months": 0}, r"synthetic_desk.months: must be at least 1"),
        ({"seed": -1}, r"synthetic_desk.seed: must be at least 0"),
    ],
)
def test_impossible_desks_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        synthetic_desk(**wrong)
