"""A score of points: so many for each event, from a base, kept between 0 and a cap."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import MeasureError, message
from xlakit.metrics import Key, Kind, Leaf, Plan, build
from xlakit.model import Framing, Incentive, PointLine, WindowScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlakit.metrics import Cell, Cube, MetricEntry
    from xlakit.model import Agreement, PointsFor, Scoring, Window

    Events = Mapping[Window, tuple[Fraction | None, ...]]

MARK = "#points"
COUNTED = frozenset({Kind.TOTAL, Kind.MEAN})
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class PointsTask:
    """One line of points with its metric bound, and the key under which its sums are filed."""

    key: str
    line: PointsFor
    metric: Leaf


def points_tasks(
    agreement: Agreement, within: Mapping[str, MetricEntry] | None = None
) -> tuple[PointsTask, ...]:
    """Return what a score of points has to count, in the order of the agreement; nothing for other scores.

    Raises
    ------
    MeasureError
        A metric that the catalogue does not have, or that counts no events.
    """
    return tuple(
        PointsTask(f"{MARK}{index}", line, counting(line, agreement, within))
        for index, line in enumerate(agreement.scoring.points)
    )


def counting(
    line: PointsFor, agreement: Agreement | None = None, within: Mapping[str, MetricEntry] | None = None
) -> Leaf:
    """Return the metric of a line of points.

    Raises
    ------
    MeasureError
        There is no such metric, or it counts no events.
    """
    metric = build(line.metric, agreement, within=within).where(**line.where)
    kind = metric.statistic.kind if isinstance(metric, Leaf) else None
    counts = kind is Kind.SHARE or (kind in COUNTED and metric.unit == "count")
    if not isinstance(metric, Leaf) or not counts:
        hint = "a share such as reopen_rate, or a count such as bounces"
        raise MeasureError(message(f"metric {line.metric.name}", "counts no events", hint=hint))
    return metric


def points_plans(tasks: Iterable[PointsTask], windows: tuple[Window, ...]) -> list[Plan]:
    """Return what to count for `tasks` in `windows`."""
    return [Plan(task.key, task.metric, windows, ((),)) for task in tasks]


def points_events(
    tasks: Sequence[PointsTask], cube: Cube, windows: Iterable[Window], *, least: int
) -> dict[Window, tuple[Fraction | None, ...]]:
    """Return how many events of each line there were in each window.

    None where nothing could be counted, or where fewer than `least` people answered.
    """
    return {
        window: tuple(_events(task, cube[Key(task.key, window, ())], least) for task in tasks)
        for window in windows
    }


def _events(task: PointsTask, cell: Cell, least: int) -> Fraction | None:
    metric = task.metric
    estimate = metric.estimate(cell)
    hits, count = estimate.numerator, estimate.denominator
    if estimate.exact is None or hits is None or count is None:
        return None
    if metric.from_answers and estimate.count < least:
        return None
    if metric.statistic.kind is Kind.SHARE:
        wants_hits = (metric.direction == "higher") == (task.line.each > 0)
        return Fraction(hits if wants_hits else count - hits)
    return Fraction(hits) * Fraction(estimate.quantum)


def points_score(
    scoring: Scoring, events: Sequence[Fraction | int | None], window: Window, names: Sequence[str] = ()
) -> WindowScore:
    """Return the score of points of one window, with its ledger.

    ``clamp(base + sum of each times its events)`` between 0 and the cap. Lines that could not be counted are left
    out; below half of the lines there is no score.

    Parameters
    ----------
    scoring
        Base, cap and what each event is worth.
    events
        How many there were, line by line; None where that is not known.
    window
        The window they are of.
    names
        What people read for each line; the metric's name unless stated.

    References
    ----------
    Measurement framework S-67 to S-69, S-72.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from xlakit.model import Scoring, Window
    >>> march = Window(start=datetime(2026, 3, 1, tzinfo=UTC), end=datetime(2026, 4, 1, tzinfo=UTC), label="2026-03")
    >>> scoring = Scoring.model_validate(
    ...     {"method": "points", "base": "100", "points": [
    ...         {"metric": "reopens_per_ticket", "each": "-2"}, {"metric": "recognition_rate", "each": "+1"}
    ...     ]}
    ... )
    >>> found = points_score(scoring, [15, 40], march)
    >>> found.value, found.clamped, [line.points for line in found.point_lines]
    (100.0, -10.0, [-30.0, 40.0])
    >>> points_score(scoring, [15, None], march).value, points_score(scoring, [None, None], march).value
    (70.0, None)
    """
    listed = [
        (line, count, None if count is None else Fraction(line.each) * count)
        for line, count in zip(scoring.points, events, strict=True)
    ]
    known = [points for _, _, points in listed if points is not None]
    share = Fraction(len(known), len(listed))
    if not known or share < HALF:
        return WindowScore(window=window, value=None, measured_weight=float(share))
    start, most = Fraction(scoring.start), Fraction(scoring.most)
    raw = start + sum(known, Fraction(0))
    value = _clamp(raw, most)
    titles = names or [line.title or line.metric.name for line in scoring.points]
    return WindowScore(
        window=window,
        value=float(value),
        measured_weight=float(share),
        start=float(start),
        point_lines=tuple(
            PointLine(
                metric=line.metric.name,
                title=title,
                each=float(line.each),
                events=None if count is None else float(count),
                points=None if points is None else float(points),
            )
            for (line, count, points), title in zip(listed, titles, strict=True)
        ),
        clamped=float(value - raw),
        framing=_framing(known, most, value),
        gradient=tuple(_incentive(line, points, raw, most, window) for line, _, points in listed),
    )


def _framing(points: Iterable[Fraction], most: Fraction, net: Fraction) -> Framing:
    listed = list(points)
    deduct = _clamp(most + sum((item for item in listed if item < 0), Fraction(0)), most)
    earn = _clamp(sum((item for item in listed if item > 0), Fraction(0)), most)
    return Framing(deduct=float(deduct), earn=float(earn), net=float(net), gap=float(deduct - earn))


def _incentive(
    line: PointsFor, points: Fraction | None, raw: Fraction, most: Fraction, window: Window
) -> Incentive:
    if points is None:
        return Incentive(objective=line.metric.name, window=window, reason="not measured")
    change = float(_clamp(raw + Fraction(line.each), most) - _clamp(raw, most))
    rewards = line.each > 0
    return Incentive(
        objective=line.metric.name,
        window=window,
        success=change if rewards else 0.0,
        failure=0.0 if rewards else change,
    )


def _clamp(value: Fraction, most: Fraction) -> Fraction:
    return min(max(value, Fraction(0)), most)
