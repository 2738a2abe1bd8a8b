"""What a reopen rate says, in the bands of the measurement framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model import Estimate, Percent

if TYPE_CHECKING:
    from decimal import Decimal

GOOD_BELOW, NORMAL_BELOW, CONCERN_TO = Fraction(5, 100), Fraction(10, 100), Fraction(15, 100)


class ReopenBand(StrEnum):
    """A band of reopen rates.

    GOOD: below 5 %. NORMAL: from 5 % to below 10 %. CONCERN: from 10 % to 15 %. SYSTEMATIC: above 15 %.
    NOT_TRACKED: there is no rate, for nothing tells of reopens.
    """

    GOOD = "good"
    NORMAL = "normal"
    CONCERN = "concern"
    SYSTEMATIC = "systematic"
    NOT_TRACKED = "not_tracked"


@dataclass(frozen=True, slots=True)
class ReopenClass:
    """The band of a reopen rate, and every band that chance leaves open.

    Attributes
    ----------
    band
        That of the rate itself.
    touched
        Those that its interval touches, from good to bad; the band alone where there is no interval, and none
        where reopens are not tracked.
    """

    band: ReopenBand
    touched: tuple[ReopenBand, ...]

    @property
    def certain(self) -> bool:
        """Whether the interval leaves no other band open."""
        return self.touched == (self.band,)


def classify_reopen_rate(rate: Estimate | Fraction | Decimal | float | str | None) -> ReopenClass:
    """Return the band of a reopen rate, and the bands that its interval touches.

    The bands are those of the seed's article: below 5 % generally good, 5 to 10 % normal, 10 to 15 % a concern,
    above it systematic. Exactly 5 % is normal, exactly 15 % a concern as the wording has it; exactly 10 % is a
    concern by choice of this library. Your own history is the better yardstick.

    Parameters
    ----------
    rate
        An estimate (of ``reopen_rate``, with its interval), a share from 0 to 1, or text such as ``"5%"``. None, and
        an estimate without a value, is NOT_TRACKED: a desk that does not track reopens cannot see the problem.

    Raises
    ------
    DataError
        It is no share.

    References
    ----------
    Measurement framework S-34, S-35.

    Examples
    --------
    >>> from xlakit import stats
    >>> found = classify_reopen_rate(stats.proportion(5, 100))
    >>> found.band.value, [band.value for band in found.touched], found.certain
    ('normal', ['good', 'normal', 'concern'], False)
    >>> classify_reopen_rate("15%").band.value, classify_reopen_rate(None).band.value
    ('concern', 'not_tracked')
    """
    if isinstance(rate, Estimate):
        point, low, high = rate.exact, rate.low, rate.high
        if point is None and rate.value is not None:
            point = _exact(rate.value)
    else:
        point, low, high = (None if rate is None else _exact(rate)), None, None
    if point is None:
        return ReopenClass(ReopenBand.NOT_TRACKED, ())
    if not 0 <= point <= 1:
        raise DataError(message("reopen rate", "is not a share", got=str(rate), hint="0.05 or '5%'"))
    band = _band(point)
    ends = (
        point if low is None else min(Fraction(low), point),
        point if high is None else max(Fraction(high), point),
    )
    bands = (ReopenBand.GOOD, ReopenBand.NORMAL, ReopenBand.CONCERN, ReopenBand.SYSTEMATIC)
    first, last = bands.index(_band(ends[0])), bands.index(_band(ends[1]))
    return ReopenClass(band, bands[first : last + 1])


def _band(share: Fraction) -> ReopenBand:
    if share < GOOD_BELOW:
        return ReopenBand.GOOD
    if share < NORMAL_BELOW:
        return ReopenBand.NORMAL
    return ReopenBand.CONCERN if share <= CONCERN_TO else ReopenBand.SYSTEMATIC


def _exact(rate: Fraction | Decimal | float | str) -> Fraction:
    """Return the share as it is written: 0.15 is fifteen hundredths, not the nearest binary number."""
    try:
        if isinstance(rate, str) and "%" in rate:
            return Percent.parse(rate).exact
        return Fraction(rate) if isinstance(rate, Fraction) else Fraction(str(rate))
    except ValueError:
        raise DataError(
            message("reopen rate", "is not a share", got=str(rate), hint="0.05 or '5%'")
        ) from None
