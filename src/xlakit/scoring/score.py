"""The score of a window: shortfall and excellence, weighted, with its ledger (deduct, earn, net)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from xlakit.model import Judgement, Outcome, Score, ScoreLine, Window, WindowScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Method = Literal["deduct", "earn", "net"]
HALF = Fraction(1, 2)


def score(judgements: Iterable[Judgement], method: Method) -> Score:
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
    method
        ``deduct``, ``earn`` or ``net``.

    Examples
    --------
    >>> score([], "net").value is None
    True
    """
    by_window: dict[Window, list[Judgement]] = {}
    for item in judgements:
        if item.outcome is not Outcome.IN_PROGRESS and item.weight > 0:
            by_window.setdefault(item.window, []).append(item)
    windows = tuple(
        _window(window, by_window[window], method)
        for window in sorted(by_window, key=lambda window: (window.end, window.end - window.start))
    )
    values = [item.value for item in windows if item.value is not None]
    return Score(method=method, value=sum(values) / len(values) if values else None, by_window=windows)


def shortfall(judgement: Judgement) -> Fraction | None:
    """Return how far a judgement fell short of expected, 0 to 1; None where it was not measured."""
    value = judgement.estimate.exact
    if judgement.outcome.kept is None:
        return None
    if value is None or judgement.outcome.kept:
        return Fraction(0) if judgement.outcome.kept else Fraction(1)
    expected, minimum = judgement.levels.expected, judgement.levels.minimum
    if minimum is None or minimum.exact == expected.exact:
        return Fraction(1)
    return _clamp((expected.exact - value) / (expected.exact - minimum.exact))


def excellence(judgement: Judgement) -> Fraction | None:
    """Return how far a judgement rose above expected towards stretch, 0 to 1; None where it was not measured."""
    value = judgement.estimate.exact
    if judgement.outcome.kept is None:
        return None
    expected, stretch = judgement.levels.expected, judgement.levels.stretch
    if value is None or stretch is None or stretch.exact == expected.exact or not judgement.outcome.kept:
        return Fraction(0)
    if judgement.outcome is Outcome.EXCEEDED:
        return Fraction(1)
    return _clamp((value - expected.exact) / (stretch.exact - expected.exact))


def _clamp(value: Fraction) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(1))


def _window(window: Window, judgements: Sequence[Judgement], method: Method) -> WindowScore:
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
        return WindowScore(window=window, value=None, measured_weight=float(share))
    lines = []
    value = {"deduct": Fraction(100), "earn": Fraction(0), "net": Fraction(50)}[method]
    for item, weight, short, rise in measured:
        part = weight / known
        points = {
            "deduct": -100 * part * short,
            "earn": 100 * part * rise,
            "net": 50 * part * (rise - short),
        }[method]
        value += points
        lines.append(
            ScoreLine(
                objective=item.objective,
                weight=float(part),
                shortfall=float(short),
                excellence=float(rise),
                points=float(points),
            )
        )
    return WindowScore(window=window, value=float(value), measured_weight=float(share), lines=tuple(lines))


def _weights(judgements: Sequence[Judgement]) -> list[Fraction]:
    """Return each judgement's weight; the parts of one objective (``name/value``) share it equally."""
    names = [item.objective.split("/", 1)[0] for item in judgements]
    return [Fraction(item.weight) / names.count(name) for item, name in zip(judgements, names, strict=True)]
