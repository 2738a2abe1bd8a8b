"""The scorecard as one tidy table: one row a judgement, in documented columns."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from xlakit.errors import MissingExtraError, message
from xlakit.model.figures import level_figure
from xlakit.report.wording import segment_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

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
_KINDS: Final[tuple[str, ...]] = ("polars", "pandas", "arrow", "dicts")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"pandas": ("pyarrow", "pandas"), "arrow": ("pyarrow",)}
_INTEGERS: Final = frozenset({"numerator", "denominator", "to_spare"})
_FLOATS: Final = frozenset({"value", "low", "high", "level", "expected", "minimum", "stretch", "margin"})
_TIMES: Final = frozenset({"window_start", "window_end"})


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
    return _table([_row(item) for item in (*card.judgements, *card.segments)], COLUMNS, kind)


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
    return _table(rows, (AGREEMENT, *COLUMNS), kind)


def _table(rows: list[dict[str, Any]], columns: Sequence[str], kind: FrameKind) -> Any:  # noqa: ANN401 - as above
    if kind not in _KINDS:
        raise ValueError(
            message(
                "to_frame", "there is no such kind of table", got=kind, hint=f"one of {', '.join(_KINDS)}"
            )
        )
    if kind == "dicts":
        return rows
    for library in _NEEDED.get(kind, ()):
        _need(library, kind)
    frame = _polars(rows, columns)
    if kind == "arrow":
        return frame.to_arrow()
    return frame.to_pandas(use_pyarrow_extension_array=True) if kind == "pandas" else frame


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


def _polars(rows: list[dict[str, Any]], columns: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    def dtype(name: str) -> pl.DataType:
        if name in _TIMES:
            return pl.Datetime("us", "UTC")
        return pl.Int64() if name in _INTEGERS else pl.Float64() if name in _FLOATS else pl.String()

    return pl.DataFrame(rows, schema={name: dtype(name) for name in columns})


def _need(library: str, kind: str) -> None:
    from importlib import import_module

    try:
        import_module(library)
    except ImportError:
        where = f"to_frame({kind!r})"
        raise MissingExtraError.build(where, "pandas") from None
