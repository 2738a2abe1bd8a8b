"""Which figures of a table to hide, so that no small group can be read or worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.anonymity.protect import audited, protect
from xlakit.stats.anonymity.result import Suppression, result
from xlakit.stats.anonymity.table import tabulate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def suppress(
    counts: Mapping[Any, int] | Sequence[Sequence[int]],
    *,
    k: int = 10,
    published: Mapping[Any, Collection[Any]] | None = None,
    sums: Mapping[Any, float] | Sequence[Sequence[float]] | None = None,
    ranges: tuple[float, float] | None = None,
    homogeneous: bool = False,
) -> Suppression:
    """Return which figures to hide, so that no group below `k` answers can be read or worked out.

    Parameters
    ----------
    counts
        Answers of the finest groups: a mapping from a label, or from a tuple of labels, or a rectangle of
        rows. Leave out combinations that everybody knows to be impossible; others without answers are 0.
    k
        The fewest answers that a shown figure may rest on. Figures of no answers are shown: they give nobody
        away.
    published
        What is to be shown: a mapping from the name of each figure to the keys that it sums. Cuts, margins,
        totals and overlapping windows are all such sums. Unless stated: every group, every margin and the
        total, named by the key with ``...`` for what is summed over.
    sums
        The sum of the scores of each group, for figures that show a mean, a share or a net score.
    ranges
        The lowest and the highest score of one answer; needed with `sums`.
    homogeneous
        Hide figures too whose answers all lie at the same end of the scale: they tell what everybody said.

    Returns
    -------
    Suppression
        In `hidden`, what is below `k` and what must go with it; nothing in it can be told to within
        `k` answers, nor its sum to within one answer from one end of the scale to the other (or to within
        the distance from that end of a published figure around it, which says as much of all its members).

    Raises
    ------
    DataError
        Counts that are no counts, a `k` below 2, a figure over unknown keys, sums that such counts and scores
        cannot have.

    Notes
    -----
    Small figures are hidden first. For each that is not protected a linear program picks small figures
    to hide with it; another finds the range of every hidden figure over all tables that look the same, with
    fractions of answers allowed. The audit assumes that readers see nothing of a hidden figure, neither its
    count nor its reason, and nothing but this one release. It audits all of `published` at once: two calls
    do not know of each other. Washington Department of Health, Guidelines for Working with Small Numbers;
    Cox, Journal of the American Statistical Association 75 (1980).

    Examples
    --------
    >>> found = suppress({"a": 40, "b": 4, "c": 12, "d": 0})
    >>> [(each.figure, each.reason, each.low, each.high) for each in found.hidden]
    [('b', 'primary', 0.0, 16.0), ('c', 'complementary', 0.0, 16.0)]

    Four answers that nobody shows, told by two means (7.9 of 40 and 7.6 of 44):

    >>> sums = {"a": 40 * 7.9, "b": 44 * 7.6 - 40 * 7.9}
    >>> [told] = feasible_ranges({"a": 40, "b": 4}, ["b"], sums=sums, ranges=(0, 10)).hidden
    >>> told.low, told.high, round(told.sum_low / told.low, 6)
    (4.0, 4.0, 4.6)
    >>> sorted(suppress({"a": 40, "b": 4}, sums=sums, ranges=(0, 10)).names)
    ['a', 'b']
    """
    table = tabulate(counts, published, sums, ranges)
    least = threshold("suppress.k", k)
    return result(table, least, protect(table, least, homogeneous=homogeneous))


def feasible_ranges(
    counts: Mapping[Any, int] | Sequence[Sequence[int]],
    hidden: Collection[Any],
    *,
    k: int = 10,
    published: Mapping[Any, Collection[Any]] | None = None,
    sums: Mapping[Any, float] | Sequence[Sequence[float]] | None = None,
    ranges: tuple[float, float] | None = None,
) -> Suppression:
    """Return what can be worked out where exactly the figures `hidden` are left out.

    The parameters are those of `suppress`. Nothing is hidden in addition: this is the audit of a
    publication that somebody else prepared, and ``protected`` is its verdict.

    Raises
    ------
    DataError
        As by `suppress`, and a name in `hidden` that is no figure.

    Examples
    --------
    >>> found = feasible_ranges([[3, 20], [20, 30]], [(0, 0), (0, 1), (1, 0)])
    >>> [(each.figure, each.low, each.high) for each in found.hidden]    # the second row tells (1, 0)
    [((0, 0), 3.0, 3.0), ((0, 1), 20.0, 20.0), ((1, 0), 20.0, 20.0)]
    >>> found.protected, feasible_ranges([[3, 20], [20, 30]], [(0, 0), (0, 1), (1, 0), (1, 1)]).protected
    (False, True)
    """
    table = tabulate(counts, published, sums, ranges)
    known = {name for names in table.names for name in names}
    unknown = sorted(set(hidden) - known, key=repr)
    if unknown:
        raise DataError(
            message(
                "feasible_ranges.hidden", "names no figure", got=repr(unknown), hint="pass keys of published"
            )
        )
    # One figure under two names is read where either is shown.
    shown = np.array([not set(names) <= set(hidden) for names in table.names], dtype=bool)
    least = threshold("feasible_ranges.k", k)
    return result(table, least, audited(table, least, shown))


def threshold(where: str, k: int) -> int:
    """Return `k` where it can be an anonymity threshold."""
    if arguments.whole(where, k) < 2:  # noqa: PLR2004 - one answer is one person
        raise DataError(
            message(where, "must be at least 2", got=str(k), hint="10 is usual, 5 the lowest advised")
        )
    return int(k)
