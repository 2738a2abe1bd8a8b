"""Repeat contacts against those that would have come anyway."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Excess:
    """What was observed against what chance gives.

    Attributes
    ----------
    observed, expected
        The count, and its mean by chance.
    z
        ``(O - E) / √E``; None where nothing is expected.
    p_value
        Chance of as many or more: the upper tail of a Poisson count with that mean. 1 where nothing was observed.
    excess
        Observed less expected.
    """

    observed: int
    expected: float
    z: float | None
    p_value: float
    excess: float


@dataclass(frozen=True, slots=True)
class FirstContact:
    """First contact resolution as claimed, verified, and with chance allowed for. Shares, in 0 … 1.

    Attributes
    ----------
    claimed
        Of all contacts.
    verified
        The claimed without those that came back.
    adjusted
        The verified and those that came back by chance.
    inflation
        Claimed less adjusted.
    surveyed
        The claimed by the share of answers that say solved; None without answers.
    """

    claimed: float
    verified: float
    adjusted: float
    inflation: float
    surveyed: float | None


def coincidences(observed: int, rates: Iterable[float], window: float) -> Excess:
    """Return how many contacts came within a window of another, beyond those that would have come anyway.

    Parameters
    ----------
    observed
        Index contacts that were followed by another one within the window.
    rates
        For each index contact the requester's own rate, apart from that contact, in any unit of time. A rate pooled
        over requesters calls every frequent requester a repeater.
    window
        In the same unit of time.

    Raises
    ------
    DataError
        A count that is none, more observed than index contacts, a rate that is unknown or negative, or a
        window below 0.

    Notes
    -----
    ``E = Σ (1 - exp(-λᵢ w))``, ``z = (O - E) / √E``. The tail is Poisson's, wider than that of the sum of
    unequal chances that it stands for.

    Examples
    --------
    >>> found = coincidences(40, [3 / 365] * 400, 7)
    >>> round(found.expected, 2), round(found.z, 2), found.p_value < 0.001
    (22.36, 3.73, True)
    >>> coincidences(0, [], 7).z is None
    True
    """
    each = series.floats("coincidences.rates", rates if isinstance(rates, np.ndarray) else list(rates))
    if np.isnan(each).any() or (each < 0).any():
        raise DataError(message("coincidences.rates", "must be known and not negative", got=str(each)))
    if not (math.isfinite(window) and window >= 0):
        raise DataError(message("coincidences.window", "must not be negative", got=repr(window)))
    if arguments.count("coincidences.observed", observed) > len(each):
        raise DataError(
            message("coincidences.observed", f"must not be more than {len(each)} contacts", got=str(observed))
        )
    return excess(observed, math.fsum(-np.expm1(-np.sort(each) * window)))


def excess(observed: int, expected: float) -> Excess:
    """Return a count against its mean by chance.

    Raises
    ------
    DataError
        A count that is none, or a mean that is negative or no number.

    Examples
    --------
    >>> found = excess(96, 22)
    >>> round(found.z, 2), found.excess
    (15.78, 74.0)
    >>> excess(1, 0.0).p_value, excess(0, 0.0).p_value
    (0.0, 1.0)
    """
    number = arguments.count("excess.observed", observed)
    if not (math.isfinite(expected) and expected >= 0):
        raise DataError(
            message("excess.expected", "must be a number that is not negative", got=repr(expected))
        )
    return Excess(
        observed=number,
        expected=float(expected),
        z=(number - expected) / math.sqrt(expected) if expected else None,
        p_value=float(special.pdtrc(number - 1, expected)) if number else 1.0,
        excess=float(number - expected),
    )


def chance_adjusted(
    contacts: int,
    claimed: int,
    repeats: int,
    expected: float,
    *,
    solved: int | None = None,
    answers: int | None = None,
) -> FirstContact | None:
    """Return first contact resolution without the repeats, and with those back in that came by chance.

    Parameters
    ----------
    contacts, claimed
        All contacts, and those that count as resolved at the first.
    repeats
        Claimed ones that were followed by another contact.
    expected
        How many of these would have come anyway. No more than the repeats are added back.
    solved, answers
        Of the users asked: how many said that it was solved, of how many answers.

    Returns
    -------
    FirstContact or None
        None without a contact.

    Raises
    ------
    DataError
        Counts that are none or that are more than what they are part of, or an expectation below 0.

    Examples
    --------
    >>> found = chance_adjusted(1000, 740, 96, 22, solved=139, answers=180)
    >>> [round(100 * share, 1) for share in (found.claimed, found.verified, found.adjusted, found.inflation)]
    [74.0, 64.4, 66.6, 7.4]
    >>> round(100 * found.surveyed, 1)
    57.1
    >>> chance_adjusted(0, 0, 0, 0.0) is None
    True
    """
    sizes = [
        arguments.count(f"chance_adjusted.{name}", value)
        for name, value in (("contacts", contacts), ("claimed", claimed), ("repeats", repeats))
    ]
    said, told = (
        arguments.count(f"chance_adjusted.{name}", value or 0)
        for name, value in (("solved", solved), ("answers", answers))
    )
    if not sizes[0] >= sizes[1] >= sizes[2] or said > told:
        raise DataError(
            message(
                "chance_adjusted",
                "needs contacts ≥ claimed ≥ repeats, and answers ≥ solved",
                got=f"{contacts}, {claimed}, {repeats}; {answers}, {solved}",
            )
        )
    if not (math.isfinite(expected) and expected >= 0):
        raise DataError(message("chance_adjusted.expected", "must not be negative", got=repr(expected)))
    if not contacts:
        return None
    adjusted = (claimed - repeats + min(expected, repeats)) / contacts
    return FirstContact(
        claimed=claimed / contacts,
        verified=(claimed - repeats) / contacts,
        adjusted=adjusted,
        inflation=claimed / contacts - adjusted,
        surveyed=claimed / contacts * said / told if told else None,
    )
