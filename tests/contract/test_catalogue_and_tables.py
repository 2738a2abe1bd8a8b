"""What the tables say is measurable is what the metrics say they need."""

from __future__ import annotations

import xlakit as xk
from xlakit.metrics import build, catalogue
from xlakit.model import MetricRef
from xlakit.tables import REQUIREMENTS


def test_every_metric_has_its_requirement_and_every_requirement_its_metric() -> None:
    assert set(REQUIREMENTS) == set(catalogue())


GIVEN = {"clock": "resolution", "series": "uptime", "factor": "speed", "rate": "30"}
NOT_TOLD_BY_TABLES = {
    "factor_lift",  # has a value only where somebody is unhappy
    "frustration_gap",  # has a value only where windows were judged
    "routing_accuracy",  # needs tickets of one support model, which no column alone can tell
}


def test_what_is_measurable_has_a_value_and_what_is_not_has_none() -> None:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    made = xk.datasets.synthetic_desk("healthy", tickets=300, seed=2)
    full, bare = xk.Desk(**made.tables()), xk.Desk(tickets=made.tickets.select("ticket_id", "opened_at"))
    for desk in (full, bare):
        able = dict(desk.measurable().select("metric", "measurable").rows())
        for name in NOT_TOLD_BY_TABLES:
            able.pop(name)
        metrics = {
            name: build(
                MetricRef(name=name, params={key: GIVEN[key] for key in catalogue()[name].required}),
                agreement,
            )
            for name in able
        }
        frame = xk.measure(list(metrics.values()), desk, agreement=agreement, as_of=made.until, every="month")
        valued = set(frame.drop_nulls("value")["metric"])
        wrong = {name for name, metric in metrics.items() if (metric.name in valued) != able[name]}
        assert not wrong


def test_a_file_can_name_every_metric() -> None:
    lines = [
        f"  - {{name: o{number}, metric: {{name: {name}{_params(name)}}}, {_level(name)}}}"
        for number, name in enumerate(catalogue())
    ]
    text = xk.datasets.example_agreement()
    start, rest = text.index("objectives:"), text[text.index("scoring:") :]
    agreement = xk.load_agreement(text[:start] + "objectives:\n" + "\n".join(lines) + "\n" + rest)
    assert [item.metric.name for item in agreement.objectives] == list(catalogue())


def _params(name: str) -> str:
    return "".join(f", {key}: {GIVEN[key]}" for key in sorted(catalogue()[name].required))


def _level(name: str) -> str:
    params = {key: GIVEN[key] for key in catalogue()[name].required}
    metric = build(MetricRef(name=name, params=params))
    side = "at_least" if metric.direction == "higher" else "at_most"
    quantity = {"share": "50%", "seconds": "4h"}.get(metric.unit, "1")
    return f"expected: {{{side}: {quantity}}}"
