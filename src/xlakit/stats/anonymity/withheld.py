"""Which published figures of answers are withheld: parts of one whole, or every cut and window at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from xlakit.stats.anonymity.protect import protect
from xlakit.stats.anonymity.result import result
from xlakit.stats.anonymity.suppress import suppress, threshold
from xlakit.stats.anonymity.windows import windowed

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from xlakit.model import Window

    Segment = tuple[tuple[str, str | None], ...]

Part = TypeVar("Part", bound="Hashable")


def withheld(counts: Mapping[Part, int], k: int) -> frozenset[Part]:
    """Return the parts of one published whole whose figures are withheld.

    Parameters
    ----------
    counts
        Answers of each part, zeros included. Together they are the whole, and it is published.
    k
        The anonymity threshold: the fewest answers that may be shown.

    Returns
    -------
    frozenset
        Parts below `k` (a part without any answer has nothing to give away and is not listed), and as many
        of the next smallest as it takes to leave at least `k` answers, of two parts or more, unaccounted for.

    Raises
    ------
    DataError
        Counts that are no counts, or a `k` below 2.

    Examples
    --------
    >>> sorted(withheld({"a": 40, "b": 4, "c": 12}, 10))
    ['b', 'c']
    >>> sorted(withheld({"a": 40, "b": 0}, 10))
    []
    """
    if all(count == 0 or count >= k for count in counts.values()):
        return frozenset()
    figures: dict[Hashable, list[Part]] = {("part", part): [part] for part in counts}
    figures["whole"] = list(counts)
    hidden = suppress(counts, k=k, published=figures).names
    return frozenset(part for part in counts if ("part", part) in hidden)


def withheld_everywhere(
    figures: Mapping[tuple[Window, Segment], int],
    k: int,
    *,
    sums: Mapping[tuple[Window, Segment], float] | None = None,
    ranges: tuple[float, float] | None = None,
    keep: Collection[tuple[Window, Segment]] = (),
) -> frozenset[tuple[Window, Segment]]:
    """Return the figures of one metric that are withheld, over all its windows and cuts at once.

    Parameters
    ----------
    figures
        Answers of every figure that is to be published, by its window and its segment: ``()`` is the whole,
        ``(("team", "a"),)`` one part of the cut by team, a value of None those without a team. Windows may
        nest and overlap. Zeros belong in; what is left out is not published.
    k
        The anonymity threshold: the fewest answers that may be shown.
    sums, ranges
        The sum of the scores of each figure, and the lowest and highest score of one answer: where
        means, shares or net scores are shown beside the counts.
    keep
        Figures that are hidden for the sake of others only where hiding anything else does not help: the
        wholes that a contract is judged by.

    Returns
    -------
    frozenset
        Keys of `figures`. Nothing in it, nor what a cut or a gap between windows leaves over, can be told
        from the others by adding and subtracting.

    Raises
    ------
    DataError
        Counts that are no counts, a `k` below 2, parts that hold more than their whole.

    Notes
    -----
    `suppress` does the work. What is the sum of what follows from the windows' edges and from the columns of
    the segments. Cuts by different columns are bound by their whole; how they cross is taken to be unknown to
    readers, unless that cut is published too.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> from xlakit.model import Window
    >>> edges = [datetime(2026, month, 1, tzinfo=timezone.utc) for month in (1, 2, 3, 4)]
    >>> months = [Window(start=a, end=b, label=f"{a:%b}") for a, b in zip(edges, edges[1:])]
    >>> quarter = Window(start=edges[0], end=edges[3], label="Q1")
    >>> figures = {(months[0], ()): 30, (months[1], ()): 4, (months[2], ()): 25, (quarter, ()): 59}
    >>> sorted(window.label for window, _ in withheld_everywhere(figures, 10))
    ['Feb', 'Mar']
    >>> withheld_everywhere({(quarter, ()): 59, (quarter, (("team", None),)): 0}, 10)
    frozenset()
    """
    if not figures:
        return frozenset()
    table = windowed(figures, sums, ranges, keep)
    least = threshold("withheld_everywhere.k", k)
    found = result(table, least, protect(table, least))
    return cast("frozenset[tuple[Window, Segment]]", found.names)
