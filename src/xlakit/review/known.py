"""What the review knows of metrics: names, parameters, and what a metric measures once they are bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.metrics import MetricEntry
    from xlakit.model import Agreement, MetricRef

SUPPLIED = "supplied"


class Entry(Protocol):
    """A line of the catalogue, as far as a file can be checked against it."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """Parameter → how its text is read: ``clock``, ``duration``, ``choice:a|b``, ``integer``, ``text``."""

    @property
    def required(self) -> frozenset[str]:
        """Parameters without a default."""


class Measured(Protocol):
    """A metric with its parameters bound, as far as a level can be checked against it."""

    @property
    def title(self) -> str:
        """What people read."""

    @property
    def unit(self) -> str:
        """``share``, ``seconds``, ``points``, ``score`` or ``count``."""

    @property
    def direction(self) -> str:
        """``higher`` or ``lower``: which end is good."""

    @property
    def kind(self) -> str:
        """``efficiency``, ``experience`` or ``combined``."""

    @property
    def basis(self) -> str:
        """``user_reported``, ``observed`` or ``supplied``."""

    @property
    def low(self) -> float | None:
        """Lowest value it can take; None is open."""

    @property
    def high(self) -> float | None:
        """Highest value it can take; None is open."""


def measured(
    ref: MetricRef, agreement: Agreement, within: Mapping[str, MetricEntry] | None = None
) -> Measured:
    """Return the metric that `ref` names under the terms of `agreement`.

    Raises
    ------
    MeasureError
        There is no such metric, or its parameters are wrong.
    """
    from xlakit.metrics import build

    return build(ref, agreement, within=within)
