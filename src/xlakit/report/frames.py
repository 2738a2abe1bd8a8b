"""The scorecard as one tidy table: one row a judgement, in documented columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from xlakit.model.figures import level_figure
from xlakit.report.tabular import tabular
from xlakit.report.wording import segment_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.model import Judgement, Portfolio, Scorecard
    from xlakit.model.scorecard import FrameKind

AGREEMENT: Final = "agreement"
COLUMNS: Final = (
    "objective",
    "segment",
    "window_start",
    "window_end",
    "kind",
    "basis",
    "metric",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "level",
    "expected",
    "minimum",
    "stretch",
    "outcome",
    "margin",
    "to_spare",
    "status",
    "version",
)
_KEPT: Final[Mapping[type, frozenset[str]]] = {
    int: frozenset({"numerator", "denominator", "to_spare"}),
    float: frozenset({"value", "low", "high", "level", "expected", "minimum", "stretch", "margin"}),
    datetime: frozenset({"window_start", "window_end"}),
}
TYPES: Final[Mapping[str, type]] = {
    name: next((kept for kept, names in _KEPT.items() if name in names), str) for name in COLUMNS
}


def to_frame(card: Scorecard, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return the judgements of `card`, then those of its segments, one row each.

    Levels, value, interval and margin are numbers in the metric's unit (a share in [0, 1], seconds);
    ``level`` is the confidence of the interval. Windows are half-open, in UTC. Figures that are suppressed,
    or were not measured, are null, never zero and never NaN.

    Parameters
    ----------
    card
        The scorecard.
    kind
        ``polars`` (default), ``pandas`` (with Arrow types, so that integers stay integers beside nulls),
        ``arrow``, or ``dicts`` for a list of dicts of plain Python values.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    ValueError
        `kind` is none of the four.
    """
    return tabular([_row(item) for item in (*card.judgements, *card.segments)], TYPES, kind)


def portfolio_to_frame(found: Portfolio, kind: FrameKind = "polars") -> Any:  # noqa: ANN401 - the kind decides the type
    """Return the rows of all cards of a portfolio, one card after the other, behind the name of the agreement.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    ValueError
        `kind` is none of the four.
    """
    rows = [
        {AGREEMENT: card.subject.agreement} | _row(item)
        for card in found.cards
        for item in (*card.judgements, *card.segments)
    ]
    return tabular(rows, {AGREEMENT: str, **TYPES}, kind)


def _row(item: Judgement) -> dict[str, Any]:
    estimate, levels = item.estimate, item.levels
    shown = not item.suppressed
    values = (
        item.objective,
        segment_words(item.segment),
        item.window.start.astimezone(UTC),
        item.window.end.astimezone(UTC),
        item.kind,
        item.basis,
        item.metric,
        estimate.value if shown else None,
        estimate.numerator if shown else None,
        estimate.denominator if shown else None,
        estimate.low if shown else None,
        estimate.high if shown else None,
        estimate.level,
        level_figure(levels.expected),
        level_figure(levels.minimum),
        level_figure(levels.stretch),
        item.outcome.value,
        item.margin if shown else None,
        item.to_spare if shown else None,
        item.status,
        item.version,
    )
    return dict(zip(COLUMNS, values, strict=True))
