from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

import xlakit as xk
from xlakit import metrics as m
from xlakit.facts import build_facts
from xlakit.facts.signals import SIGNALS, SignalSources
from xlakit.model import windows

MARCH = windows("month", date(2026, 1, 1), date(2026, 3, 31), "Europe/Berlin")


def crossed(desk: xk.Desk, agreement: xk.Agreement, segments: tuple[str, ...] = ("team",)) -> Any:
    signal = SIGNALS["crossed"]
    facts = build_facts(desk, agreement, as_of=datetime(2026, 12, 1, tzinfo=UTC), needed=signal.needed)
    return signal.make(SignalSources(desk, agreement, facts, MARCH, segments))


def story() -> tuple[xk.Desk, xk.Agreement]:
    desk = xk.Desk(**xk.datasets.synthetic_desk(tickets=600, months=3).tables())
    return desk, xk.load_agreement(xk.datasets.example_agreement())


def test_its_strata_add_up_to_the_metrics_of_the_catalogue() -> None:
    desk, agreement = story()
    rows = pl.DataFrame([dict(row) | {"window": row["window"].label} for row in crossed(desk, agreement)])
    whole = rows.filter(by="priority").group_by("figure", "window", "group").agg(pl.col("met", "count").sum())
    metrics = {
        "clock:response": m.within("response"),
        "clock:resolution": m.within("resolution"),
        "csat": m.csat(),
    }
    measured = xk.measure(
        [metric.by("team") for metric in metrics.values()],
        desk,
        every="month",
        timezone="Europe/Berlin",
        as_of=datetime(2026, 12, 1, tzinfo=UTC),
        agreement=agreement,
    )
    for figure, metric in metrics.items():
        counted = {
            (row["window_start"].strftime("%Y-%m"), row["team"]): row["denominator"]
            for row in measured.filter(metric=metric.name).iter_rows(named=True)
            if row["denominator"] and row["window_start"].month <= 3 and not row["suppressed"]
        }
        mine = {
            (row["window"], row["group"]): row["count"]
            for row in whole.filter(figure=figure).iter_rows(named=True)
        }
        assert {place: mine[place] for place in counted} == counted
        assert len(counted) > 10 or figure == "csat"


def test_the_order_of_the_records_decides_nothing() -> None:
    desk, agreement = story()
    tables = xk.datasets.synthetic_desk(tickets=600, months=3).tables()
    back = xk.Desk(**{name: table.reverse() for name, table in tables.items()})
    assert crossed(desk, agreement).rows == crossed(back, agreement).rows


def test_without_a_column_to_compare_within_there_is_none() -> None:
    _, agreement = story()
    bare = xk.Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "team": "West"}])
    assert crossed(bare, agreement, ()) is None
    assert crossed(bare, agreement) is None or not crossed(bare, agreement).rows
