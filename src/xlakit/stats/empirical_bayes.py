"""Many segments at once: each shrunk towards what all of them have in common."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, SupportsFloat

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.beta_binomial import fitted
from xlakit.stats.normal_prior import fitted_normal
from xlakit.stats.posterior import EmpiricalBayes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

METHOD = "empirical_bayes"
FEW = 8


def empirical_bayes(
    successes: Iterable[int], counts: Iterable[int], *, level: float = 0.95
) -> EmpiricalBayes:
    """Return the shares of many segments, each shrunk towards their common mean as far as its answers are few.

    Parameters
    ----------
    successes, counts
        One whole number a segment, in any order. A segment of no answers tells nothing and is told nothing.
    level
        Confidence of the posterior intervals.

    Returns
    -------
    EmpiricalBayes
        With ``prob_below``, ``prob_above`` and ``select``. Where the segments differ no more than by chance
        all get the common mean, with the doubt about that mean. Fewer than 8 segments are said in the notes.

    Raises
    ------
    DataError
        Numbers that are no counts, more successes than answers, columns of different lengths.

    Notes
    -----
    ``k ~ Binomial(n, p)``, ``p ~ Beta(a, b)``; a and b maximise ``Σ log BetaBinomial(k | n, a, b)``; the
    posterior is ``Beta(a + k, b + n - k)``. Where that has no maximum, Kleinman's moments (Journal of the American
    Statistical Association 68, 1973). The prior counts as known, so intervals of few segments are too narrow.

    Examples
    --------
    >>> found = empirical_bayes([45, 9, 30, 80, 0], [50, 10, 50, 100, 0])
    >>> [each.value if each.value is None else round(each.value, 3) for each in found.estimates]
    [0.872, 0.829, 0.646, 0.798, None]
    >>> round(found.prior_mean, 3), round(found.prior_size, 1), found.method
    (0.786, 16.4, 'maximum_likelihood')
    >>> [p if p is None else round(p, 3) for p in found.prob_below(0.75)]
    [0.006, 0.14, 0.968, 0.102, None]
    >>> found.notes
    ('4 segments are few to learn from: 8 or more are advised',)
    """
    level = arguments.confidence(level)
    k = np.array(arguments.wholes("empirical_bayes.successes", successes), dtype=np.int64)
    n = np.array(arguments.wholes("empirical_bayes.counts", counts), dtype=np.int64)
    _check(k, n)
    some = n > 0
    if not some.any():
        return _nothing("beta", len(n), level)
    prior = fitted(k[some], n[some])
    apart = math.isfinite(prior.size)
    if apart:
        above = np.asarray(prior.mean * prior.size + k, dtype=np.float64)
        below = np.asarray((1 - prior.mean) * prior.size + n - k, dtype=np.float64)
        means = above / (above + below)
    else:  # one share for all: what is left is the doubt about it
        above = np.full(len(n), float(k.sum()) + 0.5)
        below = np.full(len(n), float((n - k).sum()) + 0.5)
        means = np.full(len(n), prior.mean)
    low, high = (special.betaincinv(above, below, tail) for tail in ((1 - level) / 2, (1 + level) / 2))
    return EmpiricalBayes(
        estimates=_estimates(means, n, low, high, level, some),
        prior_mean=prior.mean,
        prior_size=prior.size,
        prior_sd=math.sqrt(prior.mean * (1 - prior.mean) / (prior.size + 1)),
        method=prior.method,
        notes=_notes(int(some.sum()), apart=apart, method=prior.method),
        family="beta",
        shapes=_shapes(above, below, some),
        evidence=tuple(zip(k.tolist(), n.tolist(), strict=True)),
    )


def empirical_bayes_normal(
    values: Iterable[SupportsFloat],
    errors: Iterable[SupportsFloat],
    *,
    counts: Iterable[int] | None = None,
    level: float = 0.95,
) -> EmpiricalBayes:
    """Return the scores of many segments, each shrunk towards their common mean as far as it is unsure.

    Parameters
    ----------
    values, errors
        The estimate of each segment, in any unit, and its standard error, in any order.
    counts
        Answers of each segment, only to be told again in the result; 0 there where they are not passed.
    level
        Confidence of the posterior intervals.

    Returns
    -------
    EmpiricalBayes
        As by `empirical_bayes`; ``prior_sd`` says how far the true scores lie apart.

    Raises
    ------
    DataError
        Numbers that are not finite, errors that are not positive, columns of different lengths.

    Notes
    -----
    ``value ~ Normal(theta, error²)``, ``theta ~ Normal(m, t²)``, both by maximum likelihood; t = 0 where the
    segments differ no more than by their errors. Efron and Morris, Journal of the American Statistical
    Association 70 (1975).

    Examples
    --------
    >>> found = empirical_bayes_normal([7.9, 6.1, 8.3, 7.0], [0.2, 0.5, 0.3, 0.9])
    >>> [round(each.value, 2) for each in found.estimates]
    [7.87, 6.52, 8.18, 7.27]
    >>> round(found.prior_mean, 2), round(found.prior_sd, 2)
    (7.46, 0.74)
    >>> empirical_bayes_normal([7.0, 7.1], [0.5, 0.5]).prior_sd
    0.0
    """
    level = arguments.confidence(level)
    y = np.array(arguments.numbers("empirical_bayes_normal.values", values), dtype=np.float64)
    s = np.array(arguments.numbers("empirical_bayes_normal.errors", errors), dtype=np.float64)
    n = np.zeros(len(y), dtype=np.int64)
    if counts is not None:
        n = np.array(arguments.wholes("empirical_bayes_normal.counts", counts), dtype=np.int64)
    if not len(y) == len(s) == len(n):
        raise DataError(
            message(
                "empirical_bayes_normal", "needs columns of one length", got=f"{len(y)}, {len(s)}, {len(n)}"
            )
        )
    if not (np.isfinite(y).all() and np.isfinite(s).all() and (s > 0).all()):
        raise DataError(
            message(
                "empirical_bayes_normal",
                "needs finite values with positive standard errors",
                hint="leave out segments without an interval, such as those of a single answer",
            )
        )
    if not len(y):
        return _nothing("normal", 0, level)
    prior = fitted_normal(y, s)
    apart = prior.variance > 0
    weight = prior.variance / (prior.variance + s**2)
    means = weight * y + (1 - weight) * prior.mean
    sd = np.sqrt(weight) * s if apart else np.full(len(y), prior.error)
    half = float(special.ndtri((1 + level) / 2)) * sd
    some = np.ones(len(y), dtype=bool)
    return EmpiricalBayes(
        estimates=_estimates(means, n, means - half, means + half, level, some),
        prior_mean=prior.mean,
        prior_size=None,
        prior_sd=math.sqrt(prior.variance),
        method=prior.method,
        notes=_notes(len(y), apart=apart, method=prior.method),
        family="normal",
        shapes=_shapes(means, sd, some),
        evidence=tuple(zip(y.tolist(), s.tolist(), strict=True)),
    )


def _check(k: NDArray[np.int64], n: NDArray[np.int64]) -> None:
    """Refuse counts that no segments can have."""
    if len(k) != len(n):
        raise DataError(
            message("empirical_bayes", "needs columns of one length", got=f"{len(k)} and {len(n)}")
        )
    wrong = (k < 0) | (k > n)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise DataError(
            message("empirical_bayes.successes", f"are impossible among {n[at]} answers", got=str(k[at]))
        )


def _nothing(family: Literal["beta", "normal"], segments: int, level: float) -> EmpiricalBayes:
    """Return the result where nothing was counted."""
    nothing = Estimate.nothing(level=level, method=METHOD)
    return EmpiricalBayes(
        estimates=(nothing,) * segments,
        prior_mean=None,
        prior_size=None,
        prior_sd=None,
        method="maximum_likelihood",
        notes=_notes(0, apart=True, method="maximum_likelihood"),
        family=family,
        shapes=(None,) * segments,
        evidence=((0, 0),) * segments,
    )


def _estimates(
    means: NDArray[np.float64],
    counts: NDArray[np.int64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    level: float,
    some: NDArray[np.bool_],
) -> tuple[Estimate, ...]:
    """Return one estimate a segment; an interval of a lopsided posterior is stretched to hold its mean."""
    return tuple(
        Estimate(
            value=value, count=count, low=min(least, value), high=max(most, value), level=level, method=METHOD
        )
        if counted
        else Estimate.nothing(level=level, method=METHOD)
        for value, count, least, most, counted in zip(
            means.tolist(), counts.tolist(), low.tolist(), high.tolist(), some, strict=True
        )
    )


def _shapes(
    first: NDArray[np.float64], second: NDArray[np.float64], some: NDArray[np.bool_]
) -> tuple[tuple[float, float] | None, ...]:
    pairs = zip(first.tolist(), second.tolist(), some, strict=True)
    return tuple((one, two) if counted else None for one, two, counted in pairs)


def _notes(segments: int, *, apart: bool, method: str) -> tuple[str, ...]:
    """Return what to know before the result is used."""
    notes = []
    if segments < FEW:
        word = "segment is" if segments == 1 else "segments are"
        notes.append(f"{segments} {word} few to learn from: {FEW} or more are advised")
    if not apart:
        notes.append("the segments differ no more than by chance: all get the common mean")
    if method == "moments":
        notes.append("the likelihood has no maximum: the prior was fitted by moments")
    return tuple(notes)
