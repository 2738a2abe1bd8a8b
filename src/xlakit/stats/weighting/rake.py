"""Weights that make a table of answers agree with known margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.weighting.capped import capped
from xlakit.stats.weighting.design_effect import design_effect
from xlakit.stats.weighting.margins import read_margins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from xlakit.stats.weighting.margins import Margin

ROUNDING = 16 * np.finfo(np.float64).eps


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """A raked table and what it took.

    Attributes
    ----------
    table
        The answers of each cell times their weight.
    weights
        What one answer of each cell counts for; 0 in cells without answers.
    iterations
        Rounds over all margins until they agreed.
    gap
        The largest difference to a margin: within the tolerance unless weights were capped.
    deff
        Kish's design effect of the weights: answers divided by it are the answers they are worth.
    capped_cells, capped_share
        Cells whose weight was held at the cap, and the share of the answers in them.
    """

    table: NDArray[np.float64]
    weights: NDArray[np.float64]
    iterations: int
    gap: float
    deff: float | None
    capped_cells: int
    capped_share: float


def rake(
    table: ArrayLike,
    margins: Sequence[ArrayLike | None] | Mapping[int | tuple[int, ...], ArrayLike],
    *,
    cap: float | None = None,
    tolerance: float = 1e-12,
    iterations: int = 1000,
) -> Raked:
    """Return the table of answers with weights by which it has the known margins.

    Parameters
    ----------
    table
        Answers of each cell, in any number of dimensions (priority by channel by site).
    margins
        How many there are in the population, for each axis in turn (None: not known), or by axis, or by
        several axes: ``{0: [90, 110], (1, 2): [[…], […]]}``. All with one total.
    cap
        The largest weight, as a multiple of the mean weight, at least 1. What is cut off goes to the other
        answers; the margins then no longer agree, by `gap`. Uncapped where it is left out.
    tolerance, iterations
        The largest difference to a margin that may be left (never less than floats can tell), and after how
        many rounds to give up.

    Raises
    ------
    DataError
        Impossible counts, margins that do not fit the table or each other, a margin with population but
        without an answer, or margins that no weights can reach because of empty cells.

    Notes
    -----
    Iterative proportional fitting; Deming and Stephan (1940). For the weighted estimate of rows see
    `ratio` or `poisson_bootstrap` with ``weights * values`` over ``weights``.

    Examples
    --------
    >>> found = rake([[40, 30], [35, 45]], [[90, 110], [120, 80]])
    >>> found.table.round(6).tolist(), found.iterations
    ([[60.324609, 29.675391], [59.675391, 50.324609]], 9)
    >>> rake([[40, 0], [35, 45]], [[90, 110], [130, 70]]).weights.round(3).tolist()
    [[2.25, 0.0], [1.143, 1.556]]
    """
    counts = arguments.table("rake.table", table).astype(np.float64)
    if counts.ndim == 0 or not (np.isfinite(counts) & (counts >= 0)).all() or not counts.sum() > 0:
        raise DataError(
            message(
                "rake.table", "must hold counts, some of them above 0", hint="a list of rows, one a stratum"
            )
        )
    if cap is not None and not arguments.number("rake.cap", cap) >= 1:
        raise DataError(
            message("rake.cap", "must be at least 1", got=repr(cap), hint="5: five times the mean")
        )
    known = read_margins(counts, margins)
    most = arguments.count("rake.iterations", iterations)
    fitted, rounds = _fitted(counts, known, arguments.number("rake.tolerance", tolerance), most)
    weights = np.divide(fitted, counts, out=np.zeros_like(fitted), where=counts > 0)
    held = np.zeros(counts.shape, dtype=np.bool_)
    if cap is not None:
        weights, held = capped(weights, counts, cap)
        fitted = weights * counts
    return Raked(
        table=fitted,
        weights=weights,
        iterations=rounds,
        gap=_gap(fitted, known),
        deff=design_effect(weights, counts),
        capped_cells=int(held.sum()),
        capped_share=float(counts[held].sum() / counts.sum()),
    )


def _fitted(
    counts: NDArray[np.float64], known: tuple[Margin, ...], tolerance: float, most: int
) -> tuple[NDArray[np.float64], int]:
    """Return the table with the margins, and after how many rounds."""
    fitted = counts
    enough = max(tolerance, ROUNDING * max(float(margin.goal.sum()) for margin in known))
    for number in range(1, most + 1):
        for margin in known:
            sums = fitted.sum(axis=margin.others, keepdims=True)
            fitted = fitted * np.divide(margin.goal, sums, out=np.zeros_like(sums), where=sums > 0)
        if _gap(fitted, known) <= enough:
            return fitted, number
    raise DataError(
        message(
            "rake",
            f"does not reach the margins in {most} rounds",
            got=f"a gap of {_gap(fitted, known):.2g}",
            hint="cells without answers stand in the way: join categories",
        )
    )


def _gap(fitted: NDArray[np.float64], known: tuple[Margin, ...]) -> float:
    """Return the largest difference to a margin."""
    return max(
        float(np.abs(fitted.sum(axis=margin.others, keepdims=True) - margin.goal).max()) for margin in known
    )
