"""What the review knows of metrics: names, parameters, and what a metric measures once they are bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True)
class SuppliedEntry:
    """A result measured elsewhere: known by its series, its unit and direction are those of its levels."""

    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"series": "text"}))
    required: frozenset[str] = frozenset({"series"})


@dataclass(frozen=True, slots=True)
class Supplied:
    """What is known of a result measured elsewhere."""

    title: str
    unit: str = ""
    direction: str = ""
    kind: str = ""
    basis: str = SUPPLIED
    low: float | None = None
    high: float | None = None


def entries() -> Mapping[str, Entry]:
    """Return every metric an agreement can name."""
    from xlakit.metrics import catalogue

    return {SUPPLIED: SuppliedEntry(), **catalogue()}


def measured(ref: MetricRef, agreement: Agreement) -> Measured:
    """Return the metric that `ref` names under the terms of `agreement`.

    Raises
    ------
    MeasureError
        There is no such metric, or its parameters are wrong.
    """
    from xlakit.metrics import build, catalogue

    if ref.name == SUPPLIED and SUPPLIED not in catalogue():
        return Supplied(title=f"supplied result {ref.params.get('series', '')}".rstrip())
    return build(ref, agreement)
