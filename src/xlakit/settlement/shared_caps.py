"""Caps that several agreements share: what is left to each, window by window in the order of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from xlakit.errors import AgreementError, Problem
from xlakit.model.portfolio import CapPart, SharedCapWindow
from xlakit.model.window import windows
from xlakit.settlement.charges import Billing
from xlakit.settlement.front_door import settle_marks
from xlakit.settlement.group import groups
from xlakit.settlement.mark import Span
from xlakit.settlement.posting import amount, largest_remainder, minor_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from xlakit.agreement import Version
    from xlakit.settlement.front_door import Around
    from xlakit.settlement.group import Group
    from xlakit.settlement.mark import Mark

ZERO = Fraction(0)
Ceilings = tuple[dict[Span, Fraction], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """What the settlement of one agreement starts from: its versions, its marks, and what it is told besides."""

    held: Sequence[Version]
    marks: Sequence[Mark]
    around: Around

    @property
    def name(self) -> str:
        """The name of the agreement."""
        return self.held[-1].agreement.metadata.name

    @property
    def remembers(self) -> bool:
        """Whether what is credited in a window may depend on what was paid in windows before it."""
        every = [version.agreement.commercials for version in self.held]
        return any(
            terms is not None and (terms.annual_cap is not None or terms.cap_excess != "lapse")
            for terms in every
        )


class _Member(NamedTuple):
    """One agreement in one window of a shared cap."""

    account: int
    span: Span
    places: int


@dataclass(slots=True, eq=False)
class _Shared:
    """A window of a shared cap, and the agreements that settle something in it."""

    name: str
    span: Span
    label: str
    amount: Decimal
    currency: str
    members: list[_Member]


def shared_ceilings(accounts: Sequence[Account]) -> tuple[Ceilings, tuple[SharedCapWindow, ...]]:
    """Return what shared caps leave to each agreement, by window, and the windows in which they bound.

    All agreements that name a cap credit together at most its amount in a window; a longer window gets what the shorter
    ones inside it left of the amount, as below the cap of one agreement. Where they would credit more, the amount is
    split in proportion to what each would credit, by largest remainder, ties to the first. Windows are taken in the
    order of time, because later ones depend on what was paid.

    Raises
    ------
    AgreementError
        One name stands for two amounts at a time, or for two currencies.
    """
    _refuse_contradictions(accounts)
    ceilings: Ceilings = tuple({} for _ in accounts)
    caps = _windows(accounts)
    bound: dict[tuple[str, Span], SharedCapWindow] = {}
    due: dict[tuple[str, Span], list[Fraction]] = {}
    involved = {member.account for cap in caps for member in cap.members}
    paid = {index: _paid(accounts[index], {}) for index in sorted(involved)}
    while pending := _next(caps, accounts, paid):
        for cap, left in pending:
            before = [paid[member.account].get(member.span, ZERO) for member in cap.members]
            places = min(member.places for member in cap.members)
            parts = largest_remainder(before, left.numerator * 10**places // left.denominator)
            for member, part in zip(cap.members, parts, strict=True):
                ceilings[member.account][member.span] = Fraction(part, 10**places)
            key = cap.name, cap.span
            bound[key] = _bound(cap, accounts, due.setdefault(key, before), parts, places)
        for index in {member.account for cap, _ in pending for member in cap.members}:
            paid[index] = _paid(accounts[index], ceilings[index])
    return ceilings, tuple(bound.values())


def _next(
    caps: Sequence[_Shared], accounts: Sequence[Account], paid: Mapping[int, Mapping[Span, Fraction]]
) -> list[tuple[_Shared, Fraction]]:
    """Return the next windows in which more is credited than is left, each with what is left.

    Several at once, as long as what one of them pays bears on none of the others: up to a window of an agreement that
    remembers what it paid, or one that holds a window before it.
    """
    found: list[tuple[_Shared, Fraction]] = []
    changed: set[int] = set()
    for cap in caps:
        mine = {member.account for member in cap.members}
        if any(accounts[index].remembers for index in mine & changed):
            break
        if any(cap.span.holds(other.span) for other, _ in found):
            break
        left = _over(cap, caps, paid)
        if left is not None:
            found.append((cap, left))
            changed |= mine
    return found


def _over(
    cap: _Shared, caps: Sequence[_Shared], paid: Mapping[int, Mapping[Span, Fraction]]
) -> Fraction | None:
    """Return what is left of a cap for the windows that end with it, where they credit more; None where they do not."""
    inside = [
        paid[member.account].get(member.span, ZERO)
        for other in caps
        if other.name == cap.name and cap.span.holds(other.span)
        for member in other.members
    ]
    own = sum((paid[member.account].get(member.span, ZERO) for member in cap.members), ZERO)
    left = max(ZERO, Fraction(cap.amount) - sum(inside, ZERO))
    return left if own > left else None


def _paid(account: Account, ceilings: Mapping[Span, Fraction]) -> dict[Span, Fraction]:
    """Return what an agreement credits in each window, computed anew: what was sealed is corrected later."""
    around = replace(account.around, ceilings=ceilings, previous=None)
    spans = {mark.window.label: mark.span for mark in account.marks}
    statement = settle_marks(account.held, account.marks, around)
    return {
        spans[item.window.label]: Fraction(item.credits)
        for item in statement.windows
        if item.status != "in_progress"
    }


def _windows(accounts: Sequence[Account]) -> list[_Shared]:
    """Return the windows of all shared caps in the order in which they are settled."""
    found: dict[tuple[str, Span], _Shared] = {}
    for index, account in enumerate(accounts):
        for group in groups(account.marks, account.held, Billing(account.held).year):
            terms = group.version.agreement.commercials
            if terms is None or terms.shared_cap is None:
                continue
            cap, span = terms.shared_cap, _whole(group)
            shared = found.setdefault(
                (cap.name, span),
                _Shared(cap.name, span, group.window.label, cap.amount, terms.currency, []),
            )
            shared.members.append(_Member(index, group.span, minor_unit(terms.currency, terms.minor_unit)))
    return sorted(found.values(), key=lambda cap: (cap.span.after, -cap.span.first.toordinal(), cap.name))


def _whole(group: Group) -> Span:
    """Return the dates of a window as they are where no term cuts it off: those of two agreements are then the same."""
    if group.kind == "contract-year":
        return group.span
    first = group.span.first
    (window,) = windows(group.kind, first, first, "UTC")
    return Span(window.start.date(), window.end.date())


def _bound(
    cap: _Shared, accounts: Sequence[Account], before: Sequence[Fraction], parts: Sequence[int], places: int
) -> SharedCapWindow:
    return SharedCapWindow(
        name=cap.name,
        window=cap.label,
        amount=cap.amount,
        currency=cap.currency,
        parts=tuple(
            CapPart(
                agreement=accounts[member.account].name,
                due=amount(int(due * 10**member.places), member.places),
                credited=amount(part, places),
            )
            for member, due, part in zip(cap.members, before, parts, strict=True)
        ),
    )


class _Stated(NamedTuple):
    """What one version of an agreement says of a shared cap, and the dates on which it does."""

    account: int
    agreement: str
    first: date
    after: date | None
    amount: Decimal
    currency: str

    def contradicts(self, other: _Stated) -> str | None:
        """Return in what two agreements contradict each other; None where they do not."""
        if self.currency != other.currency:
            return f"in {self.currency} and in {other.currency}"
        together = (other.after is None or self.first < other.after) and (
            self.after is None or other.first < self.after
        )
        return f"{self.amount:,} and {other.amount:,}" if together and self.amount != other.amount else None


def _refuse_contradictions(accounts: Sequence[Account]) -> None:
    stated: dict[str, list[_Stated]] = {}
    for index, account in enumerate(accounts):
        for version in account.held:
            terms = version.agreement.commercials
            if terms is not None and terms.shared_cap is not None:
                cap = terms.shared_cap
                stated.setdefault(cap.name, []).append(
                    _Stated(index, account.name, version.effective, version.until, cap.amount, terms.currency)
                )
    problems = {
        (name, one.agreement, other.agreement): Problem(
            one.agreement,
            None,
            "commercials.shared_cap",
            f"the cap {name!r} is another in the agreement {other.agreement}",
            got=what,
            hint="state one amount in one currency, or give the caps different names",
        )
        for name, all_of_them in stated.items()
        for one, other in combinations(all_of_them, 2)
        if one.account != other.account and (what := one.contradicts(other)) is not None
    }
    if problems:
        raise AgreementError(problems.values())
