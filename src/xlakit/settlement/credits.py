"""Steps 6 to 9: from failures to raw credits, before any cap."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from xlakit.model import Outcome
from xlakit.settlement.earning import of
from xlakit.settlement.entry import Entry
from xlakit.settlement.escalation import factor, is_default
from xlakit.settlement.incidents import same_incident
from xlakit.settlement.mark import FAILED
from xlakit.settlement.service_points import points_credit
from xlakit.settlement.severity import form_of, points_of, severity
from xlakit.settlement.triggers import persistent_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Agreement
    from xlakit.model.commercial_terms import Commercials
    from xlakit.model.credit_terms import ServiceCredit
    from xlakit.settlement.books import Books
    from xlakit.settlement.mark import Mark
    from xlakit.settlement.trace import Trace

ZERO = Fraction(0)


def allocation_of(credit: ServiceCredit, mark: Mark, terms: Commercials) -> Fraction:
    """Return the share of the base that hangs on a mark: parts of one objective share it equally, unless stated.

    In a two-level pool it is a share of the share of its category.
    """
    known, key = mark.promise.shares, (mark.part, mark.parts)
    if key not in known:
        stated = credit.allocation
        if isinstance(stated, dict):
            found = stated[mark.part].exact if mark.part is not None and mark.part in stated else ZERO
        else:
            found = stated.exact / mark.parts
        if credit.category is not None:
            found *= terms.categories[credit.category].exact
        known[key] = found
    return known[key]


def raw_credits(
    marks: Sequence[Mark], agreement: Agreement, charges: Fraction, books: Books, trace: Trace
) -> tuple[list[Entry], Fraction]:
    """Return the credits of one window before caps, in the order of the agreement, and its service points.

    Misses are counted in `books` on the way.
    """
    terms = agreement.commercials
    if terms is None:
        return [], ZERO
    at_risk = charges if terms.at_risk is None else charges * terms.at_risk.exact
    entries, points = [], []
    bases = {"at_risk": (at_risk, "the at-risk amount"), "charges": (charges, "the charges")}
    for mark in marks:
        credit = mark.promise.objective.service_credit
        steps = terms.multiplier if credit is None or credit.multiplier is None else credit.multiplier
        record = books.records[mark.name]
        record.add(mark, steps)
        if mark.outcome not in FAILED:
            books.points.pop(mark.name, None)
            continue
        if credit is None:
            continue
        if own := points_of(mark, books.points.get(mark.name, ZERO)):
            points.append((mark, own))
        books.points[mark.name] = own
        trace.judged(mark)
        entry = _credit(mark, credit, terms, *bases[credit.of])
        if not is_default(credit.default_after, mark, record):
            entry.exact = ZERO
        _escalate(entry, factor(steps, record), trace)
        if entry.exact:
            entries.append(entry)
    summed = sum((own for _, own in points), ZERO)
    entries += _points(points, summed, terms, charges, trace)
    if points:
        entries.sort(key=_order)
    stays = same_incident(entries, agreement.settlement.same_incident)
    if trace.on and len(stays) < len(entries):
        kept = ", ".join(entry.name for entry in stays)
        trace.note(9, marks[0].window.label, "", len(entries), kept, agreement.settlement.same_incident)
    return stays, summed


def _order(entry: Entry) -> tuple[int, str]:
    return (0, "") if entry.mark is None else (entry.mark.promise.index, entry.name)


def _credit(mark: Mark, credit: ServiceCredit, terms: Commercials, base: Fraction, what: str) -> Entry:
    part, share = severity(mark), allocation_of(credit, mark, terms)
    shown = _shown(share)
    return Entry(
        name=mark.name,
        kind="credit",
        exact=base * share if part == 1 else base * share * part,
        reason=f"{mark.figures()}; {_shown(part)} of {shown} of {what} {float(base):,.2f}",
        mark=mark,
        rules=[f"severity {form_of(mark)}", f"allocation {shown} of {credit.of}"],
        category=credit.category or "",
    )


@lru_cache(maxsize=1024)
def _shown(part: Fraction) -> str:
    """Return a part in percent, as exactly as four decimals go."""
    text = f"{float(part * 100):.4f}".rstrip("0").rstrip(".")
    return f"{text}%"


def _escalate(entry: Entry, times: Fraction, trace: Trace) -> None:
    if trace.on and entry.mark is not None:
        window = entry.mark.window.label
        trace.note(6, window, entry.name, entry.rules[0], entry.exact, entry.rules[0])
        trace.note(7, window, entry.name, entry.rules[1], entry.exact, entry.rules[1])
        if times != 1:
            trace.note(8, window, entry.name, entry.exact, entry.exact * times, f"multiplier {times}")
    if times != 1:
        entry.exact *= times
        entry.rules.append(f"multiplier {float(times):g}")
        entry.reason += f"; times {float(times):g} for repeated misses"


def _points(
    points: Sequence[tuple[Mark, Fraction]],
    summed: Fraction,
    terms: Commercials,
    charges: Fraction,
    trace: Trace,
) -> list[Entry]:
    """Return what service points cost, in proportion to the points of each objective."""
    if terms.service_points is None or not summed:
        return []
    whole = points_credit(terms.service_points, summed, charges)
    found = []
    for mark, own in points:
        reason = f"{mark.figures()}; {float(own):g} of {float(summed):g} service points"
        entry = Entry(mark.name, "credit", whole * own / summed, reason, mark, ["service points"])
        trace.note(6, mark.window.label, mark.name, f"{own} points", entry.exact, "service points")
        if entry.exact:
            found.append(entry)
    return found


def critical(marks: Sequence[Mark], terms: Commercials, charges: Fraction) -> Entry | None:
    """Return what a critical failure costs instead of the credits of its window; None without one."""
    clause = terms.critical_failure
    if clause is None:
        return None
    for mark in marks:
        named = {mark.name, mark.promise.objective.name} & set(clause.objectives)
        grave = mark.outcome is Outcome.BELOW_MINIMUM or (clause.when == "expected" and mark.failed)
        if named and grave:
            reason = f"critical failure: {mark.figures()}; {clause.retain} retained instead of credits"
            return Entry(
                mark.name, "critical_failure", of(clause.retain, charges), reason, mark, ["critical failure"]
            )
    return None


def persistent(
    marks: Sequence[Mark],
    counts: Sequence[int],
    terms: Commercials,
    charges: Fraction,
    year: Fraction,
    books: Books,
) -> Entry | None:
    """Return the extra credit for failures that persist; it fires only where one happens.

    Parameters
    ----------
    marks
        All that ended in the period.
    counts
        Failures of each period so far, this one last.
    charges, year
        The charges of the period, and of its contract year.
    """
    clause = terms.persistent_failure
    if clause is None:
        return None
    failures = sum(counts[-clause.in_ :])
    steps = 0
    if any(mark.failed for mark in marks):
        lookback = clause.in_ - 1
        paid = books.persistent[-lookback:] if lookback else []
        steps = persistent_steps(failures, clause.failures, paid)
    books.persistent.append(steps)
    if not steps:
        return None
    base = year if clause.of == "annual_charges" else charges
    windows = min(len(counts), clause.in_)
    reason = f"{failures} failures in {windows} windows: {steps} times {clause.credit} of the {clause.of}"
    exact = steps * clause.credit.exact * base
    return Entry("", "persistent_failure", exact, reason.replace("_", " "), None, ["persistent failure"])
