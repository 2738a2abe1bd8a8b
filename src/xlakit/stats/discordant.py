"""Cases that moved one way against cases that moved the other: McNemar's exact test."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from xlakit.stats import arguments


@dataclass(frozen=True, slots=True)
class Discordant:
    """How uneven the moves are.

    Attributes
    ----------
    down, up
        How many moved each way.
    p_value, p_down
        Exact chance of so uneven a split, and of so many or more down, where both ways are as likely.
    """

    down: int
    up: int
    p_value: float
    p_down: float


def mcnemar(down: int, up: int) -> Discordant | None:
    """Return whether cases move down more than up; those that did not move say nothing.

    Returns None where none moved.

    Raises
    ------
    DataError
        A negative number or a float.

    Notes
    -----
    McNemar (1947), exact: binomial with one half.

    Examples
    --------
    >>> found = mcnemar(9, 1)
    >>> round(found.p_value, 6), round(found.p_down, 6)
    (0.021484, 0.010742)
    >>> mcnemar(0, 0) is None
    True
    """
    below, above = arguments.count("mcnemar.down", down), arguments.count("mcnemar.up", up)
    if not below + above:
        return None
    return Discordant(
        down=below,
        up=above,
        p_value=float(stats.binomtest(below, below + above, 0.5).pvalue),
        p_down=float(stats.binomtest(below, below + above, 0.5, alternative="greater").pvalue),
    )
