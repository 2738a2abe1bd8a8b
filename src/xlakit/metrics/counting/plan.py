"""What to count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric
    from xlakit.model import Window


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What to count: a metric, filed under `key`, in `windows`, for the whole and for each of `cuts`."""

    key: str
    metric: Metric
    windows: tuple[Window, ...]
    cuts: tuple[tuple[str, ...], ...] = ((),)


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One leaf of a plan with one of its cuts."""

    plan: Plan
    leaf: Leaf
    cut: tuple[str, ...]
