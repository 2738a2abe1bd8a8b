"""A comparison as one tidy table: one row an objective, then one a segment of each split."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xlakit.report.tabular import tabular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.model import Estimate
    from xlakit.model.comparison import Change, Comparison, Part
    from xlakit.model.scorecard import FrameKind

OTHERS: Final = "(others)"
_FIGURES: Final = tuple(
    (f"{name}_{when}", kept)
    for when in ("before", "after")
    for name, kept in (("value", float), ("count", int), ("low", float), ("high", float))
)
TYPES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "objective": str,
        "column": str,
        "segment": str,
        "window_before": str,
        "window_after": str,
        **dict(_FIGURES),
        "share_before": float,
        "share_after": float,
        "mix": float,
        "rate": float,
        "change": float,
        "low": float,
        "high": float,
        "reason": str,
    }
)


def to_frame(comparison: Comparison, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return the changes of `comparison`; ``column`` and ``segment`` are empty in the rows of whole objectives.

    Figures and changes are in the metric's unit; null where there are none, never zero and never NaN.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    ValueError
        `kind` is none of the four.
    """
    return tabular([row for change in comparison.changes for row in _rows(change)], TYPES, kind)


def _rows(change: Change) -> Iterator[dict[str, Any]]:
    before, after = change.before, change.after
    named = {
        "objective": change.objective,
        "window_before": None if before is None else before.window.label,
        "window_after": None if after is None else after.window.label,
    }
    yield _row(
        named
        | {"column": "", "segment": "", "low": change.low, "high": change.high, "reason": change.reason}
        | {"change": None if change.change is None else float(change.change)}
        | _figures("before", None if before is None else before.estimate)
        | _figures("after", None if after is None else after.estimate)
    )
    for split in change.splits:
        cut = named | {"column": split.column, "reason": split.reason}
        yield from (_row(cut | _part(part)) for part in split.parts)
        if not split.parts:
            yield _row(cut | {"segment": ""})


def _part(part: Part) -> dict[str, Any]:
    return {
        "segment": OTHERS if part.segment is None else part.segment,
        "share_before": float(part.share_before),
        "share_after": float(part.share_after),
        "mix": float(part.mix),
        "rate": float(part.rate),
        "change": float(part.mix + part.rate),
        **_figures("before", part.before),
        **_figures("after", part.after),
    }


def _figures(when: str, estimate: Estimate | None) -> dict[str, Any]:
    if estimate is None:
        return {}
    names = ("value", "count", "low", "high")
    return {f"{name}_{when}": getattr(estimate, name) for name in names}


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in TYPES}
