"""Response rates of a survey, from what became of each invitation."""

from __future__ import annotations

from dataclasses import dataclass

from xlakit.stats import arguments


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Shares in 0 … 1, None where there is nothing to divide by.

    Attributes
    ----------
    invited, eligible
        Invitations, and tickets for which one could have been sent.
    rr1, rr2
        Complete answers (`rr2`: and partial ones) over all invitations: AAPOR's strictest rates.
    rr5, rr6
        The same without the undeliverable invitations.
    coverage
        Invitations over eligible tickets: throttled and picked surveys show here and nowhere else.
    """

    invited: int
    eligible: int
    rr1: float | None
    rr2: float | None
    rr5: float | None
    rr6: float | None
    coverage: float | None


def response_rates(
    *,
    complete: int,
    partial: int = 0,
    refused: int = 0,
    no_reply: int = 0,
    other: int = 0,
    undeliverable: int = 0,
    not_sent: int = 0,
) -> ResponseRates:
    """Return the response rates and the coverage, from the count of each disposition.

    The names are the values of the ``disposition`` column of surveys; `other` is for invitations that came
    to nothing for another reason. `not_sent` are eligible tickets without an invitation: they count in the
    coverage and in no response rate.

    Raises
    ------
    DataError
        A float or a negative number where a count belongs.

    Notes
    -----
    American Association for Public Opinion Research, Standard Definitions: RR1, RR2, RR5, RR6.

    Examples
    --------
    >>> found = response_rates(complete=420, partial=40, refused=20, no_reply=1460, undeliverable=60,
    ...                        not_sent=400)
    >>> found.rr1, found.rr2, round(found.coverage, 4)
    (0.21, 0.23, 0.8333)
    >>> response_rates(complete=0, not_sent=3)
    ResponseRates(invited=0, eligible=3, rr1=None, rr2=None, rr5=None, rr6=None, coverage=0.0)
    """
    given = {
        "complete": complete,
        "partial": partial,
        "refused": refused,
        "no_reply": no_reply,
        "other": other,
        "undeliverable": undeliverable,
        "not_sent": not_sent,
    }
    counts = {name: arguments.count(f"response_rates.{name}", value) for name, value in given.items()}
    eligible = sum(counts.values())
    invited = eligible - counts["not_sent"]
    delivered = invited - counts["undeliverable"]
    whole, any_ = counts["complete"], counts["complete"] + counts["partial"]
    return ResponseRates(
        invited=invited,
        eligible=eligible,
        rr1=_share(whole, invited),
        rr2=_share(any_, invited),
        rr5=_share(whole, delivered),
        rr6=_share(any_, delivered),
        coverage=_share(invited, eligible),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
