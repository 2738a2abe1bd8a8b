"""The catalogue: every metric an agreement can name, as a value.

``build`` turns the name and the parameters that an agreement writes into a metric; parameters arrive as
text and are read here, because only the catalogue knows their types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xlakit.errors import MeasureError, message, near_miss
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.families import ENTRIES
from xlakit.metrics.leaf import Leaf
from xlakit.metrics.parameters import read

if TYPE_CHECKING:
    from xlakit.metrics.metric import Metric
    from xlakit.model import Agreement, MetricRef

Metrics = Mapping[str, MetricEntry] | Iterable[object] | None
"""What may be passed where metrics of one's own stand beside the catalogue, or for it."""

PERCENTILE = "percentile"
"""A parameter of every metric that is the mean of its rows."""


def catalogue() -> Mapping[str, MetricEntry]:
    """Return every metric by name, in alphabetical order.

    Examples
    --------
    >>> list(catalogue())[-1], catalogue()["csat"].unit
    ('within', 'share')
    """
    return MappingProxyType({entry.name: entry for entry in sorted(ENTRIES, key=lambda entry: entry.name)})


def among(metrics: Metrics = None) -> Mapping[str, MetricEntry]:
    """Return the metrics an agreement can name, by name.

    Parameters
    ----------
    metrics
        Nothing: the catalogue. A mapping of names, such as ``installed()``: just that. Else metrics made with
        ``metric``, or entries: these beside the catalogue.

    Raises
    ------
    MeasureError
        One is no metric, or has a name that is taken.

    Examples
    --------
    >>> among() == catalogue()
    True
    """
    if isinstance(metrics, Mapping):
        return metrics
    found = dict(catalogue())
    for item in metrics or ():
        entry = getattr(item, "entry", item)
        if not isinstance(entry, MetricEntry):
            hint = "a function under @metric, or a MetricEntry"
            raise MeasureError(message("metrics", "one of them is no metric", got=repr(item), hint=hint))
        if entry.name in found:
            raise MeasureError(message(f"metric {entry.name}", "the name is taken", hint="give it another"))
        found[entry.name] = entry
    return MappingProxyType(found)


def build(
    ref: MetricRef, agreement: Agreement | None = None, *, within: Mapping[str, MetricEntry] | None = None
) -> Metric:
    """Return the metric that `ref` names, under the terms of `agreement`.

    Parameters
    ----------
    ref
        Name and parameters, as text. Every metric that is a mean also takes ``percentile: 90%``.
    agreement
        Its scales and its attribution hold; without one the defaults of each metric do. Under an agreement
        a percentile is exact, as promises are.
    within
        The metrics to choose from; the catalogue unless stated.

    Raises
    ------
    MeasureError
        The catalogue has no such metric, or a parameter is unknown, missing or unreadable.

    Examples
    --------
    >>> from xlakit.model import MetricRef
    >>> build(MetricRef(name="reopen_rate", params={"follow_up": "14d"})).name
    'reopen_rate(follow_up=14d)'
    >>> build(MetricRef(name="csatt"))
    Traceback (most recent call last):
        ...
    xlakit.errors.MeasureError: metric: the catalogue has none of this name; got 'csatt'. Hint: did you mean 'csat'?
    """
    entries = catalogue() if within is None else within
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
    params = dict(ref.params)
    percentile = params.pop(PERCENTILE, None)
    arguments: dict[str, Any] = {}
    for key, value in params.items():
        if key not in entry.parameters:
            raise MeasureError(
                message(
                    f"metric {ref.name}",
                    "it has no such parameter",
                    got=key,
                    hint=near_miss(key, entry.parameters),
                )
            )
        arguments[key] = read(f"metric {ref.name}: {key}", entry.parameters[key], value)
    missing = sorted(entry.required - set(arguments))
    if missing:
        raise MeasureError(message(f"metric {ref.name}", f"needs the parameter {missing[0]!r}"))
    terms = {} if agreement is None or entry.terms is None else entry.terms(agreement)
    made = entry.make(**arguments, **terms)
    if percentile is None:
        return made
    if not isinstance(made, Leaf):
        raise MeasureError(message(f"metric {ref.name}", "only the rows of a mean have percentiles"))
    return made.percentile(str(percentile), exact=agreement is not None)
