"""The main job, end to end: made-up desks tell the story they were made for, and hand-counted figures come out."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import xlakit as xk

DATA = Path(__file__).parents[2] / "data"
STORIES = {"healthy": "HEALTHY", "watermelon": "CONFIRMED", "red": "RED", "inverse": "INVERSE"}


@cache
def data(story: str) -> Any:
    return xk.datasets.synthetic_desk(story, tickets=2000, seed=1)  # type: ignore[arg-type]


@cache
def card(story: str) -> xk.Scorecard:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    return xk.evaluate(agreement, xk.Desk(**data(story).tables()))


@pytest.mark.parametrize(("story", "shade"), STORIES.items())
def test_each_story_has_its_class_in_every_finished_month(story: str, shade: str) -> None:
    assert [item.shade for item in card(story).shades if not item.segment] == [shade] * 6


def test_a_healthy_desk_has_no_finding_of_the_whole_and_no_watermelon_team() -> None:
    assert [finding.code for finding in card("healthy").findings if finding.code == "XLA101"] == []


def test_the_watermelon_is_said_in_words_with_team_and_reason() -> None:
    text = str(card("watermelon"))
    first = text.splitlines()[0]
    assert "every service level was met in 6 of 6 months" in first
    assert "a watermelon (green outside, red inside); clearest in team Field West" in first
    assert "of resolved tickets were reopened" in first


def test_csat_of_a_month_is_what_counting_by_hand_gives() -> None:
    made = data("watermelon")
    zone = "Europe/Berlin"
    first = (
        made.events.filter((pl.col("kind") == "status") & (pl.col("value") == "resolved"))
        .group_by("ticket_id")
        .agg(resolved=pl.col("at").sort())
    )
    answers = (
        made.surveys.filter(pl.col("csat").is_not_null() & pl.col("answered_at").is_not_null())
        .join(first, on="ticket_id")
        .filter(pl.col("answered_at") <= made.until)
    )
    # every rated resolution of this story is the latest one before the invitation
    rated = answers.with_columns(
        at=pl.struct("resolved", "sent_at").map_elements(
            lambda row: max(
                [at for at in row["resolved"] if at <= row["sent_at"]], default=row["resolved"][0]
            ),
            return_dtype=pl.Datetime("us", "UTC"),
        )
    )
    march = rated.filter(pl.col("at").dt.convert_time_zone(zone).dt.month() == 3)
    satisfied = march.filter(pl.col("csat") >= 4)
    (mine,) = [item for item in card("watermelon")["happy-users"] if item.window.label == "2026-03"]
    assert (mine.estimate.numerator, mine.estimate.denominator) == (satisfied.height, march.height)


def test_the_scorecard_survives_json_and_is_the_same_again() -> None:
    mine = card("watermelon")
    assert xk.Scorecard.model_validate_json(mine.model_dump_json()) == mine
    again = xk.evaluate(
        xk.load_agreement(xk.datasets.example_agreement()),
        xk.Desk(
            **{
                name: frame.sample(fraction=1, shuffle=True, seed=3)
                for name, frame in data("watermelon").tables().items()
            }
        ),
    )
    assert again == mine


def test_what_was_known_then_is_what_is_judged_then() -> None:
    made, april = data("watermelon"), datetime(2026, 4, 2, tzinfo=UTC)
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    then = xk.evaluate(agreement, xk.Desk(**made.tables()), as_of=april)
    labels = {item.window.label: item.outcome.value == "IN_PROGRESS" for item in then["fast-fix"]}
    assert labels == {"2026-01": False, "2026-02": False, "2026-03": False, "2026-04": True}
    now = {item.window.label: item for item in card("watermelon")["fast-response"]}
    january = next(item for item in then["fast-response"] if item.window.label == "2026-01")
    assert january.estimate == now["2026-01"].estimate


def test_segments_can_be_chosen_and_rules_can_be_chosen() -> None:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    mine = xk.evaluate(agreement, xk.Desk(**data("watermelon").tables()), by="channel", rules=["XLA402"])
    assert {column for item in mine.segments for column, _ in item.segment} == {"channel"}
    assert [report.code for report in mine.rules] == ["XLA402"]


def test_no_survey_figure_below_the_threshold_leaves_the_scorecard() -> None:
    for item in (*card("watermelon").judgements, *card("watermelon").segments):
        if item.basis == "user_reported" and item.estimate.value is not None:
            assert item.estimate.count >= 10
        if item.suppressed:
            assert item.estimate == xk.Estimate.nothing()
            assert (item.margin, item.to_spare, item.response_rate, item.coverage) == (None, None, None, None)


def test_a_caller_can_ask_to_be_told_by_an_error() -> None:
    with pytest.raises(xk.MissedError, match="objectives were missed; got 'happy-users in 2026-01, "):
        card("watermelon").raise_for_breach()
    card("healthy").raise_for_breach()


def test_findings_on_answers_name_no_ticket() -> None:
    findings = card("watermelon").findings
    on_answers = [
        item for item in findings if item.code[:4] != "XLA4" or item.code in {"XLA409", "XLA415", "XLA417"}
    ]
    assert on_answers
    assert all(item.examples == () for item in on_answers)
    assert any(item.examples for item in findings if item not in on_answers)  # of operational records they do


def test_the_realistic_agreement_is_judged_whole() -> None:
    made = data("watermelon")
    tickets = made.tickets.with_columns(customer=pl.lit("contoso"), site=pl.lit("berlin"))
    agreement = xk.load_agreement(DATA / "agreements" / "realistic.yaml")
    mine = xk.evaluate(agreement, xk.Desk(tickets=tickets, events=made.events, surveys=made.surveys))
    assert {item.objective for item in mine.judgements} == {
        "response",
        "restore/P1",
        "restore/P2",
        "erp-up",
        "happy-users",
    }
    assert {item.outcome.value for item in mine["erp-up"]} == {"NOT_MEASURED", "IN_PROGRESS"}
    assert mine.not_evaluated == ()
    assert any("no levels are agreed for priority P3" in doubt.reason for doubt in mine.problems)


def test_the_public_log_is_judged_month_by_month() -> None:
    desk = xk.load_desk(
        log=DATA / "uci_incident_event_log.csv.gz",
        mapping="servicenow",
        timezone="UTC",
        datetime_format="%d/%m/%Y %H:%M",
    )
    agreement = xk.load_agreement(
        """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: incident-desk}
term: {start: 2016-03-01, end: 2016-05-31, timezone: UTC}
priorities: {P1: ["1 - Critical"], P2: ["2 - High"], P3: ["3 - Moderate"], P4: ["4 - Low"]}
clocks:
  response: {stop: {status_not: new}, within: {P1: 30m, P2: 1h, P3: 4h, P4: 8h}}
objectives:
  - {name: response, each: priority, metric: {name: within, clock: response}, expected: {at_least: 70%}}
  - {name: done, metric: reopen_rate, expected: {at_most: 5%}}
"""
    )
    mine = xk.evaluate(agreement, desk)
    assert {item.window.label for item in mine.judgements} == {"2016-03", "2016-04", "2016-05"}
    # by hand, from the raw rows: P1 incidents whose first status other than New came in March, within 30 minutes
    log = pl.read_csv(DATA / "uci_incident_event_log.csv.gz", infer_schema=False).with_columns(
        pl.col("opened_at", "sys_updated_at").str.to_datetime("%d/%m/%Y %H:%M")
    )
    priorities = (
        log.sort("sys_updated_at", pl.col("sys_mod_count").cast(pl.Int64))
        .group_by("number")
        .agg(pl.col("priority").first(), pl.col("opened_at").last())
    )
    left = (
        log.filter(pl.col("incident_state") != "New")
        .group_by("number")
        .agg(pl.col("sys_updated_at").min().alias("left"))
        .join(priorities, on="number")
        .filter(pl.col("priority") == "1 - Critical")
        .with_columns(minutes=(pl.col("left") - pl.col("opened_at")).dt.total_minutes())
    )
    kept = left.filter(
        (pl.col("minutes") <= 30) & (pl.col("left").dt.month() == 3) & (pl.col("left").dt.year() == 2016)
    )
    (march,) = [
        item
        for item in mine["response"]
        if item.objective == "response/P1" and item.window.label == "2016-03"
    ]
    assert march.estimate.numerator == pytest.approx(kept.height, abs=3)
