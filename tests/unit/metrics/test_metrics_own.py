from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import EntryPoint
from typing import Any

import polars as pl
import pytest

import xlakit as xk
from xlakit.errors import AgreementError, MeasureError
from xlakit.facts import build_facts
from xlakit.metrics import Plan, among, build, catalogue, count
from xlakit.metrics.families.observed import reopen_rate
from xlakit.metrics.installed import installed
from xlakit.metrics.own import Columns, metric
from xlakit.model import MetricRef
from xlakit.testing import metric_laws, random_facts


@metric(unit="share", direction="lower", source="our quality circle", follow_up=timedelta(days=7))
def came_back_often(tickets: Columns, times: int = 2) -> pl.Expr:
    """Tickets that were reopened again and again."""
    return tickets["reopens"] >= times


@metric(unit="score", direction="higher", low=1, high=5)
def warmth(answers: Columns) -> pl.Expr:
    """How warm users found it."""
    return answers["empathy"]


@metric(unit="points", direction="higher")
def fans(answers: Columns) -> pl.Expr:
    """Fans less critics."""
    return (answers["csat"] == 5).cast(pl.Int64) - (answers["csat"] <= 2).cast(pl.Int64)


@metric(unit="seconds", direction="lower", kind="efficiency")
def until_closed(tickets: Columns) -> pl.Expr:
    """Time from the opening to the closing."""
    return tickets["closed_at"] - tickets["opened_at"]


@metric(unit="money", direction="lower", kind="efficiency", statistic="total")
def spent(tickets: Columns) -> pl.Expr:
    """What tickets cost."""
    return tickets["cost"]


@metric(unit="ratio", direction="lower")
def reopens_per_move(tickets: Columns) -> tuple[pl.Expr, pl.Expr]:
    """Reopens for each reassignment."""
    return tickets["reopens"], tickets["bounces"]


@metric(unit="share", direction="higher", kind="efficiency")
def early(clock_cycles: Columns, used: Fraction = Fraction(1, 2)) -> pl.Expr:
    """Cycles that used little of their limit."""
    return clock_cycles["used"] <= float(used)


MADE = [came_back_often(times=1), warmth(), fans(), until_closed(), spent(), reopens_per_move(), early("fix")]


def desk() -> xk.Desk:
    return xk.Desk(
        tickets=[
            {
                "ticket_id": str(n),
                "opened_at": f"2026-0{3 + n // 10}-02T09:00Z",
                "resolved_at": f"2026-0{3 + n // 10}-02T10:00Z",
                "closed_at": f"2026-0{3 + n // 10}-02T11:00Z",
                "requester": f"u{n}",
                "team": "West" if n % 2 else "East",
                "cost": "12.34",
                "reopen_count": n % 4,
                "reassignment_count": 1,
            }
            for n in range(20)
        ]
        + [{"ticket_id": "last", "opened_at": "2026-06-01T00:00Z", "resolved_at": None}],
        surveys=[{"ticket_id": str(n), "csat": 5 if n < 15 else 2, "empathy": 3.5} for n in range(20)],
    )


def value(own: xk.metrics.Metric, **given: Any) -> Any:
    return xk.measure(own, desk(), **given)["value"].to_list()


def test_five_lines_give_a_figure_of_every_kind() -> None:
    assert value(came_back_often()) == [0.5]
    assert value(came_back_often(times=3)) == [0.25]
    assert value(warmth()) == [3.5]
    assert value(fans()) == [50.0]
    assert value(until_closed()) == [7200.0]
    assert value(spent()) == [pytest.approx(246.8)]
    assert value(reopens_per_move()) == [1.5]


def test_it_has_windows_segments_and_intervals() -> None:
    frame = xk.measure(came_back_often().by("team"), desk(), every="month")
    assert frame.filter(pl.col("value").is_not_null()).height == 4
    row = xk.measure(came_back_often(), desk()).row(0, named=True)
    assert row["low"] < row["value"] < row["high"]
    assert row["method"] == "wilson"
    assert value(came_back_often().where(team="West")) == [0.5]
    assert value(until_closed().percentile("50%", exact=True)) == [7200.0]
    assert value((came_back_often(times=1) - came_back_often(times=2)).named("once")) == [0.25]


def test_a_threshold_of_anonymity_holds_for_answers() -> None:
    few = xk.measure(
        warmth().where(team="West"), desk().__class__(tickets=desk().tickets, surveys=desk().surveys[:4])
    )
    assert few.select("value", "suppressed").row(0) == (None, True)


def test_it_knows_what_a_reader_must_know() -> None:
    own = came_back_often(times=3)
    assert own.name == "came_back_often(times=3)"
    assert came_back_often(2).name == "came_back_often"
    assert (own.title, own.unit, own.direction, own.kind) == (
        "tickets that were reopened again and again",
        "share",
        "lower",
        "experience",
    )
    assert (own.basis, warmth().basis) == ("observed", "user_reported")
    assert own.needs == "tickets.reopens"
    assert own.source == "our quality circle"
    assert (warmth().low, warmth().high) == (1, 5)
    assert own.follow_up == timedelta(days=7)
    text = came_back_often.__doc__ or ""
    for said in (
        "Lower is better",
        "Left out",
        "Reads ``reopens``",
        "Unit: share, in [0, 1]",
        "our quality circle",
    ):
        assert said in text


def test_an_agreement_writes_its_parameters() -> None:
    within = among([came_back_often, early])
    often = build(MetricRef(name="came_back_often", params={"times": "3"}), within=within)
    assert often.name == "came_back_often(times=3)"
    assert early.entry.required == {"clock"}
    written = build(MetricRef(name="early", params={"clock": "fix", "used": "25%"}), within=within)
    assert written.name == early("fix", used=Fraction(1, 4)).name == "early(clock=fix, used=25%)"
    assert written.clocks == {"fix"}
    with pytest.raises(MeasureError, match="no such parameter"):
        build(MetricRef(name="came_back_often", params={"time": "3"}), within=within)


@pytest.mark.parametrize("own", MADE, ids=lambda own: own.name)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_laws_hold_for_it(own: xk.metrics.Metric, seed: int) -> None:
    facts = random_facts(seed, domains={"cost": (Decimal("1.25"), Decimal(30))})
    metric_laws.order_of_rows(own, facts, seed)
    metric_laws.parts_add_up(own, facts, seed, 3)
    metric_laws.figures_in_range(own, facts)
    metric_laws.where_is_filtering(own, facts)
    metric_laws.segments_add_up(own, facts)


def test_its_cubes_add_up() -> None:
    facts = build_facts(desk())
    from dataclasses import replace
    from datetime import date

    from xlakit.model import windows

    plan = Plan("x", came_back_often(), windows("month", date(2026, 3, 1), date(2026, 5, 1), "UTC"))
    west = pl.col("team") == "West"
    parts = [replace(facts, tickets=facts.tickets.filter(mine)) for mine in (west, ~west, west.is_null())]
    total = count(parts[0], [plan]) + count(parts[1], [plan]) + count(parts[2], [plan])
    assert total == count(facts, [plan])


AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31}
objectives:
  - {name: for-good, metric: {name: came_back_often, times: 3}, expected: {at_most: 20%}, minimum: {at_most: 30%}}
"""


def test_it_is_judged_like_any_other() -> None:
    with pytest.raises(AgreementError, match="not a metric of the catalogue"):
        xk.load_agreement(AGREEMENT)
    agreement = xk.load_agreement(AGREEMENT, metrics=[came_back_often])
    card = xk.evaluate(agreement, desk(), by="team", metrics=[came_back_often])
    assert [item.outcome.value for item in card["for-good"]] == [
        "MET",
        "BELOW_EXPECTED",
        "NOT_MEASURED",
        "IN_PROGRESS",
    ]
    assert [item.estimate.value for item in card["for-good"]] == [0.2, 0.3, None, None]
    assert len(card.segments) >= 4
    cube = xk.cube(agreement, desk(), metrics=[came_back_often])
    assert sum(cell.total for key, cell in cube.cells.items() if not key.segment) == 5


def test_mistakes_are_named_where_the_metric_is_made() -> None:
    def frameless(ticket: Columns) -> pl.Expr:
        """A title."""
        return ticket["reopens"]

    def untitled(tickets: Columns) -> pl.Expr:
        return tickets["reopens"]

    def flagged(tickets: Columns, strict: bool = False) -> pl.Expr:
        """A title."""
        return tickets["reopens"] > strict

    def alone(tickets: Columns) -> pl.Expr:
        """A title."""
        return tickets["reopens"]

    for function, match in (
        (frameless, "did you mean 'tickets'"),
        (untitled, "has no docstring"),
        (flagged, "cannot be written"),
    ):
        with pytest.raises(MeasureError, match=match):
            metric(unit="share", direction="lower")(function)
    with pytest.raises(MeasureError, match="two expressions"):
        metric(unit="ratio", direction="lower")(alone)


class Fake:
    """An installed package."""

    def __init__(self, name: str) -> None:
        self.name = name


class Point(EntryPoint):
    """An entry point whose object is at hand."""

    def __init__(self, package: str, held: Any) -> None:
        super().__init__(name="theirs", value=f"{package}:held", group="xlakit.metrics")
        vars(self).update(dist=Fake(package), held=held)

    def load(self) -> Any:
        return vars(self)["held"]


def test_installed_packages_add_metrics_where_asked() -> None:
    found = installed([Point("acme", came_back_often), Point("beta", [warmth, fans.entry])])
    assert {"came_back_often", "warmth", "fans", "csat"} <= set(found)
    assert list(found) == sorted(found)
    assert "came_back_often" not in catalogue()
    assert set(installed()) == set(catalogue())


def test_a_name_claimed_twice_names_both_packages() -> None:
    with pytest.raises(MeasureError, match="warmth: is claimed by acme and beta"):
        installed([Point("beta", warmth), Point("acme", warmth)])
    ours = metric(unit="share", direction="lower", name="csat")(came_back_often._function)
    with pytest.raises(MeasureError, match="csat: is claimed by xlakit and acme"):
        installed([Point("acme", ours)])
    with pytest.raises(MeasureError, match="is no metric"):
        installed([Point("acme", reopen_rate)])
