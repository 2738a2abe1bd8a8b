"""The scoring clause against the catalogue and the objectives: events can be counted, values name something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from xlakit.agreement import Fault, Node, objectives
from xlakit.errors import MeasureError, near_miss
from xlakit.model import PointsFor
from xlakit.scoring import counting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.metrics import MetricEntry
    from xlakit.model import Agreement


def scoring_faults(tree: Node, terms: Agreement, within: Mapping[str, MetricEntry]) -> Iterator[Fault]:
    """Find points for what cannot be counted, and values of objectives that there are not."""
    listed = tree.at(("scoring", "points"))
    for index, item in enumerate(listed.items if listed is not None else ()):
        place = ("scoring", "points", index, "metric")
        try:
            line = PointsFor.model_validate(item.plain())
        except ValidationError:
            continue
        clocks = tree.child("clocks")
        known = clocks.entries if clocks is not None else {}
        clock = line.metric.params.get("clock")
        if clock is not None and clock not in known:
            yield Fault((*place, "clock"), "is not a clock of this agreement", clock, near_miss(clock, known))
            continue
        try:
            counting(line, terms, within)
        except MeasureError as error:
            yield Fault(place, str(error).rstrip("."))
    names = {own.text for _, item in objectives(tree) if (own := item.child("name")) is not None and own.text}
    values = tree.at(("scoring", "values"))
    for name in values.entries if values is not None else ():
        if name not in names:
            what = "is not an objective of this agreement"
            yield Fault(("scoring", "values", name), what, hint=near_miss(name, names), on_key=True)
