"""Which segments of survey figures are withheld, so that no small group can be read or worked out.

A segment with fewer than `k` answers is withheld. Where that leaves a single withheld segment beside a
published whole, the difference would give it away, so the smallest of the others is withheld with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    Name = TypeVar("Name")


def withheld(counts: Mapping[Name, int], k: int) -> frozenset[Name]:
    """Return the parts of one published whole whose figures are withheld.

    Parameters
    ----------
    counts
        Answers of each part, zeros included.
    k
        The anonymity threshold: the fewest answers that may be shown.

    Returns
    -------
    frozenset
        Parts below `k` (a part without any answer has nothing to give away and is not listed), and as many
        of the next smallest as it takes to leave at least `k` answers, of two parts or more, unaccounted for.

    Examples
    --------
    >>> sorted(withheld({"a": 40, "b": 4, "c": 12}, 10))
    ['b', 'c']
    >>> sorted(withheld({"a": 40, "b": 0}, 10))
    []
    """
    small = {name for name, count in counts.items() if 0 < count < k}
    if not small:
        return frozenset()
    rest = sorted(
        (item for item in counts.items() if item[0] not in small and item[1]),
        key=lambda item: (item[1], str(item[0])),
    )
    hidden = sum(counts[name] for name in small)
    while rest and (hidden < k or len(small) < 2):  # noqa: PLR2004 - one hidden part is the difference of the others
        name, count = rest.pop(0)
        small.add(name)
        hidden += count
    return frozenset(small)
