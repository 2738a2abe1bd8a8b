"""Which attributes only hurt when they are bad, and which delight when they are good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments, sandwich, series
from xlakit.stats.complete_cases import complete_cases
from xlakit.stats.contrast import Contrast, PenaltyReward, asymmetry, kind_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from xlakit.stats.complete_cases import CompleteCases

Cut = float | Mapping[str, float] | None


def penalty_reward(
    attributes: Any,  # noqa: ANN401 - a mapping, a frame or an array
    outcome: Any,  # noqa: ANN401 - a list, an array or a column
    *,
    low: Cut = None,
    high: Cut = None,
    clusters: Iterable[Hashable] | None = None,
    level: float = 0.95,
) -> PenaltyReward:
    """Return the penalty-reward contrast of each attribute: association, not cause.

    Parameters
    ----------
    attributes
        Ratings by name (a mapping or a frame), or one row a case.
    outcome
        The overall score of each row. Rows with an unknown part are left out and counted.
    low, high
        Up to which rating one is low, from which on it is high: one number for all attributes, or a
        mapping by name. Without them the lowest and the highest third of each attribute's own range,
        which on 1 … 5 are 1 and 2, 4 and 5; state them where results are compared over time.
    clusters
        Whose answer each row is; None there is somebody else each time.
    level
        Confidence of the two-sided intervals.

    Returns
    -------
    PenaltyReward
        A contrast is None where nobody, or everybody else, rated like that, or where another attribute
        says exactly the same. A coefficient with the wrong sign counts as 0 in the asymmetry.

    Raises
    ------
    DataError
        Fewer than 10 complete cases an attribute, columns of different lengths, values that are no
        numbers, a cut without the other attributes' ones, or `low` not below `high`.

    Notes
    -----
    Least squares on a low and a high dummy an attribute (Brandt 1987; Mikulić and Prebežac 2008), with
    cluster sandwich errors times ``G/(G-1)`` and t with G - 1 degrees of freedom over G clusters.
    The limits of the classes are conventions.

    Examples
    --------
    >>> speed, tone = [1, 3, 5, 1, 3, 5, 1, 3, 5, 3] * 3, [1, 1, 1, 3, 3, 3, 5, 5, 5, None] * 3
    >>> points = {1: (-2.0, 0.0), 3: (0.0, 0.0), 5: (0.5, 1.0)}
    >>> overall = [7 + points[s][0] + points[t or 3][1] for s, t in zip(speed, tone)]
    >>> found = penalty_reward({"speed": speed, "tone": tone}, overall, low=2, high=4)
    >>> [(one.name, round(one.ia, 2), one.kind) for one in found.contrasts], found.left_out
    ([('speed', -0.6, 'strongly basic'), ('tone', 1.0, 'excitement')], 3)
    """
    level = arguments.confidence(level)
    cases = complete_cases("penalty_reward", attributes, outcome, clusters)
    cuts = _cuts(cases, low, high)
    dummies = [
        side
        for column, (least, most) in zip(cases.attributes.T, cuts, strict=True)
        for side in (column <= least, column >= most)
    ]
    design = np.column_stack([np.ones(len(cases.outcome)), *dummies]).astype(np.float64)
    slopes, errors, degrees, r2 = sandwich.least_squares(design, cases)
    half = special.stdtrit(degrees, (1 + level) / 2) * errors if degrees else np.full(len(slopes), np.nan)
    contrasts = []
    for place, (name, (least, most)) in enumerate(zip(cases.names, cuts, strict=True)):
        bad, good = 1 + 2 * place, 2 + 2 * place
        penalty, reward = _known(slopes[bad]), _known(slopes[good])
        ia = asymmetry(penalty, reward)
        contrasts.append(
            Contrast(
                name=name,
                penalty=penalty,
                penalty_low=_known(slopes[bad] - half[bad]),
                penalty_high=_known(slopes[bad] + half[bad]),
                reward=reward,
                reward_low=_known(slopes[good] - half[good]),
                reward_high=_known(slopes[good] + half[good]),
                ia=ia,
                kind=kind_of(ia),
                low=least,
                high=most,
                count_low=int(design[:, bad].sum()),
                count_high=int(design[:, good].sum()),
            )
        )
    return PenaltyReward(tuple(contrasts), r2, len(design), cases.left_out, degrees + 1, level)


def _cuts(cases: CompleteCases, low: Cut, high: Cut) -> list[tuple[float, float]]:
    """Return, for each attribute, up to which rating one is low and from which on it is high."""
    cuts = []
    for name, column in zip(cases.names, cases.attributes.T, strict=True):
        third = (column.max() - column.min()) / 3
        least = _cut("low", low, name, column.min() + third)
        most = _cut("high", high, name, column.max() - third)
        if not (least < most or (low is None and high is None)):
            raise DataError(
                message(f"penalty_reward.low[{name!r}]", f"must be below high ({most})", got=str(least))
            )
        cuts.append((least, most))
    return cuts


def _cut(which: str, given: Cut, name: str, usual: float) -> float:
    if given is None:
        return float(usual)
    where = f"penalty_reward.{which}"
    if isinstance(given, Mapping) and name not in given:
        raise DataError(message(where, f"is missing for {name!r}", got=str(sorted(given))))
    number = series.fraction(where, given[name] if isinstance(given, Mapping) else given)
    if number is None:
        raise DataError(message(where, "must be a number", got=repr(given)))
    return float(number)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
