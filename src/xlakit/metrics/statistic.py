"""Statistic kinds: how three integer sums become a finished number with its interval.

Every metric adds one integer per row (or nothing): 1 or 0 for a share, +1, 0 or -1 for a net share, a
count of quanta (seconds, thousandths of a point) for a mean. The cube keeps how many rows added, what
they added, and the squares; everything below is computed from those three.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from xlakit import stats
from xlakit.model import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Kind(StrEnum):
    """What the finished number is."""

    SHARE = "share"
    NET = "net"
    MEAN = "mean"


_IN_GROUPS: Mapping[Kind, Literal["share", "net_share", "ratio"]] = MappingProxyType(
    {Kind.SHARE: "share", Kind.NET: "net_share", Kind.MEAN: "ratio"}
)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A kind, and what one unit of the sum is worth in the metric's unit."""

    kind: Kind
    quantum: Decimal = Decimal(1)

    def estimate(
        self,
        count: int,
        total: int,
        squares: int,
        *,
        groups: Sequence[tuple[int, int]] = (),
        level: float = 0.95,
    ) -> Estimate:
        """Return the finished number.

        Parameters
        ----------
        count, total, squares
            How many rows added, the sum of what they added, and the sum of its squares.
        groups
            ``(count, total)`` of the random groups of respondents, where respondents repeat: the interval
            then accounts for answers of one person being alike. Empty where rows are independent.
        level
            Confidence of the interval.

        Returns
        -------
        Estimate
            None as value where nothing was counted.

        Examples
        --------
        >>> Statistic(Kind.SHARE).estimate(20, 19, 19).value
        0.95
        >>> Statistic(Kind.MEAN, Decimal("0.001")).estimate(0, 0, 0).value is None
        True
        """
        if count == 0:
            return Estimate.nothing(level=level)
        if groups:
            counts, totals = [group[0] for group in groups], [group[1] for group in groups]
            return stats.random_groups(
                totals,
                counts,
                statistic=_IN_GROUPS[self.kind],
                squares=squares,
                quantum=self.quantum,
                level=level,
            )
        if self.kind is Kind.MEAN:
            return stats.mean_from_sums(count, total, squares, quantum=self.quantum, level=level)
        if self.kind is Kind.SHARE:
            return stats.proportion(total, count, level=level)
        up, down = (squares + total) // 2, (squares - total) // 2
        return stats.net_promoter(up, count - up - down, down, level=level)
