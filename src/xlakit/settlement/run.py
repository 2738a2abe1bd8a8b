"""The pipeline: what became of every promise goes in, ledger lines that add up come out. Always in this order."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.errors import message
from xlakit.model import Outcome, Percent
from xlakit.model.statement import Obligation
from xlakit.scoring import whole_units
from xlakit.settlement.books import Books
from xlakit.settlement.capping import bonus_room, capped
from xlakit.settlement.credits import critical, persistent, raw_credits
from xlakit.settlement.earn_back import Claim
from xlakit.settlement.earning import earned, of, released, shared
from xlakit.settlement.entry import Entry
from xlakit.settlement.group import groups
from xlakit.settlement.obligations import plan_after
from xlakit.settlement.posting import amount, largest_remainder, posted
from xlakit.settlement.returning import earn_back, offset
from xlakit.settlement.trace import Trace
from xlakit.settlement.triggers import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlakit.agreement import Version
    from xlakit.model.commercial_terms import Commercials
    from xlakit.model.credit_terms import Conditions
    from xlakit.model.window import WindowKind
    from xlakit.settlement.charges import Billing
    from xlakit.settlement.group import Group
    from xlakit.settlement.mark import Mark, Span

ZERO = Fraction(0)


@dataclass(slots=True, eq=False)
class Run:
    """One settlement: its inputs, and the windows it came to.

    Attributes
    ----------
    held, billing, places
        The versions, the charges under them, the decimals of an amount.
    ceilings
        What the credits of a window may come to because of a cap that several agreements share.
    books, trace
        What is remembered on the way, and what is written down of it.
    groups, problems
        The windows settled so far, and what could not be.
    """

    held: Sequence[Version]
    billing: Billing
    places: int
    ceilings: Mapping[Span, Fraction] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)
    books: Books = field(default_factory=Books)
    groups: list[Group] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _failures: list[int] = field(default_factory=list)
    _years: set[int] = field(default_factory=set)
    _raw: Fraction = ZERO
    _fresh: list[Claim] = field(default_factory=list)

    def settle(self, marks: Sequence[Mark]) -> None:
        """Settle every window, oldest first."""
        found = groups(marks, self.held, self.billing.year)
        regular = {item.kind for item in found} & {self._usual(item) for item in found}
        averages = any(_averages(version) for version in self.held)
        waiting: list[Mark] = []
        for place, group in enumerate(found):
            waiting += group.marks
            for mark in group.marks if averages else ():
                self.books.marks[mark.name].append(mark)
            for mark in group.failing:
                self.books.failures.append((mark.span, mark.outcome is Outcome.BELOW_MINIMUM))
            period: Period | None = None
            if not regular or group.kind in regular:
                # What ends together with a period, in a longer window, counts in it.
                later = [item for item in found[place + 1 : place + 4] if item.span.after == group.span.after]
                period = Period(group.window, [*waiting, *(mark for item in later for mark in item.marks)])
                waiting = []
            elif self._counted(group, found[:place], regular):
                waiting = waiting[: -len(group.marks)]
            self._settle(group, period)
            self.groups.append(group)

    @staticmethod
    def _counted(group: Group, before: Sequence[Group], regular: set[WindowKind]) -> bool:
        """Whether the period that a longer window ends with has counted it."""
        return any(item.kind in regular and item.span.after == group.span.after for item in before[-4:])

    @staticmethod
    def _usual(group: Group) -> WindowKind:
        kind = group.version.agreement.window
        return "month" if kind == "rolling-3-months" else kind

    def _settle(self, group: Group, period: Period | None) -> None:
        terms = group.version.agreement.commercials
        if terms is None or self._burns_in(group, terms):
            return
        group.charges = self.billing.charges(group.span)
        if group.charges is None:
            self._uncharged(group, period)
        else:
            self._known_so_far(group, terms)
            self._credits(group, terms, group.charges, period)
            offset(group, self.books)
            self._earnings(group, terms, group.charges)
        earn_back(group, terms, self.books, self.places, self.trace)
        for mark in group.failing:
            if (found := plan_after(mark, self.books)) is not None:
                group.obligations.append(found)
        self._report(group, period)

    def _uncharged(self, group: Group, period: Period | None) -> None:
        """Count the misses of a window whose charges nobody knows: runs, triggers and earn-back go on."""
        what = "nothing was invoiced for it, so no credit or bonus was computed"
        self.problems.append(message("settlement", what, got=group.window.label))
        _, group.points = raw_credits(group.marks, group.version.agreement, ZERO, self.books, Trace())
        if period is not None:
            self._failures.append(sum(mark.failed for mark in period.marks))
            self.books.persistent.append(0)

    def _known_so_far(self, group: Group, terms: Commercials) -> None:
        """Say where a share of the charges of the year is one of those that are known so far."""
        number, dates = group.year
        caps = (terms.annual_cap, terms.annual_bonus_cap)
        persists = terms.persistent_failure
        by_year = any(isinstance(cap, Percent) for cap in caps) or (
            persists is not None and persists.of == "annual_charges"
        )
        if by_year and number not in self._years and self.billing.charges(dates) is None:
            what = "shares of its charges are of what has been invoiced so far"
            self.problems.append(message("settlement", what, got=f"contract year {number + 1}"))
        self._years.add(number)

    def _report(self, group: Group, period: Period | None) -> None:
        """Tell the triggers what a window came to; a longer window that ends with a period counts in it."""
        last = self.books.periods[-1] if self.books.periods else None
        if period is not None:
            period.raw, self._raw = group.raw + self._raw, ZERO
            period.cap, period.charges, period.points = group.cap, group.charges, group.points
            self.books.periods.append(period)
        elif last is not None and last.window.end == group.window.end:
            last.raw += group.raw
            last.points += group.points
        else:
            self._raw += group.raw

    def _burns_in(self, group: Group, terms: Commercials) -> bool:
        """Whether nothing is paid yet."""
        start = self.held[0].agreement.term.start
        months = (group.span.first.year - start.year) * 12 + group.span.first.month - start.month
        return months < terms.burn_in

    def _credits(self, group: Group, terms: Commercials, charges: Fraction, period: Period | None) -> None:
        """Take steps 6 to 10, 12 and 14: what failures cost."""
        agreement = group.version.agreement
        entries, group.points = raw_credits(group.marks, agreement, charges, self.books, self.trace)
        entries += [item for item in self._earned(group, charges) if item.kind == "malus"]
        if period is not None:
            self._failures.append(sum(mark.failed for mark in period.marks))
            yearly = self.billing.yearly(group.year[1])
            extra = persistent(period.marks, self._failures, terms, charges, yearly, self.books)
            entries += [extra] if extra is not None else []
        group.raw = sum((entry.exact for entry in entries), ZERO)
        grave = critical(group.marks, terms, charges)
        if grave is not None:
            entries = [grave]
        room = self.ceilings.get(group.span)
        units = capped(entries, group, terms, self.books, self.billing, self.places, self.trace, room)
        self._claim(entries, units, terms)

    def _holds(self, group: Group) -> Callable[[Conditions], bool]:
        return lambda conditions: self.books.holds(conditions, group.span)

    def _earned(self, group: Group, charges: Fraction) -> list[Entry]:
        marks = [mark for mark in group.marks if mark.promise.earns]
        return list(earned(marks, charges, self._holds(group))) if marks else []

    def _claim(self, entries: Sequence[Entry], units: Sequence[int], terms: Commercials) -> None:
        """Remember which credits may come back."""
        self._fresh = []
        for entry, paid in zip(entries, units, strict=True) if terms.earn_back is not None else ():
            if entry.kind == "credit" and paid and entry.mark is not None:
                raw = terms.earn_back is not None and terms.earn_back.base == "raw"
                base = entry.exact * 10**self.places if raw else Fraction(paid)
                self._fresh.append(Claim(entry.name, entry.category, entry.mark.window, base, paid))
                self.books.claims.add(self._fresh[-1])

    def _earnings(self, group: Group, terms: Commercials, charges: Fraction) -> None:
        """Take step 11: what performance earns."""
        entries = [item for item in self._earned(group, charges) if item.kind != "malus"]
        if terms.gain_share is not None:
            entries += shared(group.marks, terms.gain_share, self._holds(group))
        room = bonus_room(group, terms, self.books, self.billing, self.places) if entries else None
        units = posted([item.exact for item in entries], self.places, terms.rounding, room)
        whole = sum(units)
        number = group.year[0]
        banks = terms.offset == "bank"
        for entry, won in zip(entries, units, strict=True):
            (raw,) = posted([entry.exact], self.places, terms.rounding)
            if won < raw:
                entry.rules.append("bonus cap")
                entry.reason += f"; held back by a cap from {amount(raw, self.places):,}"
            if banks:
                entry.rules.append("bank")
                entry.reason += f"; {amount(won, self.places):,} banked against future credits"
            paid = 0 if banks else -won
            found = amount(paid, self.places)
            self.trace.note(11, group.window.label, entry.name, entry.exact, found, entry.kind)
            group.draft(entry, paid, -raw)
        if banks:
            self.books.bank += whole
        elif terms.offset == "net_within_month":
            whole -= self._net(group, whole)
        self.books.bonus_of_year[number] += whole
        self._pool(group, terms, charges)

    def _net(self, group: Group, bonuses: int) -> int:
        """Net bonuses with the credits of the window: what they cover counts for no annual cap and cannot come back."""
        owed = sum(draft.units for draft in group.drafts if draft.units > 0)
        covered = min(owed, bonuses)
        self.books.of_year[group.year[0]] -= covered
        paid = [Fraction(claim.paid) for claim in self._fresh]
        parts = largest_remainder(paid, min(covered, sum(claim.paid for claim in self._fresh)))
        for claim, part in zip(self._fresh, parts, strict=True):
            claim.paid -= part
            claim.base = min(claim.base, Fraction(claim.paid))
        return covered

    def _pool(self, group: Group, terms: Commercials, charges: Fraction) -> None:
        """Release the experience pool in the window of its objective."""
        clause = terms.experience_pool
        for mark in group.marks if clause is not None else ():
            if clause is None or mark.name != clause.objective or mark.outcome.kept is None:
                continue
            pot = of(clause.share, charges)
            gates = self.books.holds(clause.only_if, group.span)
            part = released(clause, None if mark.value is None else mark.value.exact, gates=gates)
            exact = pot * (clause.provider_stake.exact - part)
            units = whole_units(exact.numerator * 10**self.places, exact.denominator, terms.rounding)
            shown = f"{float(part):.2%} of the pool released" + ("" if gates else ": a gate is shut")
            entry = Entry(
                mark.name, "experience_pool", exact, f"{mark.figures()}; {shown}", mark, ["experience pool"]
            )
            self.trace.note(
                11, group.window.label, mark.name, part, amount(units, self.places), "experience pool"
            )
            if units:
                group.draft(entry, units, units)
            rest = pot * (1 - part)
            if clause.remainder == "reinvest" and rest:
                (left,) = posted([rest], self.places, terms.rounding)
                what = (
                    f"{amount(left, self.places):,} {terms.currency} of the pool go into agreed improvements"
                )
                group.obligations.append(Obligation(window=mark.window, objective=mark.name, what=what))


def _averages(version: Version) -> bool:
    """Whether a credit may come back by the mean of a year: only then its windows are remembered."""
    terms = version.agreement.commercials
    return terms is not None and terms.earn_back is not None and terms.earn_back.form == "E1"
