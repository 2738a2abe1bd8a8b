"""A window that is supposed: what it would pay if some objectives failed, and others were at their best."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from xlakit.errors import MeasureError
from xlakit.metrics import build
from xlakit.model import Percent
from xlakit.model.commercial_terms import Charges
from xlakit.model.results import Result, Results
from xlakit.settlement.front_door import Around, held_with_money, settle_marks
from xlakit.settlement.measured import read_results
from xlakit.settlement.placing import TermWindows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlakit.agreement import Version
    from xlakit.model import Agreement, Levels, Objective, Statement
    from xlakit.model.window import WindowKind

Supposition = Literal["failed", "best"]
FINE = 18
"""Decimals of an amount where its rounding must not show."""

ROUND = Decimal(1_000_000)
"""Monthly charges where those of the agreement are invoiced: shares of them do not depend on it."""

FAR = Fraction(10**9)
"""Beyond every level, for a figure without an end."""


def supposed(
    agreement: Agreement,
    outcomes: Mapping[str, Supposition],
    *,
    kind: WindowKind | None = None,
    windows: int = 1,
) -> Statement:
    """Return the statement of the first windows, with amounts that are hardly rounded.

    Parameters
    ----------
    agreement
        With ``commercials``; it is looked at as first written. A burn-in and lines made by hand are left out.
    outcomes
        Objectives that fail as far as they can, or are as good as they can be; the others are on their expected levels.
    kind
        The windows to look at, and the objectives that have them; those of the agreement unless stated.
    windows
        How many of them, in all of which the same happens; at most those of the term.

    Raises
    ------
    AgreementError
        It has no commercials.

    Examples
    --------
    >>> from xlakit.review import load_agreement
    >>> found = load_agreement('''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: tiny}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: a, metric: csat, expected: {at_least: 85%}, service_credit: {allocation: 60%}}
    ...   - {name: b, metric: reopen_rate, expected: {at_most: 5%}, service_credit: {allocation: 50%}}
    ... commercials: {currency: EUR, charges: {amount: "400000.00", per: month}, at_risk: 12%, pool: 110%}
    ... ''')
    >>> [
    ...     (int(item.raw_credits), int(item.credits))
    ...     for who in ({"a": "failed"}, {"a": "failed", "b": "failed"}, {"b": "best"})
    ...     for item in supposed(found, who).windows
    ... ]
    [(28800, 28800), (52800, 48000), (0, 0)]
    """
    (version,) = held_with_money(agreement.model_copy(update={"amendments": ()}))
    held = (unrounded(version, burn_in=0),)
    plain = held[0].agreement
    chosen = kind or plain.window
    looked = [window for window, _, _ in TermWindows(held).of(chosen)[:windows]]
    rows = tuple(
        Result(name, window.label, value=_figure(objective, levels, plain, outcomes.get(objective.name)))
        for window in looked
        for name, objective, levels in _parts(plain)
        if (objective.window or plain.window) == chosen
    )
    reading = read_results(Results(rows), held, looked[-1].end)
    return settle_marks(held, reading.marks, Around(as_of=reading.as_of))


def unrounded(version: Version, **changes: object) -> Version:
    """Return a version without lines made by hand, with invoiced charges as round ones, and amounts that are fine."""
    terms = version.agreement.commercials
    if terms is None:
        return version
    update: dict[str, object] = {"adjustments": (), "minor_unit": FINE, **changes}
    if terms.charges.table is not None:
        update["charges"] = Charges(amount=ROUND, per="month")
    return with_terms(version, update)


def with_terms(version: Version, changes: Mapping[str, object]) -> Version:
    """Return a version with other commercial terms, taken as they are; its statements are final at once."""
    agreement = version.agreement
    if agreement.commercials is None:
        return version
    update = {
        "commercials": agreement.commercials.model_copy(update=dict(changes)),
        "settlement": agreement.settlement.model_copy(update={"close_after": None}),
    }
    return version.model_copy(update={"agreement": agreement.model_copy(update=update)})


def parts_of(objective: Objective, agreement: Agreement) -> tuple[str, ...]:
    """Return the parts of an objective that the agreement names: by levels, by allocation, by its priorities."""
    credit = objective.service_credit
    stated = credit.allocation if credit is not None and isinstance(credit.allocation, dict) else {}
    listed = agreement.priorities if objective.each == "priority" and objective.expected is not None else {}
    return tuple(dict.fromkeys([*objective.levels, *stated, *listed]))


def _parts(agreement: Agreement) -> Iterator[tuple[str, Objective, Levels]]:
    for objective in agreement.objectives:
        for part in (None,) if objective.each is None else parts_of(objective, agreement) or ("any",):
            levels = objective.levels_for(part)
            if levels is not None:
                yield objective.name if part is None else f"{objective.name}/{part}", objective, levels


def _figure(objective: Objective, levels: Levels, agreement: Agreement, what: Supposition | None) -> Fraction:
    expected = levels.expected
    if what is None:
        return expected.exact
    least, most = ends(objective, agreement)
    if isinstance(expected.quantity, Percent):
        least, most = Fraction(0), Fraction(1)
    # A level beyond the ends says that the metric counts in something else than it was thought to.
    if expected.higher_is_better == (what == "best"):
        return most if most is not None and most >= expected.exact else expected.exact + FAR
    return least if least is not None and least <= expected.exact else expected.exact - FAR


def ends(objective: Objective, agreement: Agreement) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that the metric of an objective can be; None where there is no such end."""
    try:
        metric = build(objective.metric, agreement)
    except MeasureError:  # a metric of one's own, which nobody here knows
        return None, None
    low, high = (None if end is None else Fraction(str(end)) for end in (metric.low, metric.high))
    return low, high
