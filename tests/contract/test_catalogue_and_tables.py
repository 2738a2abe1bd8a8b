"""What the tables say is measurable is what the metrics say they need."""

from __future__ import annotations

import xlakit as xk
from xlakit.metrics import catalogue
from xlakit.tables import REQUIREMENTS


def test_every_metric_has_its_requirement_and_every_requirement_its_metric() -> None:
    # a supplied result is kept and not evaluated, so no desk can measure it
    assert set(REQUIREMENTS) == set(catalogue()) - {"supplied"}


def test_what_is_measurable_has_a_value_and_what_is_not_has_none() -> None:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    made = xk.datasets.synthetic_desk("healthy", tickets=300, seed=2)
    full, bare = xk.Desk(**made.tables()), xk.Desk(tickets=made.tickets.select("ticket_id", "opened_at"))
    from xlakit.metrics import build
    from xlakit.model import MetricRef

    for desk in (full, bare):
        for name, able in desk.measurable().select("metric", "measurable").rows():
            if name == "frustration_gap":  # has a value only where windows were judged
                continue
            params = {"clock": "resolution"} if name == "within" else {}
            metric = build(MetricRef(name=name, params=params))
            frame = xk.measure(metric, desk, agreement=agreement, as_of=made.until)
            assert (frame["value"].drop_nulls().len() > 0) == able, name
