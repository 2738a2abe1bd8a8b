"""Caps that agreements share: never exceeded, unseen where they do not bind, the same for any order of agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.agreement import versions
from xlakit.model.results import Result, Results
from xlakit.settlement import Around, settle_marks
from xlakit.settlement.mark import Span
from xlakit.settlement.measured import read_results
from xlakit.settlement.posting import largest_remainder
from xlakit.settlement.shared_caps import Account, shared_ceilings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.model import Agreement, Statement

MONTHS = 6
TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: NAME}
term: {start: START, end: 2026-12-31}
objectives:
  - {name: fix, metric: {name: supplied, series: a}, expected: {at_least: 95%}, minimum: {at_least: 92%},
     service_credit: {allocation: 60%, severity: two-step}, bonus: {max: 1%, from: 97%}}
  - {name: up, metric: {name: supplied, series: b}, window: WINDOW, expected: {at_least: 99%},
     service_credit: {allocation: 40%, severity: step}}
commercials: {currency: EUR, charges: {amount: "CHARGES", per: month}, at_risk: 12%CAP CLAUSE}
"""
CAP = ', shared_cap: {name: group, amount: "AMOUNT"}'
CLAUSES = (
    "",
    ", cap_excess: carry_forward",
    ", annual_cap: 5%",
    ", earn_back: {form: E2, months: 2, share: 50%}",
)
PLAIN = ("month", "")


@cache
def agreement(name: str, charges: str, window: str, clause: str, cap: str | None, start: str) -> Agreement:
    text = TERMS.replace("CAP", "" if cap is None else CAP.replace("AMOUNT", cap)).replace("NAME", name)
    text = text.replace("CHARGES", charges).replace("WINDOW", window).replace("CLAUSE", clause)
    return xk.load_agreement(text.replace("START", start))


def account(
    terms: tuple[str, str, str, str],
    rows: Sequence[tuple[int, int]],
    cap: str | None,
    start: str = "2026-01-01",
) -> Account:
    name, charges, window, clause = terms
    held = versions(agreement(name, charges, window, clause, cap, start))
    first = int(start[5:7])
    results = []
    for month, (fixed, up) in enumerate(rows, start=1):
        if month < first:
            continue
        results.append(Result("fix", f"2026-{month:02}", fixed, 100))
        if window == "month":
            results.append(Result("up", f"2026-{month:02}", up, 100))
        elif month % 3 == 0:
            results.append(Result("up", f"2026-Q{month // 3}", up, 100))
    reading = read_results(Results(tuple(results)), held)
    return Account(held, reading.marks, Around(reading.as_of))


def paid(accounts: Sequence[Account]) -> list[Statement]:
    ceilings, _ = shared_ceilings(accounts)
    return [
        settle_marks(item.held, item.marks, replace(item.around, ceilings=held))
        for item, held in zip(accounts, ceilings, strict=True)
    ]


def one_by_one(accounts: Sequence[Account], cap: str) -> list[Statement]:
    """The same with nothing clever in it: settle all, cap the first window that has too much, settle all again."""
    ceilings: list[dict[Span, Fraction]] = [{} for _ in accounts]
    while True:
        found = [
            settle_marks(item.held, item.marks, replace(item.around, ceilings=held))
            for item, held in zip(accounts, ceilings, strict=True)
        ]
        windows = {item.window for statement in found for item in statement.windows}
        for window in sorted(windows, key=lambda item: (item.end, item.end - item.start)):
            inside = credits_in(found, window.start.date(), window.end.date())
            own = [
                sum(
                    (Fraction(item.credits) for item in statement.windows if item.window == window),
                    Fraction(0),
                )
                for statement in found
            ]
            left = max(Fraction(0), Fraction(cap) - Fraction(inside) + sum(own))
            if sum(own) > left:
                span = Span(window.start.date(), window.end.date())
                cents = left.numerator * 100 // left.denominator
                for held, part in zip(ceilings, largest_remainder(own, cents), strict=True):
                    held[span] = Fraction(part, 100)
                break
        else:
            return found


def credits_in(statements: Sequence[Statement], first: date, after: date) -> Decimal:
    """What windows between two days credit."""
    return sum(
        (
            item.credits
            for statement in statements
            for item in statement.windows
            if first <= item.window.start.date() and item.window.end.date() <= after
        ),
        Decimal(0),
    )


def histories(
    window: st.SearchStrategy[str], clause: st.SearchStrategy[str]
) -> st.SearchStrategy[list[object]]:
    months = st.lists(st.tuples(st.integers(88, 100), st.integers(97, 100)), min_size=MONTHS, max_size=MONTHS)
    charges = st.sampled_from(["1000.00", "3333.33", "70000.00", "100000.01"])
    one = st.tuples(st.tuples(charges, window, clause), months)
    return st.lists(one, min_size=1, max_size=4)  # type: ignore[return-value]


def accounts_of(drawn: list[object], cap: str | None) -> list[Account]:
    return [
        account((f"a{number}", *terms), rows, cap)  # type: ignore[misc]
        for number, (terms, rows) in enumerate(drawn)  # type: ignore[misc]
    ]


ANY = histories(st.sampled_from(["month", "quarter"]), st.sampled_from(CLAUSES))
MEMORYLESS = histories(st.just("month"), st.just(""))
AMOUNTS = st.sampled_from(["0", "0.01", "100.00", "1000.01", "5000.005", "30000.00"])


@given(drawn=ANY, cap=AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_no_window_credits_more_than_the_cap_that_is_shared(drawn: list[object], cap: str) -> None:
    statements = paid(accounts_of(drawn, cap))
    edges = [date(2026, month, 1) for month in range(1, MONTHS + 2)]
    months = [credits_in(statements, *span) for span in pairwise(edges)]
    assert max(months) <= Decimal(cap)
    for first in range(0, MONTHS, 3):
        inside = sum(months[first : first + 3], Decimal(0))
        quarter = credits_in(statements, edges[first], edges[first + 3]) - inside
        assert quarter <= max(Decimal(0), Decimal(cap) - inside)


@given(drawn=ANY, cap=AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_lines_add_up_and_no_cap_adds_to_what_is_paid(drawn: list[object], cap: str) -> None:
    for statement in paid(accounts_of(drawn, cap)):
        assert sum(line.amount for line in statement.lines) == statement.total
        assert sum(item.total for item in statement.windows) == statement.total
        for item in statement.windows:
            assert sum(line.amount for line in statement.for_window(item.window.label)) == item.total
            assert 0 <= item.credits <= item.raw_credits


@given(drawn=ANY)
@settings(max_examples=40, deadline=None)
def test_a_cap_that_never_binds_changes_nothing(drawn: list[object]) -> None:
    free, capped = accounts_of(drawn, None), accounts_of(drawn, "999999999")
    assert shared_ceilings(capped) == (tuple({} for _ in capped), ())
    for one, other in zip(paid(free), paid(capped), strict=True):
        assert (one.lines, one.windows) == (other.lines, other.windows)


@given(drawn=ANY, cap=AMOUNTS)
@settings(max_examples=50, deadline=None)
def test_windows_taken_several_at_once_are_those_taken_one_by_one(drawn: list[object], cap: str) -> None:
    accounts = accounts_of(drawn, cap)
    assert [item.lines for item in paid(accounts)] == [item.lines for item in one_by_one(accounts, cap)]


@given(drawn=MEMORYLESS, cap=AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_each_window_is_split_in_proportion_by_largest_remainder(drawn: list[object], cap: str) -> None:
    free, capped = paid(accounts_of(drawn, None)), paid(accounts_of(drawn, cap))
    for number in range(MONTHS):
        due = [Fraction(item.windows[number].credits) for item in free]
        cents = int(Fraction(cap) * 100)
        wanted = (
            due
            if sum(due) <= Fraction(cap)
            else [Fraction(part, 100) for part in largest_remainder(due, cents)]
        )
        assert [Fraction(item.windows[number].credits) for item in capped] == wanted


@given(drawn=MEMORYLESS, cap=AMOUNTS, order=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_another_order_of_agreements_moves_no_more_than_a_cent(
    drawn: list[object], cap: str, order: object
) -> None:
    accounts = accounts_of(drawn, cap)
    places = list(range(len(accounts)))
    order.shuffle(places)  # type: ignore[attr-defined]
    straight, other = paid(accounts), paid([accounts[place] for place in places])
    for number in range(MONTHS):
        assert sum(item.windows[number].credits for item in straight) == sum(
            item.windows[number].credits for item in other
        )
        for index, place in enumerate(places):
            moved = other[index].windows[number].credits - straight[place].windows[number].credits
            assert abs(moved) <= Decimal("0.01")


@given(drawn=ANY, cap=AMOUNTS)
@settings(max_examples=30, deadline=None)
def test_what_happens_later_changes_no_window_before(drawn: list[object], cap: str) -> None:
    until = MONTHS // 2
    short = [(terms, rows[:until]) for terms, rows in drawn]  # type: ignore[misc]
    whole, begun = paid(accounts_of(drawn, cap)), paid(accounts_of(short, cap))  # type: ignore[arg-type]
    for one, other in zip(whole, begun, strict=True):
        first = [item for item in one.windows if item.window.end.date() <= date(2026, until + 1, 1)]
        assert [(item.window, item.credits) for item in first] == [
            (item.window, item.credits) for item in other.windows
        ]


@given(rows=st.lists(st.tuples(st.integers(88, 94), st.just(97)), min_size=1, max_size=1))
@settings(max_examples=10, deadline=None)
def test_a_window_that_a_term_cuts_off_shares_the_cap_of_the_whole_one(rows: list[tuple[int, int]]) -> None:
    whole = account(("a", "70000.00", *PLAIN), rows, "100.00")
    cut = account(("b", "70000.00", *PLAIN), rows, "100.00", start="2026-01-16")
    both = paid([whole, cut])
    assert credits_in(both, date(2026, 1, 1), date(2026, 2, 1)) == Decimal("100.00")
    assert all(item.windows[0].credits > 0 for item in both)
