"""Steps 10 and 12, caps: what the credits of a window, and of a contract year, come to at most."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.settlement.earning import of
from xlakit.settlement.entry import Entry
from xlakit.settlement.posting import amount, posted, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model.commercial_terms import Commercials
    from xlakit.settlement.books import Books
    from xlakit.settlement.charges import Billing
    from xlakit.settlement.group import Group
    from xlakit.settlement.trace import Trace

ZERO = Fraction(0)


def cap_of(terms: Commercials, charges: Fraction) -> Fraction:
    """Return the cap of a window by itself: the at-risk amount unless another is stated."""
    if terms.cap is not None:
        return of(terms.cap, charges)
    return charges if terms.at_risk is None else charges * terms.at_risk.exact


def capped(
    entries: list[Entry],
    group: Group,
    terms: Commercials,
    books: Books,
    billing: Billing,
    places: int,
    trace: Trace,
    shared: Fraction | None = None,
) -> tuple[int, ...]:
    """Post the credits of a window below its caps, and return what each came to in minor units.

    The cap of a window leaves what shorter windows in it took; the annual cap is used up in the order of time.

    Parameters
    ----------
    entries
        Credits before caps; what a cap held back in the window before is added to them.
    shared
        What a cap that several agreements share leaves this one; None without such a cap.
    """
    scale = 10**places
    group.cap = cap_of(terms, group.charges or ZERO)
    if carried := books.carried.pop(group.kind, ZERO):
        entries.append(
            Entry("", "carried", carried, "credits above the cap of the window before", rules=["carried"])
        )
    if not entries:
        return ()
    room = max(ZERO, group.cap - Fraction(books.within(group.span), scale))
    carries = terms.cap_excess == "carry_forward"
    summed = sum((entry.exact for entry in entries), ZERO) if carries or trace.on else ZERO
    if trace.on:
        trace.note(10, group.window.label, "", summed, min(summed, room), "cap of the window")
    if carries and summed > room:
        books.carried[group.kind] = summed - room
    number, dates = group.year
    if terms.annual_cap is not None:
        yearly = of(terms.annual_cap, billing.yearly(dates))
        left = max(ZERO, yearly - Fraction(books.of_year[number], scale))
        if trace.on:
            trace.note(12, group.window.label, "", min(summed, room), min(summed, room, left), "annual cap")
        room = min(room, left)
    if shared is not None:
        room = min(room, shared)
    exact = [entry.exact for entry in entries]
    raws = posted(exact, places, terms.rounding)
    units = within(exact, raws, places, room)
    for entry, raw, paid in zip(entries, raws, units, strict=True):
        if raw != paid and abs(entry.exact * scale - paid) >= 1:
            entry.rules.append("cap")
            entry.reason += f"; held back by a cap from {amount(raw, places):,}"
        group.draft(entry, paid, raw)
        trace.note(14, group.window.label, entry.name, entry.exact, amount(paid, places), terms.rounding)
    books.paid.append((group.span, sum(units)))
    books.of_year[number] += sum(units)
    return units


def bonus_room(
    group: Group, terms: Commercials, books: Books, billing: Billing, places: int
) -> Fraction | None:
    """Return what the caps on bonuses leave in a window; None without any."""
    rooms: Sequence[Fraction] = ()
    if terms.bonus_cap is not None:
        rooms = [*rooms, of(terms.bonus_cap, group.charges or ZERO)]
    if terms.annual_bonus_cap is not None:
        number, dates = group.year
        yearly = of(terms.annual_bonus_cap, billing.yearly(dates))
        rooms = [*rooms, max(ZERO, yearly - Fraction(books.bonus_of_year[number], 10**places))]
    return min(rooms) if rooms else None
