"""The catalogue together with the metrics of installed packages, where it is asked for."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.metrics.catalogue import catalogue
from xlakit.metrics.entry import MetricEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GROUP = "xlakit.metrics"
OWN = "xlakit"


def installed(points: Iterable[EntryPoint] | None = None) -> Mapping[str, MetricEntry]:
    """Return every metric by name: those of the catalogue, and those that installed packages add.

    A package adds metrics by entry points of the group ``xlakit.metrics``, each naming a metric made with
    ``metric``, a `MetricEntry`, or a list of them. Nothing is loaded before this is called.

    Parameters
    ----------
    points
        The entry points; those of the installed packages unless stated.

    Raises
    ------
    MeasureError
        Two packages claim one name, or an entry point is no metric.

    Examples
    --------
    >>> "csat" in installed()
    True
    """
    found = dict(catalogue())
    owners = dict.fromkeys(found, OWN)
    listed = entry_points(group=GROUP) if points is None else points
    for point in sorted(listed, key=lambda item: (_package(item), item.name)):
        for entry in _entries(point):
            if entry.name in owners:
                claims = f"{owners[entry.name]} and {_package(point)}"
                raise MeasureError(
                    message(f"metric {entry.name}", f"is claimed by {claims}", hint="uninstall one of them")
                )
            found[entry.name], owners[entry.name] = entry, _package(point)
    return MappingProxyType(dict(sorted(found.items())))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value.partition(":")[0]


def _entries(point: EntryPoint) -> tuple[MetricEntry, ...]:
    loaded = point.load()
    parts = loaded if isinstance(loaded, tuple | list) else (loaded,)
    entries = []
    for part in parts:
        entry = getattr(part, "entry", part)
        if not isinstance(entry, MetricEntry):
            hint = "a function under @metric, or a MetricEntry"
            where = f"entry point {point.name} of {_package(point)}"
            raise MeasureError(message(where, "is no metric", got=type(entry).__name__, hint=hint))
        entries.append(entry)
    return tuple(entries)
