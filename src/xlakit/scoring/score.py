"""The score of a window: shortfall and excellence, weighted, with its ledger (deduct, earn, net)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Framing, Judgement, Outcome, Score, ScoreLine, Scoring, Window, WindowScore
from xlakit.scoring.gradient import incentive, points_of
from xlakit.scoring.indices import negativity_ratio
from xlakit.scoring.points import points_score
from xlakit.scoring.reach import excellence, shortfall
from xlakit.scoring.two_sides import attained, mean_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlakit.model.scoring_terms import Method
    from xlakit.scoring.points import Events

HALF = Fraction(1, 2)
START: dict[Method, int] = {"deduct": 100, "earn": 0, "net": 50}


def score(judgements: Iterable[Judgement], scoring: Method | Scoring, events: Events | None = None) -> Score:
    """Return the score over all finished windows, and window by window.

    Higher is better, 0 to 100. Per objective the shortfall s is 0 at the expected level or better and 1 at the
    minimum or worse, linear between (without a minimum 0 or 1); the excellence e is 0 at expected and 1 at
    stretch or better (without a stretch 0). ``deduct = 100 (1 - sum w s)``, ``earn = 100 sum w e``,
    ``net = 50 + 50 (sum w e - sum w s)``, with w normalised over what was measured. Left out: windows in
    progress, and objectives without weight or without a measurement; below half of the weight there is no score.

    Parameters
    ----------
    judgements
        Of the whole, not of segments; parts of an ``each`` objective share its weight equally.
    scoring
        The clause of the agreement, or its method: ``deduct``, ``earn`` or ``net``.
    events
        For a score of points: how many events of each line there were in each window (`points_events`). Without
        them a score of points has no value.

    Examples
    --------
    >>> score([], "net").value is None
    True
    """
    method = scoring.method if isinstance(scoring, Scoring) else scoring
    by_window: dict[Window, list[Judgement]] = {}
    for item in judgements:
        if item.outcome is not Outcome.IN_PROGRESS and item.weight > 0:
            by_window.setdefault(item.window, []).append(item)
    windows = sorted(by_window, key=lambda window: (window.end, window.end - window.start))
    if method == "points":
        if not isinstance(scoring, Scoring) or events is None:
            return Score(method="points", value=None)
        scored = [
            points_score(scoring, events[window], window)
            for window in sorted(events, key=lambda window: (window.end, window.end - window.start))
        ]
        return _whole("points", [(item, Fraction(1)) for item in scored])
    return _whole(method, [_window(window, by_window[window], method) for window in windows])


def _whole(method: Method, scored: Sequence[tuple[WindowScore, Fraction]]) -> Score:
    windows = tuple(item for item, _ in scored)
    value = _mean(scored, lambda item: item.value)
    latest = {_kind(item.window): item for item in windows if item.value is not None}
    points = [line.points for item in windows for line in item.point_lines if line.points is not None]
    lines = [line for item in windows for line in item.lines]
    return Score(
        method=method,
        value=value,
        by_window=windows,
        framing=_framing(scored),
        gradient=tuple(part for item in latest.values() for part in item.gradient),
        balance=mean_of(item.balance for item in windows),
        negativity_ratio=negativity_ratio(
            points
            if method == "points"
            else [
                change
                for line in lines
                for change in (-line.weight * line.shortfall, line.weight * line.excellence)
            ]
        ),
    )


def _framing(scored: Sequence[tuple[WindowScore, Fraction]]) -> Framing | None:
    deduct, earn, net = (
        _mean(scored, lambda item, name=name: getattr(item.framing, name, None))  # type: ignore[misc]
        for name in ("deduct", "earn", "net")
    )
    if deduct is None or earn is None or net is None:
        return None
    return Framing(deduct=deduct, earn=earn, net=net, gap=deduct - earn)


def _mean(
    scored: Sequence[tuple[WindowScore, Fraction]], of: Callable[[WindowScore], float | None]
) -> float | None:
    """Return the mean over windows of each kind, weighted by the weight that is judged in that kind of window.

    So a quarterly objective of weight 40 has its 40 beside monthly ones, though months are three times as many.
    None below half of the weight.
    """
    kinds: dict[str, list[tuple[float | None, Fraction]]] = {}
    for item, weight in scored:
        kinds.setdefault(_kind(item.window), []).append((of(item), weight))
    whole, found = Fraction(0), []
    for windows in kinds.values():
        weight = sum((weight for _, weight in windows), Fraction(0)) / len(windows)
        whole += weight
        if values := [value for value, _ in windows if value is not None]:
            found.append((weight, sum(values) / len(values)))
    known = sum((weight for weight, _ in found), Fraction(0))
    if not known or known < whole * HALF:
        return None
    if len(found) == 1:
        return found[0][1]
    return sum(float(weight / known) * mean for weight, mean in found)


def _kind(window: Window) -> str:
    """Return what kind of window it is: labels of one kind are alike but for their digits."""
    return re.sub(r"[0-9]", "0", window.label)


def _window(window: Window, judgements: Sequence[Judgement], method: Method) -> tuple[WindowScore, Fraction]:
    """Return the score of one window, and the weight that is judged in it."""
    weights = _weights(judgements)
    whole = sum(weights, Fraction(0))
    measured = [
        (item, weight, short, rise)
        for item, weight in zip(judgements, weights, strict=True)
        if (short := shortfall(item)) is not None and (rise := excellence(item)) is not None
    ]
    known = sum((weight for _, weight, _, _ in measured), Fraction(0))
    share = known / whole if whole else Fraction(0)
    if not known or share < HALF:
        return WindowScore(window=window, value=None, measured_weight=float(share)), whole
    parts = [(item, weight / known, short, rise) for item, weight, short, rise in measured]
    lines = [
        (item, part, short, rise, points_of(method, part, short, rise)) for item, part, short, rise in parts
    ]
    normalised = {item.objective: part for item, part, _, _ in parts}
    found = WindowScore(
        window=window,
        value=float(START[method] + sum((points for *_, points in lines), Fraction(0))),
        measured_weight=float(share),
        start=float(START[method]),
        lines=tuple(
            ScoreLine(
                objective=item.objective,
                weight=float(part),
                shortfall=float(short),
                excellence=float(rise),
                points=float(points),
            )
            for item, part, short, rise, points in lines
        ),
        framing=_framings([(part, short, rise) for _, part, short, rise in parts]),
        gradient=tuple(incentive(item, normalised.get(item.objective), method) for item in judgements),
        balance=attained([(item.kind, part, short) for item, part, short, _ in parts]),
    )
    return found, whole


def _framings(parts: Sequence[tuple[Fraction, Fraction, Fraction]]) -> Framing:
    lost = sum((part * short for part, short, _ in parts), Fraction(0))
    won = sum((part * rise for part, _, rise in parts), Fraction(0))
    deduct, earn, net = 100 * (1 - lost), 100 * won, 50 + 50 * (won - lost)
    return Framing(deduct=float(deduct), earn=float(earn), net=float(net), gap=float(deduct - earn))


def _weights(judgements: Sequence[Judgement]) -> list[Fraction]:
    """Return each judgement's weight; the parts of one objective (``name/value``) share it equally."""
    names = [item.objective.split("/", 1)[0] for item in judgements]
    return [Fraction(item.weight) / names.count(name) for item, name in zip(judgements, names, strict=True)]
