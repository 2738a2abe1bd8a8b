"""Tests on the order of ratings: two groups, or the same cases before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from xlakit.errors import DataError, message
from xlakit.stats import series


@dataclass(frozen=True, slots=True)
class RankTest:
    """Whether the ratings of one group lie above those of the other.

    Attributes
    ----------
    u
        Mann-Whitney U of the one: how many of all pairs it wins, ties counting one half. None, like all
        that follows, where a group is empty.
    p_value
        Of U, two-sided, from the normal approximation with ties and continuity.
    delta
        Cliff's delta, -1 … 1: share of pairs that the one wins less those that it loses.
    p_shapes
        Brunner-Munzel: the same question when the two differ in spread. None with fewer than two values a
        side, or when no two values overlap.
    counts, left_out
        Known values of the one and of the other, and unknown ones.
    """

    u: float | None
    p_value: float | None
    delta: float | None
    p_shapes: float | None
    counts: tuple[int, int]
    left_out: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MatchedTest:
    """Whether the same cases moved between before and after.

    Attributes
    ----------
    statistic
        The smaller of the two sums of signed ranks; None, like all that follows, without a pair.
    p_value
        Two-sided: exact for few pairs without ties, else normal (as scipy chooses).
    shift
        Median of after less before.
    effect
        Matched rank-biserial correlation, -1 … 1: share of the ranks that rose less those that fell.
    count, unchanged, left_out
        Known pairs, those of them that did not move (they bear on neither rank sum), and pairs with an
        unknown side.
    """

    statistic: float | None
    p_value: float | None
    shift: float | None
    effect: float | None
    count: int
    unchanged: int
    left_out: int


def rank_test(one: Any, other: Any) -> RankTest:  # noqa: ANN401 - lists, arrays or columns
    """Return whether the ratings of one group lie above those of another, whatever their distribution.

    Parameters
    ----------
    one, other
        Independent ratings; None (or NaN) is left out and counted. Answers of the same people are not
        independent: take one of each.

    Raises
    ------
    DataError
        A value that is no finite number.

    Notes
    -----
    ``delta = 2 U / (m n) - 1``. Mann and Whitney (1947), Cliff (1993), Brunner and Munzel (2000) with t.

    Examples
    --------
    >>> found = rank_test([9, 8, 10, 7, 6, 9, 10, 5, 8, 9], [6, 7, 5, 8, 4, 6, 9, 3, 5, 7, None])
    >>> found.u, round(found.p_value, 5), round(found.delta, 2), round(found.p_shapes, 5), found.left_out
    (80.5, 0.02195, 0.61, 0.00649, (0, 1))
    >>> rank_test([1, 2], []).p_value is None
    True
    """
    (ours, lost), (theirs, gone) = (
        _known(f"rank_test.{side}", values) for side, values in (("one", one), ("other", other))
    )
    counts, left_out = (len(ours), len(theirs)), (lost, gone)
    if not len(ours) or not len(theirs):
        return RankTest(None, None, None, None, counts, left_out)
    found = stats.mannwhitneyu(ours, theirs, method="asymptotic")
    u = float(found.statistic)
    overlap = ours.min() <= theirs.max() and theirs.min() <= ours.max()
    alike = min(ours.min(), theirs.min()) == max(ours.max(), theirs.max())
    tellable = min(counts) > 1 and overlap and not alike
    return RankTest(
        u=u,
        p_value=float(found.pvalue),
        delta=2 * u / (len(ours) * len(theirs)) - 1,
        p_shapes=float(stats.brunnermunzel(ours, theirs).pvalue) if tellable else None,
        counts=counts,
        left_out=left_out,
    )


def matched_test(before: Any, after: Any) -> MatchedTest:  # noqa: ANN401 - lists, arrays or columns
    """Return whether the same cases rate differently after than before: Wilcoxon's signed rank test.

    Parameters
    ----------
    before, after
        One rating a case each, in the same order; a pair with a None (or NaN) is left out and counted.

    Raises
    ------
    DataError
        Columns of different lengths, or a value that is no finite number.

    Notes
    -----
    Wilcoxon (1945): pairs that did not move are dropped before ranking.

    Examples
    --------
    >>> found = matched_test([5, 6, 4, 7, 5, None, 6], [7, 9, 8, 7, 6, 9, 11])
    >>> found.statistic, found.shift, found.effect, found.count, found.unchanged, found.left_out
    (0.0, 2.5, 1.0, 6, 1, 1)
    >>> matched_test([3, 3], [3, 3]).p_value, matched_test([], []).p_value
    (1.0, None)
    """
    first, second = series.floats("matched_test.before", before), series.floats("matched_test.after", after)
    if len(first) != len(second):
        raise DataError(
            message("matched_test", "needs columns of one length", got=f"{len(first)} and {len(second)}")
        )
    moves = second - first
    moves = moves[~np.isnan(moves)]
    count, lost = len(moves), len(first) - len(moves)
    moved = moves[moves != 0]
    if not count:
        return MatchedTest(None, None, None, None, 0, 0, lost)
    if not len(moved):
        return MatchedTest(0.0, 1.0, 0.0, 0.0, count, count, lost)
    ranks = stats.rankdata(np.abs(moved))
    rose, fell = float(ranks[moved > 0].sum()), float(ranks[moved < 0].sum())
    return MatchedTest(
        statistic=min(rose, fell),
        p_value=float(stats.wilcoxon(moves).pvalue),
        shift=float(np.median(moves)),
        effect=(rose - fell) / (rose + fell),
        count=count,
        unchanged=count - len(moved),
        left_out=lost,
    )


def _known(where: str, values: Any) -> tuple[np.ndarray[Any, np.dtype[np.float64]], int]:  # noqa: ANN401
    """Return the known values and the number of unknown ones."""
    column = series.floats(where, values)
    known = column[~np.isnan(column)]
    return known, len(column) - len(known)
