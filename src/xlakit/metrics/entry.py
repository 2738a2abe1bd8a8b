"""One line of the catalogue of metrics."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlakit.metrics.metric import Direction, Metric, Unit
    from xlakit.model import Agreement
    from xlakit.model.objective import Basis, ObjectiveKind

SAMPLES: Mapping[str, object] = MappingProxyType(
    {
        "duration": timedelta(days=1),
        "number": Decimal(1),
        "share": Fraction(1, 10),
        "whole": 1,
        "words": ("…",),
    }
)
"""How a parameter is read → something it may be, where only what does not depend on it is asked for."""


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """One line of the catalogue.

    Attributes
    ----------
    name
        What an agreement writes.
    make
        The function that makes the metric.
    parameters
        Parameter → how its text is read: ``clock``, ``duration``, ``share``, ``number``, ``whole``, ``words``
        (separated by ``|``), ``text`` or ``choice:a|b``.
    required
        Parameters without a default.
    terms
        What the terms of an agreement fix: agreement to further arguments of `make`.
    """

    name: str
    make: Callable[..., Metric]
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    required: frozenset[str] = frozenset()
    terms: Callable[[Agreement], Mapping[str, object]] | None = None

    @property
    def sample(self) -> Metric:
        """The metric with its defaults, for what does not depend on parameters."""
        return self.make(**{name: SAMPLES.get(self.parameters[name], "…") for name in sorted(self.required)})

    @property
    def title(self) -> str:
        """What people read."""
        return self.sample.title

    @property
    def unit(self) -> Unit:
        """Unit of the finished number, with default parameters."""
        return self.sample.unit

    @property
    def direction(self) -> Direction:
        """Which end is good, with default parameters."""
        return self.sample.direction

    @property
    def kind(self) -> ObjectiveKind:
        """Which side of the agreement the metric speaks for."""
        return self.sample.kind

    @property
    def basis(self) -> Basis:
        """Whether users said it, or it was observed."""
        return self.sample.basis

    @property
    def source(self) -> str:
        """The concept or reference the definition comes from."""
        return self.sample.source
