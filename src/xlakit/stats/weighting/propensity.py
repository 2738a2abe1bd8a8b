"""Weights that give answers the voice of those who resemble them and did not answer."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.weighting.covariates import coded
from xlakit.stats.weighting.design_effect import design_effect
from xlakit.stats.weighting.logistic import logistic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

RIDGE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class PropensityWeights:
    """The weights of a survey's rows and what they took.

    Attributes
    ----------
    weights
        One a row, in the order given; 0 for those who did not answer. Stabilised weights have a mean near 1
        over the answers.
    propensities
        The fitted chance of an answer of every row.
    response_rate
        The share of rows that answered.
    coefficients
        Of the regression, by column; numbers are in standard deviations. ``priority=P1`` compares P1 with
        the category that comes first.
    deff
        Kish's design effect of the weights: answers divided by it are the answers they are worth.
    trimmed, trimmed_to
        Weights that were pulled in, and the smallest and the largest weight since.
    ridge
        0, or the penalty that kept coefficients finite because some rows answer always or never
        (separation). Rows of a kind that never answers are represented by nobody, whatever the weights.
    """

    weights: NDArray[np.float64]
    propensities: NDArray[np.float64]
    response_rate: float
    coefficients: Mapping[str, float]
    deff: float | None
    trimmed: int
    trimmed_to: tuple[float, float]
    ridge: float


def propensity_weights(
    covariates: Any,  # noqa: ANN401 - columns by name, a frame or an array
    responded: Iterable[bool],
    *,
    stabilised: bool = True,
    trim: tuple[float, float] | None = (0.01, 0.99),
) -> PropensityWeights:
    """Return weights for those who answered: one over the chance that a row like theirs is answered.

    Parameters
    ----------
    covariates
        What is known of every row, answered or not (priority, hours, reopened, channel, team): columns by
        name, a data frame, or an array with one row a ticket. Text and booleans are categories, unknown
        ones a category of their own; unknown numbers are told apart by a column of their own.
    responded
        Who answered, in the same order.
    stabilised
        Multiply by the response rate, so that weights have a mean near 1.
    trim
        Pull weights in to these two quantiles of the weights; None leaves them.

    Raises
    ------
    DataError
        Columns of different lengths, nobody who answered, answers that are not true or false.

    Notes
    -----
    Logistic regression by Newton's method; a ridge of 0.1 only where no finite maximum exists, and said.
    Rosenbaum and Rubin (1983). It repairs what the covariates explain and nothing else: for answers missing
    because of what they would have said see `break_even_shift`.

    The estimate: `ratio` or `poisson_bootstrap` of ``weights * answers`` over ``weights`` of the answers.

    Examples
    --------
    >>> priority = ["P1"] * 40 + ["P3"] * 60
    >>> answered = [True] * 30 + [False] * 10 + [True] * 20 + [False] * 40
    >>> found = propensity_weights({"priority": priority}, answered, trim=None)
    >>> found.propensities[[0, 99]].round(6).tolist(), found.weights[[0, 39, 40]].round(6).tolist()
    ([0.75, 0.333333], [0.666667, 0.0, 1.5])
    >>> found.trimmed, found.ridge, round(found.deff, 4)
    (0, 0.0, 1.1667)
    >>> propensity_weights({"priority": ["P1", "P1", "P3"]}, [True, False, False]).ridge
    0.1
    """
    given = [_answered(answer) for answer in arguments.each("propensity_weights.responded", responded)]
    answers = np.array(given, dtype=np.bool_)
    count = int(answers.sum())
    if count == 0:
        raise DataError(message("propensity_weights.responded", "must have at least one answer", got="none"))
    names, columns = coded(covariates, len(answers))
    # Rows alike are one row with trials: quicker, and the order of the rows cannot reach the last digit.
    alike, place = np.unique(columns, axis=0, return_inverse=True)
    place = place.reshape(-1)
    trials = np.bincount(place, minlength=len(alike)).astype(np.float64)
    hits = np.bincount(place, weights=answers, minlength=len(alike)).astype(np.float64)
    fit, ridge = logistic(alike, hits, trials), 0.0
    if not fit.finite:
        fit, ridge = logistic(alike, hits, trials, RIDGE), RIDGE
    chance = special.expit(alike @ fit.coefficients)[place]
    rate = count / len(answers)
    weights = (rate if stabilised else 1.0) / chance[answers]
    low, high = (weights.min(), weights.max()) if trim is None else np.quantile(weights, _quantiles(trim))
    # Quantiles are interpolated: a weight off by rounding is not trimmed.
    outside = (weights < low * (1 - 1e-12)) | (weights > high * (1 + 1e-12))
    kept = np.zeros(len(answers))
    kept[answers] = np.clip(weights, low, high)
    return PropensityWeights(
        weights=kept,
        propensities=chance,
        response_rate=rate,
        coefficients=MappingProxyType(dict(zip(names, fit.coefficients.tolist(), strict=True))),
        deff=design_effect(kept),
        trimmed=int(outside.sum()),
        trimmed_to=(float(low), float(high)),
        ridge=ridge,
    )


def _answered(value: object) -> bool:
    if value in (True, False):
        return bool(value)
    raise DataError(
        message("propensity_weights.responded", "must be true or false for every row", got=repr(value))
    )


def _quantiles(trim: tuple[float, float]) -> tuple[float, float]:
    low, high = trim
    if not 0 <= low < high <= 1:
        raise DataError(
            message(
                "propensity_weights.trim",
                "must be two shares in order",
                got=repr(trim),
                hint="(0.01, 0.99) for the 1st and the 99th percentile",
            )
        )
    return low, high
