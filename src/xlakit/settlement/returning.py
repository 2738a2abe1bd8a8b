"""Step 13 in the books: what comes back, and what credits are set against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.settlement.group import Draft
from xlakit.settlement.posting import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.model.commercial_terms import Commercials, EarnBack
    from xlakit.settlement.books import Books
    from xlakit.settlement.earn_back import Claim
    from xlakit.settlement.group import Group
    from xlakit.settlement.trace import Trace

CREDIT = "credit"


def offset(group: Group, books: Books) -> None:
    """Set the credits of a window against what is banked: bonuses first, then what was earned back by category."""
    if not books.bank and not books.balances:
        return
    own = sum(draft.units for draft in group.drafts if draft.units > 0)
    used = min(books.bank, own)
    if used:
        books.bank -= used
        _against(group, "", used, "set against banked bonuses", "offset: bank")
    for category in sorted(books.balances):
        mine = sum(
            draft.units for draft in group.drafts if draft.kind == CREDIT and draft.category == category
        )
        taken = min(books.balances[category], max(0, min(mine, own - used)))
        if taken:
            books.balances[category] -= taken
            used += taken
            named = f" of {category}" if category else ""
            _against(group, "", taken, f"set against credits{named} that were earned back", "earn-back E3")


def _against(group: Group, name: str, units: int, reason: str, rule: str) -> None:
    group.drafts.append(Draft(group.window, group.window, name, "offset", -units, -units, reason, [rule]))


def earn_back(group: Group, terms: Commercials, books: Books, places: int, trace: Trace) -> None:
    """Post what the marks of a window win back; of E3 it becomes a balance instead."""
    clause = terms.earn_back
    if clause is None:
        return
    for claim, taken, evidence in _completed(group, terms, clause, books):
        label = claim.window.label
        units = taken if books.holds(clause.only_if, group.span) else 0
        rule = f"earn-back {clause.form}"
        trace.note(13, group.window.label, claim.name, label, amount(-units, places), rule)
        if not units:
            continue
        if clause.form == "E3":
            books.balances[claim.category] += units
            continue
        why = (
            f"mean of the contract year reached the level ({clause.average})"
            if clause.form == "E1"
            else (f"{claim.good} good windows after it")
        )
        group.drafts.append(
            Draft(
                group.window,
                claim.window,
                claim.name,
                "earn_back",
                -units,
                -units,
                f"credit of {label} earned back: {why}, {clause.share} of it"
                + (" in two parts" if clause.form == "E4" else ""),
                [rule],
                evidence,
            )
        )


def _completed(
    group: Group, terms: Commercials, clause: EarnBack, books: Books
) -> Iterator[tuple[Claim, int, str]]:
    """Yield each claim that a window completes, what comes back of it in minor units, and the evidence.

    The mean of a contract year is taken with the last window that begins in it.
    """
    for mark in group.marks if books.claims.open else ():
        if mark.name not in books.claims.open:
            continue
        if clause.form != "E1":
            for claim, units in books.claims.after(mark, clause, terms.rounding):
                yield claim, units, mark.evidence()
        elif mark.span.after >= group.year[1].after:
            year = [item for item in books.marks[mark.name] if item.span.first >= group.year[1].first]
            for claim, units in books.claims.at_year_end(clause, year, terms.rounding):
                yield claim, units, mark.evidence()
