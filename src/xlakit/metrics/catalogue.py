"""The catalogue: every metric an agreement can name, as a value.

``build`` turns the name and the parameters that an agreement writes into a metric; parameters arrive as
text and are read here, because only the catalogue knows their types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xlakit.errors import MeasureError, message, near_miss
from xlakit.metrics import clocks, frustration, observed, supplied, surveys
from xlakit.model import Agreement, Duration, MetricRef, SurveyTerms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlakit.metrics.metric import Direction, Metric, Unit
    from xlakit.model.objective import Basis, ObjectiveKind

FCR_CHOICES = "choice:one_contact|no_reassignment|flag"


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
        Parameter → how its text is read: ``clock``, ``duration``, ``choice:a|b``.
    required
        Parameters without a default.
    """

    name: str
    make: Callable[..., Metric]
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    required: frozenset[str] = frozenset()

    @property
    def sample(self) -> Metric:
        """The metric with its defaults, for what does not depend on parameters."""
        return self.make(**dict.fromkeys(self.required, "…"))

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


def catalogue() -> Mapping[str, MetricEntry]:
    """Return every metric by name, in alphabetical order.

    Examples
    --------
    >>> list(catalogue())[:3], catalogue()["csat"].unit
    (['bounces', 'ces', 'csat'], 'share')
    """
    entries = (
        MetricEntry("bounces", observed.bounces),
        MetricEntry("ces", surveys.ces, {"variant": "choice:mean|easy"}),
        MetricEntry("csat", surveys.csat, {"variant": "choice:box|mean"}),
        MetricEntry("fcr", observed.fcr, {"definition": FCR_CHOICES}),
        MetricEntry(
            "fcr_inflation", observed.fcr_inflation, {"definition": FCR_CHOICES, "follow_up": "duration"}
        ),
        MetricEntry("frustration_gap", frustration.frustration_gap),
        MetricEntry("happiness", surveys.happiness),
        MetricEntry("nps", surveys.nps),
        MetricEntry("reopen_rate", observed.reopen_rate, {"follow_up": "duration"}),
        MetricEntry("repeat_contact_rate", observed.repeat_contact_rate, {"follow_up": "duration"}),
        MetricEntry("resolution_time", clocks.resolution_time, {"clock": "clock"}),
        MetricEntry("response_time", clocks.response_time, {"clock": "clock"}),
        MetricEntry("supplied", supplied.supplied, {"series": "text"}, frozenset({"series"})),
        MetricEntry("unhappy_when_met", frustration.unhappy_when_met),
        MetricEntry(
            "verified_fcr", observed.verified_fcr, {"definition": FCR_CHOICES, "follow_up": "duration"}
        ),
        MetricEntry(
            "within", clocks.within, {"clock": "clock", "unit": "choice:ticket|cycle"}, frozenset({"clock"})
        ),
    )
    return MappingProxyType({entry.name: entry for entry in entries})


def build(ref: MetricRef, agreement: Agreement | None = None) -> Metric:
    """Return the metric that `ref` names, under the terms of `agreement`.

    Parameters
    ----------
    ref
        Name and parameters, as text.
    agreement
        Its scales and its attribution hold; without one the defaults of each metric do.

    Raises
    ------
    MeasureError
        The catalogue has no such metric, or a parameter is unknown, missing or unreadable.

    Examples
    --------
    >>> build(MetricRef(name="reopen_rate", params={"follow_up": "14d"})).follow_up.days
    14
    >>> build(MetricRef(name="csatt"))
    Traceback (most recent call last):
        ...
    xlakit.errors.MeasureError: metric: the catalogue has none of this name; got 'csatt'. Hint: did you mean 'csat'?
    """
    entries = catalogue()
    if ref.name not in entries:
        raise MeasureError(
            message(
                "metric",
                "the catalogue has none of this name",
                got=ref.name,
                hint=near_miss(ref.name, entries),
            )
        )
    entry = entries[ref.name]
    arguments: dict[str, Any] = {}
    for key, value in ref.params.items():
        if key not in entry.parameters:
            raise MeasureError(
                message(
                    f"metric {ref.name}",
                    "it has no such parameter",
                    got=key,
                    hint=near_miss(key, entry.parameters),
                )
            )
        arguments[key] = _read(f"metric {ref.name}: {key}", entry.parameters[key], value)
    missing = sorted(entry.required - set(arguments))
    if missing:
        raise MeasureError(message(f"metric {ref.name}", f"needs the parameter {missing[0]!r}"))
    return entry.make(**arguments, **_terms(ref.name, agreement))


def _terms(name: str, agreement: Agreement | None) -> dict[str, object]:
    if agreement is None:
        return {}
    if name == "within":
        return {"attribution": agreement.settlement.attribution}
    terms: SurveyTerms = agreement.surveys
    return surveys.survey_terms(terms.csat, terms.effort).get(name, {})


def _read(where: str, how: str, value: object) -> object:
    if how == "duration":
        try:
            duration = Duration.parse(str(value))
        except ValueError:
            duration = None
        if duration is None or duration.microseconds is None or duration.microseconds <= 0:
            raise MeasureError(message(where, "is not a length of time", got=str(value), hint="7d"))
        return timedelta(microseconds=duration.microseconds)
    if how.startswith("choice:") and value not in (choices := how.removeprefix("choice:").split("|")):
        raise MeasureError(
            message(where, "is not one of its values", got=str(value), hint=", ".join(choices))
        )
    return value
