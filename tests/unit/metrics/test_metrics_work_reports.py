from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from scipy import stats as oracle

import xlakit as xk
from xlakit.errors import DataError
from xlakit.metrics.analysis.approaches import approach_report
from xlakit.metrics.analysis.experience_link import ax_ux_link
from xlakit.metrics.analysis.support_models import support_model_report
from xlakit.metrics.analysis.trends import cost_volume_scissors, trend

DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def ticket(name: str, hours: float = 1, day: int = 0, **further: Any) -> dict[str, Any]:
    opened = DAY + timedelta(days=day)
    return {
        "ticket_id": name,
        "opened_at": opened,
        "resolved_at": opened + timedelta(hours=hours),
        "requester": name,
        **further,
    }


def test_approaches_are_shown_in_the_order_of_the_table_with_what_is_expected() -> None:
    report = approach_report(xk.Desk(tickets=[ticket("1")]))
    assert report.select("approach", "expected_speed", "expected_quality", "expected_experience").rows() == [
        ("QUICK_FIX", "fast", "low", "short-term +, long-term −"),
        ("THOROUGH", "slower", "high", "short-term slower, long-term +"),
        ("ESCALATE_IMMEDIATELY", "medium", "variable", "feels dismissed"),
        ("GUIDED", "slower", "high", "user empowered"),
        ("UNCLASSIFIED", None, None, None),
    ]
    assert report["tickets"].to_list() == [1, 0, 0, 0, 0]


def test_short_and_long_term_are_kept_apart() -> None:
    tickets = [ticket(f"q{number}", 1, requester=f"u{number}", reopen_count=0) for number in range(12)]
    tickets += [
        ticket(f"s{number}", 50, requester=f"v{number}", reopen_count=number % 2) for number in range(30)
    ]
    tickets += [ticket(f"r{number}", 50, day=45, requester=f"u{number}") for number in range(6)]
    surveys = [
        {"ticket_id": f"q{number}", "csat": 5, "answered_at": DAY + timedelta(days=1)} for number in range(12)
    ]
    surveys += [
        {"ticket_id": f"q{number}", "csat": 1, "answered_at": DAY + timedelta(days=50)}
        for number in range(12)
    ]
    surveys += [
        {"ticket_id": f"s{number}", "csat": 4, "answered_at": DAY + timedelta(days=3)} for number in range(14)
    ]
    desk = xk.Desk(tickets=tickets, surveys=surveys)
    rows = {row["approach"]: row for row in approach_report(desk, as_of=DAY + timedelta(days=200)).to_dicts()}
    quick, slow = rows["QUICK_FIX"], rows["UNCLASSIFIED"]
    assert (quick["tickets"], quick["quality"], quick["csat_at_close"], quick["csat_later"]) == (
        12,
        1.0,
        1.0,
        0.0,
    )
    assert (quick["repeat_later"], quick["repeat_later_n"]) == (0.5, 12)
    assert quick["speed_percentile"] == pytest.approx(6 / 48, abs=1e-3)
    assert slow["quality"] == pytest.approx(0.5)
    assert (slow["csat_at_close"], slow["csat_at_close_n"], slow["withheld"]) == (1.0, 14, [])


def test_support_models_are_measured_beside_what_is_expected() -> None:
    tickets = [
        ticket(
            f"{model}{number}",
            requester=f"u{number % 2}",
            agent=agent,
            support_model=model,
            reassignment_count=number % 2,
        )
        for model, agents in {"dedicated": "aaaa", "AI routed": "abab", "elsewhere": "aaaa"}.items()
        for number, agent in enumerate(agents)
    ]
    events = [
        {"ticket_id": f"AI routed{number}", "at": DAY, "kind": "assigned", "value": "L1", "seq": 1}
        for number in range(4)
    ] + [
        {
            "ticket_id": "AI routed0",
            "at": DAY + timedelta(minutes=5),
            "kind": "assigned",
            "value": "L2",
            "seq": 2,
        }
    ]
    report = support_model_report(xk.Desk(tickets=tickets, events=events))
    assert report["model"].to_list() == ["GENERALIZED_L1", "SPECIALIZED", "DEDICATED", "AI_ROUTED"]
    assert report["tickets"].to_list() == [0, 0, 4, 4]
    assert report["throughput_per_agent"].to_list() == [None, None, 4.0, 2.0]
    assert report["continuity"].to_list() == [None, None, 1.0, 1.0]
    assert report["routing_accuracy"].to_list() == [None, None, None, 0.75]
    assert report["bounces"].to_list() == [None, None, 0.5, 0.5]
    assert report["csat"].null_count() == 4


def test_satisfaction_of_few_is_withheld_in_the_report() -> None:
    tickets = [ticket(str(number), support_model="dedicated") for number in range(4)]
    surveys = [{"ticket_id": str(number), "csat": 1} for number in range(4)]
    row = support_model_report(xk.Desk(tickets=tickets, surveys=surveys)).row(2, named=True)
    assert (row["csat"], row["csat_n"], row["withheld"]) == (None, None, ["csat"])


def test_a_trend_is_that_of_an_ordinary_regression() -> None:
    draw = np.random.default_rng(3)
    values = (5 + 2 * np.arange(9) + draw.normal(size=9)).tolist()
    found, line = trend(values), oracle.linregress(np.arange(9), values)
    half = oracle.t.ppf(0.975, 7) * line.stderr
    assert (found.slope, found.low, found.high) == pytest.approx(
        (line.slope, line.slope - half, line.slope + half)
    )
    assert trend([]).slope is None
    with pytest.raises(DataError, match="finite"):
        trend([1, float("nan")])


def month_desk(**tables: Any) -> xk.Desk:
    """10, 20, 30 and 40 tickets in four months, at 400, 300, 200 and 100 in all, and a month just begun."""
    tickets = [
        {
            "ticket_id": f"{month}-{number}",
            "opened_at": datetime(2026, month, 2, tzinfo=UTC),
            "resolved_at": datetime(2026, month, 3, tzinfo=UTC),
            "cost": str(100 * (5 - month) / (10 * month)) if number else None,
        }
        for month in (1, 2, 3, 4)
        for number in range(10 * month)
    ]
    tickets.append(
        {"ticket_id": "new", "opened_at": datetime(2026, 5, 2, tzinfo=UTC), "resolved_at": None, "cost": None}
    )
    return xk.Desk(tickets=tickets, **tables)


def test_scissors_open_where_volume_rises_and_cost_falls() -> None:
    invoices = [
        {
            "window_start": datetime(2026, month, 1, tzinfo=UTC),
            "amount": str(100 * (5 - month)),
            "currency": "EUR",
        }
        for month in (1, 2, 3, 4)
    ]
    found = cost_volume_scissors(month_desk(invoices=invoices), cost="invoices").rows_by_key(
        "series", named=True, unique=True
    )
    assert (found["volume"]["periods"], found["volume"]["mean"], found["volume"]["slope"]) == (4, 25.0, 10.0)
    assert (found["cost"]["mean"], found["cost"]["slope"]) == (250.0, -100.0)
    assert found["scissors"]["relative_slope"] == pytest.approx(0.4 + 0.4)
    assert found["scissors"]["slope"] is None
    by_ticket = cost_volume_scissors(month_desk()).rows_by_key("series", named=True, unique=True)
    assert by_ticket["cost"]["slope"] < 0 < by_ticket["volume"]["slope"]


def test_invoices_that_are_missing_or_mixed_are_refused() -> None:
    with pytest.raises(DataError, match="no invoices"):
        cost_volume_scissors(month_desk(), cost="invoices")
    mixed = [
        {"window_start": datetime(2026, 1, day, tzinfo=UTC), "amount": "1", "currency": name}
        for day, name in ((1, "EUR"), (2, "USD"))
    ]
    with pytest.raises(DataError, match="several currencies"):
        cost_volume_scissors(month_desk(invoices=mixed), cost="invoices")


def teams(count: int, analysts: int = 10) -> xk.Desk:
    tickets, surveys, staff = [], [], []
    for team in range(count):
        for number in range(20):
            name = f"{team}-{number}"
            tickets.append(ticket(name, team=f"team {team}"))
            surveys.append({"ticket_id": name, "csat": 5 if number < 5 + 3 * team - team % 2 else 1})
        staff += [
            {"agent": f"{team}-{number}", "period": "2026-01", "team": f"team {team}", "experience": 3 + team}
            for number in range(analysts)
        ]
    return xk.Desk(tickets=tickets, surveys=surveys, staff=staff)


def test_the_link_of_experiences_is_a_correlation_over_teams() -> None:
    link = ax_ux_link(teams(5))
    ours, theirs = link.teams["analyst_experience"].to_list(), link.teams["user_experience"].to_list()
    assert ours == [3.0, 4.0, 5.0, 6.0, 7.0]
    assert theirs == [0.25, 0.35, 0.55, 0.65, 0.85]
    known = oracle.pearsonr(ours, theirs)
    interval = known.confidence_interval(0.95)
    found = link.correlation
    assert (found.value, found.low, found.high) == pytest.approx(
        (known.statistic, interval.low, interval.high)
    )
    assert (found.count, link.withheld) == (5, 0)


def test_the_link_is_not_known_from_few_teams_or_few_people() -> None:
    assert ax_ux_link(teams(2)).correlation.value is None
    few = ax_ux_link(teams(5, analysts=4))
    assert (few.correlation.value, few.teams.height, few.withheld) == (None, 0, 5)
