"""Limits of shares and rates, and Laney's factor for periods that differ more than counting explains."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from xlakit.errors import DataError, message
from xlakit.stats import arguments, chart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

D2 = 1.128
"""Mean distance of two neighbours in sigma, 2/√π, rounded as in every printed formula."""


def widened(
    kind: Literal["p", "u", "laney_p", "laney_u"],
    tops: Sequence[int | None],
    bottoms: Sequence[Fraction | None],
    run: int,
) -> chart.ControlChart:
    """Return the chart of tops over bottoms, with Laney's factor where `kind` asks for it."""
    pairs = [
        None if top is None or not bottom else (top, bottom)
        for top, bottom in zip(tops, bottoms, strict=True)
    ]
    points = [None if pair is None else pair[0] / pair[1] for pair in pairs]
    known = [pair for pair in pairs if pair is not None]
    below = sum((bottom for _, bottom in known), Fraction(0))
    centre = sum(top for top, _ in known) / below if known else None
    if centre is None or len(known) < chart.LEAST:
        return chart.without_limits(kind, points, centre)
    share = kind in {"p", "laney_p"}
    spread = float(centre * (1 - centre) if share else centre)
    sigmas = [None if pair is None else math.sqrt(spread / pair[1]) for pair in pairs]
    bounds = (Fraction(0), Fraction(1) if share else None)
    if kind in {"p", "u"}:
        halves = [None if sigma is None else 3 * sigma for sigma in sigmas]
        return chart.chart(kind, points, centre, halves, bounds=bounds, run=run)
    scores = [
        # Without any spread all points lie on the centre, and 0 / 0 must not be asked.
        None if point is None or sigma is None else float(point - centre) / (sigma or 1.0)
        for point, sigma in zip(points, sigmas, strict=True)
    ]
    ranges = chart.moving_ranges(scores)
    spans = [span for span in ranges if span is not None]
    if not spans:
        return chart.without_limits(kind, points, centre)
    span = math.fsum(spans) / len(spans)
    halves = [None if sigma is None else 3 * sigma * span / D2 for sigma in sigmas]
    return replace(
        chart.chart(kind, points, centre, halves, bounds=bounds, run=run),
        moving_ranges=chart.floats(ranges),
        mean_moving_range=span,
        sigma_z=span / D2,
    )


def counts(where: str, values: Iterable[Any]) -> list[int | None]:
    """Return counts, with gaps at None and NaN."""
    return [
        None
        if value is None or (isinstance(value, float) and math.isnan(value))
        else arguments.count(where, value)
        for value in arguments.each(where, values)
    ]


def same_length(where: str, tops: Sequence[int | None], bottoms: Sequence[Fraction | None]) -> None:
    """Refuse columns of different lengths."""
    if len(tops) != len(bottoms):
        raise DataError(
            message(where, "needs columns of one length", got=f"{len(tops)} and {len(bottoms)} periods")
        )
