"""Laws of money: performance never costs, caps hold, lines add up, order does not matter."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from drawn_histories import AGREEMENTS, MONTHS, NAMES, TEXTS, cells, histories, rows_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.model import Money
from xlakit.model.commercial_terms import Adjustment
from xlakit.model.statement import BONUSES, CREDITS

CENT = Decimal("0.01")
DATA = st.data()
MONTHLY, YEARLY = Decimal("12345.67"), Decimal("148148.04")


def drawn(data: st.DataObject) -> tuple[str, dict[tuple[str, str], tuple[int, int] | None]]:
    name = data.draw(NAMES, label="agreement")
    return name, data.draw(histories(name), label="history")


@settings(max_examples=200)
@given(DATA)
def test_a_better_figure_never_costs_more(data: st.DataObject) -> None:
    name, history = drawn(data)
    cell = data.draw(st.sampled_from([key for key, counted in history.items() if counted is not None]))
    good, total = history[cell]
    other = data.draw(st.integers(0, total), label="successes")
    less, more = sorted((good, other), reverse=cell[0] == "b")  # of b, few are good
    worse, better = (
        xk.settle(AGREEMENTS[name], rows_of(history | {cell: (count, total)})) for count in (less, more)
    )
    assert better.credits <= worse.credits


@settings(max_examples=120)
@given(DATA)
def test_credits_stay_between_nothing_and_their_caps(data: st.DataObject) -> None:
    name, history = drawn(data)
    statement = xk.settle(AGREEMENTS[name], rows_of(history))
    terms = AGREEMENTS[name].commercials
    assert all(line.amount >= 0 for line in statement.lines if line.kind in CREDITS)
    assert all(line.amount <= 0 for line in statement.lines if line.kind in {*BONUSES, "earn_back", "offset"})
    inside = defaultdict(Decimal)
    for window in statement.windows:
        share = Decimal("0.07") if name == "bands" else Decimal("0.1")
        quarter = f"2026-Q{(window.window.start.month + 2) // 3}"
        inside[quarter] += window.credits
        if "Q" in window.window.label:
            assert inside[quarter] <= 3 * MONTHLY * share
        else:
            assert window.credits <= MONTHLY * share
    if terms.annual_cap is not None:
        assert statement.credits <= YEARLY * Decimal(terms.annual_cap.value)


@settings(max_examples=120)
@given(DATA)
def test_lines_add_up_and_steps_end_at_them(data: st.DataObject) -> None:
    name, history = drawn(data)
    statement = xk.settle(AGREEMENTS[name], rows_of(history))
    for window in statement.windows:
        lines = statement.for_window(window.window.label)
        assert window.total == sum(line.amount for line in lines)
        assert window.total == window.credits - window.bonuses - window.earned_back + window.adjustments
    assert statement.total == sum(window.total for window in statement.windows)
    assert statement.total == statement.credits - statement.bonuses - statement.earned_back
    last: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for step in statement.steps():
        last[step.window, step.objective, step.number].append(step.found)
    numbers = dict.fromkeys(CREDITS, 14) | {"bonus": 11, "earn_back": 13}
    for line in statement.lines:
        if line.kind != "offset":
            assert str(line.amount) in last[line.window.label, line.objective, numbers[line.kind]]


@settings(max_examples=100)
@given(DATA, st.permutations(range(3)))
def test_the_order_of_objectives_moves_cents_of_ties_only(data: st.DataObject, order: list[int]) -> None:
    name, history = drawn(data)
    head, rest = TEXTS[name].split("objectives:\n")
    objectives, tail = rest.split("\ncommercials")
    lines = objectives.split("\n")
    mixed = xk.load_agreement(
        head + "objectives:\n" + "\n".join(lines[place] for place in order) + "\ncommercials" + tail
    )
    one, two = (xk.settle(agreement, rows_of(history)) for agreement in (AGREEMENTS[name], mixed))
    assert [window.credits for window in one.windows] == [window.credits for window in two.windows]

    def by_line(statement: xk.Statement) -> dict[tuple[str, str, str], Decimal]:
        return {
            (line.window.label, line.objective, line.kind): line.amount
            for line in statement.lines
            if line.kind in CREDITS
        }

    assert by_line(one).keys() == by_line(two).keys()
    assert all(abs(amount - by_line(two)[key]) <= CENT for key, amount in by_line(one).items())


@settings(max_examples=150)
@given(DATA, st.sampled_from(["exclude", "treat_as_met"]))
def test_an_excused_failure_never_costs(data: st.DataObject, how: str) -> None:
    name, history = drawn(data)
    failing = {
        key: counted[0] if key[0] == "b" else counted[1] - counted[0]
        for key, counted in history.items()
        if counted is not None
    }
    # Of c in "categories", what is left of a window has to be something: nothing measured counts as a miss there.
    able = [
        key
        for key, failures in failing.items()
        if failures and not (name == "categories" and key[0] == "c" and failures == history[key][1])
    ]
    assume(able)
    cell = data.draw(st.sampled_from(able))
    number = data.draw(st.integers(1, failing[cell]))
    agreement = xk.load_agreement(TEXTS[name] + f"settlement: {{excused: {how}}}\n")
    rows = rows_of(history)
    relieved = [
        row | {"excused": number} if (row["objective"], row["window"]) == cell else row for row in rows
    ]
    assert xk.settle(agreement, relieved).credits <= xk.settle(agreement, rows).credits


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_when_all_is_kept_nothing_is_paid(name: str) -> None:
    for good in (90, 97, 100):
        history = {cell: (100 - good if cell[0] == "b" else good, 100) for cell in cells(name)}
        statement = xk.settle(AGREEMENTS[name], rows_of(history))
        assert (statement.credits, statement.earned_back) == (0, 0)
        assert all(line.kind == "bonus" for line in statement.lines)


@settings(max_examples=100)
@given(DATA, st.integers(2, 1000))
def test_charges_so_many_times_higher_pay_so_many_times_more(data: st.DataObject, times: int) -> None:
    name, history = drawn(data)
    larger = xk.load_agreement(TEXTS[name].replace("12345.67", str(MONTHLY * times)))
    one, many = (xk.settle(agreement, rows_of(history)) for agreement in (AGREEMENTS[name], larger))
    # Each line is rounded once, to less than a cent; what later windows have left of a cap moves by as much as
    # the lines before, and what comes back is rounded again.
    lines = max(len(one.lines), len(many.lines), 1)
    for kinds in (CREDITS, BONUSES, ("earn_back", "offset")):
        assert abs(one.of(*kinds) * times - many.of(*kinds)) <= 2 * lines * (times + 1) * CENT


@settings(max_examples=150)
@given(DATA)
def test_no_credit_comes_back_by_more_than_was_paid(data: st.DataObject) -> None:
    name, history = drawn(data)
    statement = xk.settle(AGREEMENTS[name], rows_of(history))
    paid, back = defaultdict(Decimal), defaultdict(Decimal)
    for line in statement.lines:
        if line.kind in {"credit", "earn_back"}:
            (paid if line.kind == "credit" else back)[line.accrual_window.label, line.objective] += abs(
                line.amount
            )
    assert all(amount <= paid[key] for key, amount in back.items())
    assert statement.earned_back <= statement.credits


@settings(max_examples=100)
@given(DATA, st.integers(0, 10_000))
def test_data_in_two_files_in_any_order_are_the_same_data(data: st.DataObject, seed: int) -> None:
    name, history = drawn(data)
    dice = Random(seed)  # noqa: S311 - a seeded split
    whole, parts = rows_of(history), []
    for row in whole:
        good, bad = (dice.randint(0, row["good"]), dice.randint(0, row["total"] - row["good"]))
        one = row | {"good": good, "total": good + bad}
        other = row | {"good": row["good"] - good, "total": row["total"] - good - bad}
        parts += [row] if dice.random() < 0.3 else [one, other]
    dice.shuffle(parts)
    assert xk.settle(AGREEMENTS[name], parts) == xk.settle(AGREEMENTS[name], whole)


@given(st.floats(), st.sampled_from(MONTHS[1:]))
def test_a_float_is_no_figure_and_no_amount(number: float, window: str) -> None:
    rows = rows_of({("a", "2026-01"): (100, 100)})
    statement = xk.settle(AGREEMENTS["pool"], [*rows, {"objective": "a", "window": window, "value": number}])
    assert "value is a float" in statement.problems[0]
    assert statement.lines == ()
    with pytest.raises(ValueError, match="float"):
        Money(amount=number, currency="EUR")
    with pytest.raises(ValueError, match="float"):
        Adjustment(window=window, amount=number, reason="x", approver="y")


def test_the_laws_are_about_something() -> None:
    """Every agreement pays credits at their caps, and each kind of line occurs."""
    kinds = set()
    for name, agreement in AGREEMENTS.items():
        history = {
            cell: (100 if (cell[0] == "b") == (index % 4 < 2) else 0, 100)
            for index, cell in enumerate(cells(name))
        }
        statement = xk.settle(agreement, rows_of(history))
        kinds |= {line.kind for line in statement.lines}
        assert any("held back by a cap" in line.reason for line in statement.lines), name
        assert Fraction(statement.credits) > 0
    assert kinds == {"credit", "carried", "persistent_failure", "bonus", "earn_back", "offset"}
