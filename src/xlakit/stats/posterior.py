"""What is believed of each of many segments, and which of them may be called bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.free_prior import free_below

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from fractions import Fraction

    from xlakit.model import Estimate

    Target = Fraction | Decimal | float

Where = Literal["below", "above"]
Prior = Literal["fitted", "free", "both"]
ROUNDING = 1e-12
"""Above the rate that still counts as on it: ``1 - 0.99`` is not quite 0.01."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The segments that were called, most certain first, and the share of them expected to be called wrongly.

    ``expected_false`` is None where none was called.
    """

    segments: tuple[int, ...]
    expected_false: float | None


@dataclass(frozen=True, slots=True)
class EmpiricalBayes:
    """Segments shrunk towards what all of them have in common.

    Attributes
    ----------
    estimates
        Posterior mean and equal-tailed posterior interval of each segment, in the order given; without a
        value where nothing was counted.
    prior_mean
        The mean of the fitted prior; None where nothing was counted at all.
    prior_size
        How many answers the prior is worth beside those of a segment; infinite where segments differ no
        more than by chance. None for scores other than shares.
    prior_sd
        How far the true values of segments lie apart: the standard deviation of the prior.
    method
        How the prior was fitted: ``maximum_likelihood``, or ``moments`` where that had no solution.
    notes
        What to know before the result is used.
    family, shapes
        ``beta`` with both parameters of each posterior, or ``normal`` with mean and standard deviation.
    evidence
        What was counted: successes and answers of each segment, or value and standard error.
    """

    estimates: tuple[Estimate, ...]
    prior_mean: float | None
    prior_size: float | None
    prior_sd: float | None
    method: str
    notes: tuple[str, ...]
    family: Literal["beta", "normal"]
    shapes: tuple[tuple[float, float] | None, ...]
    evidence: tuple[tuple[float, float], ...]

    def prob_below(self, target: Target, *, prior: Prior = "fitted") -> tuple[float | None, ...]:
        """Return how probable it is of each segment that its true value lies below `target`.

        Parameters
        ----------
        target
            In the unit of the values.
        prior
            ``fitted``: the beta or normal prior. ``free``: a prior of any shape, in 200 bins, fitted to the same
            segments. ``both``: the lesser of the two probabilities.

        Returns
        -------
        tuple
            In the order of the segments; None where nothing was counted.

        Raises
        ------
        DataError
            A target for shares that lies outside 0 … 1.
        """
        return self._probabilities(target, "below", prior)

    def prob_above(self, target: Target, *, prior: Prior = "fitted") -> tuple[float | None, ...]:
        """Return how probable it is of each segment that its true value lies above `target`.

        See Also
        --------
        prob_below
        """
        return self._probabilities(target, "above", prior)

    def select(
        self, target: Target, *, where: Where = "below", rate: float = 0.1, prior: Prior = "fitted"
    ) -> Selection:
        """Return the segments to call `where` of the target, with at most a share of `rate` expected wrong.

        With ``prior="both"`` a segment must be improbable to be called wrongly whatever the shape of the prior:
        the fitted prior alone calls too many where good and bad segments are two groups apart, the free one
        alone where they are few.

        Raises
        ------
        DataError
            A target for shares outside 0 … 1, or a rate outside 0 … 1.

        See Also
        --------
        prob_below, posterior_fdr
        """
        return posterior_fdr(self._probabilities(target, where, prior), rate=rate)

    def _probabilities(self, target: Target, where: Where, prior: Prior) -> tuple[float | None, ...]:
        """Return how probable it is of each segment that it lies there."""
        arguments.one_of("where", where, ("below", "above"))
        arguments.one_of("prior", prior, ("fitted", "free", "both"))
        goal = float(target)
        if self.family == "beta" and not 0 <= goal <= 1:
            raise DataError(
                message("target", "of shares must lie between 0 and 1", got=str(target), hint="0.9 for 90 %")
            )
        some = [index for index, shape in enumerate(self.shapes) if shape is not None]
        found: dict[int, list[float]] = {index: [] for index in some}
        if prior != "free":
            for index in some:
                found[index].append(self._below(goal, *(self.shapes[index] or (0.0, 0.0))))
        if prior != "fitted" and some:
            free = free_below(self.family, [self.evidence[index] for index in some], goal)
            for index, below in zip(some, free, strict=True):
                found[index].append(below)
        least = {
            i: min(each if where == "below" else 1 - each for each in every) for i, every in found.items()
        }
        return tuple(least.get(index) for index in range(len(self.shapes)))

    def _below(self, target: float, first: float, second: float) -> float:
        if self.family == "beta":
            return float(special.betainc(first, second, target))
        return float(special.ndtr((target - first) / second))


def posterior_fdr(probabilities: Sequence[float | None], *, rate: float = 0.1) -> Selection:
    """Return the longest list of segments of which at most a share of `rate` is expected to be called wrongly.

    Parameters
    ----------
    probabilities
        How probable it is of each segment that it is what it would be called; None is never called.
    rate
        The greatest share of wrong calls that is expected among all calls, in 0 … 1.

    Returns
    -------
    Selection
        Positions in `probabilities`, most certain first. Segments of equal probability are called together
        or not at all, so that their order decides nothing.

    Raises
    ------
    DataError
        A probability or a rate outside 0 … 1.

    Notes
    -----
    By ``1 - p`` upwards, the longest prefix whose running mean is at most `rate`. Newton, Noueiry, Sarkar and
    Ahlquist, Biostatistics 5 (2004).

    Examples
    --------
    >>> posterior_fdr([0.99, 0.5, None, 0.9, 0.8])
    Selection(segments=(0, 3), expected_false=0.055)
    >>> posterior_fdr([0.2, None])
    Selection(segments=(), expected_false=None)
    """
    if not 0 <= arguments.number("posterior_fdr.rate", rate) <= 1:
        raise DataError(message("posterior_fdr.rate", "must lie between 0 and 1", got=repr(rate)))
    probabilities = arguments.each("posterior_fdr.probabilities", probabilities)
    known = [index for index, each in enumerate(probabilities) if each is not None]
    chances = arguments.column(
        "posterior_fdr.probabilities", [probabilities[index] for index in known]
    ).astype(np.float64)
    wrong = ~((chances >= 0) & (chances <= 1))
    if wrong.any():
        raise DataError(
            message("posterior_fdr.probabilities", "must lie between 0 and 1", got=str(chances[wrong][0]))
        )
    order = np.argsort(-chances, kind="stable")
    doubts = 1 - chances[order]
    running = np.cumsum(doubts) / np.arange(1, len(order) + 1)
    last = np.append(doubts[1:] != doubts[:-1], True)[: len(doubts)]
    fits = np.flatnonzero((running <= rate + ROUNDING) & last)
    if not len(fits):
        return Selection((), None)
    called = int(fits[-1]) + 1
    return Selection(tuple(known[index] for index in order[:called]), round(float(running[called - 1]), 15))
