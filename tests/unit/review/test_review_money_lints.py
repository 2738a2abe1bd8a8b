"""XLA511 and XLA512: caps that switch incentives off, steps nobody works for, flat stretches; on paper, on a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

import xlakit as xk
from xlakit.errors import DataError
from xlakit.review import Remark, Review, load_agreement
from xlakit.review.steps import in_words

HEAD = """apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {stop: resolved, within: 4h}}
"""
AS_OF = datetime(2025, 9, 1, tzinfo=UTC)


def promise(name: str, terms: str, metric: str = "reopen_rate", level: str = "at_most: 5%") -> str:
    return f"{{name: {name}, metric: {metric}, expected: {{{level}}}, {terms}}}"


def credit(share: int, severity: str = "step") -> str:
    return f"service_credit: {{allocation: {share}%, severity: {severity}}}"


A, B, C = (promise(name, credit(share)) for name, share in (("a", 60), ("b", 50), ("c", 40)))
VOICE = promise("voice", credit(30), "csat", "at_least: 85%")


def agreement(
    *objectives: str, money: str = "", charges: str = "400000.00", risk: str = "12%"
) -> xk.Agreement:
    terms = f'currency: EUR, charges: {{amount: "{charges}", per: month}}, at_risk: {risk}, pool: 300%{money}'
    return load_agreement(f"{HEAD}objectives: [{', '.join(objectives)}]\ncommercials: {{{terms}}}\n")


def remarks(code: str, review: Review) -> list[Remark]:
    return [item for item in review.remarks if item.code == code]


def ended(code: str, review: Review) -> tuple[str, str]:
    (found,) = (item for item in review.lints if item.code == code)
    return found.section, found.reason


def desk(late: tuple[int, ...], reopened: tuple[int, ...], per_month: int = 100) -> xk.Desk:
    """A month each: so many tickets late, so many reopened."""
    rows = []
    for month, (slow, back) in enumerate(zip(late, reopened, strict=True), start=1):
        for number in range(per_month):
            opened = datetime(2025, month, 2, tzinfo=UTC) + timedelta(hours=number % 500)
            rows.append(
                {
                    "ticket_id": f"{month}-{number}",
                    "opened_at": opened,
                    "resolved_at": opened + timedelta(hours=30 if number < slow else 1),
                    "reopen_count": 1 if number < back else 0,
                }
            )
    return xk.Desk(tickets=rows)


def test_without_money_there_is_nothing_to_look_at() -> None:
    review = xk.check(load_agreement(f"{HEAD}objectives: [{promise('a', 'weight: 1')}]\n"))
    assert {ended(code, review) for code in ("XLA511", "XLA512")} == {("not_applicable", "needs commercials")}
    free = xk.check(agreement(promise("a", "weight: 1")))
    assert ended("XLA511", free)[0] == ended("XLA512", free)[0] == "not_applicable"
    assert review.step_credits == ()


def test_the_smallest_set_that_reaches_the_cap_is_named() -> None:
    (found,) = remarks("XLA511", xk.check(agreement(C, A, B)))
    assert (found.severity, found.path) == ("info", "commercials.pool")
    assert "2 of 3 objectives with a credit reach the cap by themselves (a 60%, b 50% of it)" in found.message
    assert "the other one is free" in found.message


def test_one_objective_that_reaches_the_cap_alone_is_a_warning() -> None:
    (found,) = remarks("XLA511", xk.check(agreement(A, B, promise("all", credit(100)))))
    assert found.severity == "warning"
    assert "1 of 3 objectives with a credit reaches the cap by itself (all 100% of it)" in found.message


@pytest.mark.parametrize(
    ("objectives", "money"),
    [
        ((promise("a", credit(50)), promise("b", credit(49))), ""),  # together below the cap
        ((promise("a", credit(50)), promise("b", credit(50))), ""),  # only all of them reach it
        ((A, B, C), ", cap: 100%"),
        ((A,), ""),
    ],
)
def test_a_cap_that_no_part_of_them_reaches_is_clear(objectives: tuple[str, ...], money: str) -> None:
    assert ended("XLA511", xk.check(agreement(*objectives, money=money)))[0] == "clear"


def test_what_keeps_the_incentive_alive_beyond_the_cap_is_said() -> None:
    trigger = ", cap_excess: carry_forward, triggers: [{name: out, of: capped, count: 3}]"
    (found,) = remarks("XLA511", xk.check(agreement(A, B, C, money=trigger)))
    assert "The trigger out counts on beyond it. What is above it is carried forward." in found.message


def test_what_users_say_moves_no_money_where_the_service_levels_reach_the_cap() -> None:
    found = remarks("XLA511", xk.check(agreement(A, B, VOICE)))
    assert [(item.objective, item.path) for item in found] == [
        (None, "commercials.pool"),
        ("voice", "objectives[2].service_credit"),
    ]
    assert "voice: where a, b fail in full, their credits reach the cap" in found[1].message
    alone = remarks("XLA511", xk.check(agreement(promise("a", credit(99)), VOICE)))
    assert all(item.objective is None for item in alone)


def test_a_bonus_on_what_users_say_that_others_use_up_is_named() -> None:
    mine, other = "bonus: {max: 3%, shape: step}", "bonus: {max: 4%, shape: step, from: 2%}"
    pair = (promise("back", other), promise("voice", mine, "csat", "at_least: 85%"))
    (found,) = remarks("XLA511", xk.check(agreement(*pair, money=", bonus_cap: 4%")))
    assert (found.objective, found.path) == ("voice", "objectives[1].bonus")
    assert "use up the cap on bonuses" in found.message
    assert remarks("XLA511", xk.check(agreement(*pair, money=", bonus_cap: 5%"))) == []


@pytest.mark.parametrize(
    ("cap", "severity", "words"),
    [
        ("0.5%", "warning", "used up after one window"),
        ("1%", "warning", "used up after one window"),
        ("2%", "warning", "used up after 2 windows"),
        ("5%", "info", "used up after 5 windows"),
        ("7%", None, ""),
    ],
)
def test_an_annual_cap_that_a_few_windows_use_up_is_named(cap: str, severity: str | None, words: str) -> None:
    found = remarks("XLA511", xk.check(agreement(promise("a", credit(100)), money=f", annual_cap: {cap}")))
    assert [item.severity for item in found] == ([] if severity is None else [severity])
    assert all(words in item.message and item.path == "commercials.annual_cap" for item in found)


@pytest.mark.parametrize(
    ("late", "severity"),
    [
        ((20,) * 6, "severe"),
        ((20, 20, 0, 0, 0, 0), "warning"),
        ((20, 0, 0, 0, 0, 0, 0), "info"),
        ((0,) * 6, None),
    ],
)
def test_on_a_desk_it_counts_how_often_the_cap_was_reached(
    late: tuple[int, ...], severity: str | None
) -> None:
    quick = promise("quick", credit(100), "{name: within, clock: fix}", "at_least: 90%")
    review = xk.check(agreement(quick, A, VOICE), desk(late, (0,) * len(late)), as_of=AS_OF)
    found = remarks("XLA511", review)
    hits = sum(map(bool, late))
    assert {item.severity for item in found} == ({severity} if severity else set())
    assert all(f"in {hits} of {len(late)} windows" in item.message for item in found)
    assert len(found) == (2 if severity else 0)  # the cap itself, and what users say
    if severity is None:
        assert ended("XLA511", review) == (
            "clear",
            f"3 objectives that cost something looked at; on the desk it was reached in none of {len(late)} windows",
        )


def test_invoiced_charges_are_enough_for_shares_and_not_for_steps() -> None:
    text = f"{HEAD}objectives: [{A}, {B}, {C}]\n"
    found = load_agreement(
        f"{text}commercials: {{currency: EUR, charges: {{table: invoices}}, at_risk: 12%, pool: 150%}}\n"
    )
    review = xk.check(found, volume=400)
    assert "(a 60%, b 50% of it)" in remarks("XLA511", review)[0].message
    assert "are invoiced" in ended("XLA512", review)[1]


@pytest.mark.parametrize(("volume", "floor"), [(100, 8195), (400, 4097), (1600, 2049)])
def test_b03_the_floor_at_95_percent_and_1500_a_point(volume: int, floor: int) -> None:
    """The step is all of the charges; the floors of the worked example are rounded to whole amounts."""
    step = promise("a", credit(100), level="at_most: 5%")

    def looked(amount: int) -> Review:
        found = agreement(step, charges=f"{amount}.00", risk="100%")
        return xk.check(found, volume=volume, cost_per_point="1500.00")

    (below,) = remarks("XLA512", looked(floor - 1))
    assert (below.severity, below.path) == ("warning", "objectives[0].service_credit")
    assert f"asks for a step of {floor:,}"[:-2] in below.message
    above = looked(floor + 1)
    assert ended("XLA512", above) == ("clear", "1 objectives with 1 steps looked at")
    (known,) = above.step_credits
    assert known.floor is not None
    assert round(known.floor) == floor


def test_b03_the_margin_of_ten_thousand_at_four_hundred() -> None:
    found = agreement(promise("a", credit(100)), charges="10000.00", risk="100%")
    (step,) = xk.check(found, volume=400, cost_per_point=Decimal(1500)).step_credits
    assert (step.amount, step.volume, step.measured) == (10_000, 400, False)
    assert step.sigma == pytest.approx(1.090, abs=5e-4)
    assert step.margin == pytest.approx(1.456, abs=5e-4)
    assert step.misses == pytest.approx(0.0908, abs=5e-5)
    (words,) = in_words([step])
    assert "the best aim is 1.46 points past it, and still misses 9.1%" in words
    (small,) = in_words(
        xk.check(agreement(promise("a", credit(1))), volume=400, cost_per_point=1500).step_credits
    )
    assert "the step would have to be 4,097.30 EUR, so to give up is best" in small


def test_without_a_volume_the_usual_ones_are_worked_out_and_nothing_is_raised() -> None:
    review = xk.check(agreement(promise("a", credit(1))))
    assert ended("XLA512", review) == ("not_applicable", "needs the volume of a window: a desk, or volume=")
    assert [step.volume for step in review.step_credits] == [30, 100, 400, 1600]
    (words,) = in_words(review.step_credits)
    assert "more than 48.12 EUR a window gives up at 30 records, 87.86 EUR at 100 records" in words


def test_without_a_cost_the_reference_is_a_thousandth_of_the_charges() -> None:
    """400 EUR a point at 30 records, which chance moves by 3.98 points: 3,990 EUR."""
    small, enough = (
        xk.check(agreement(promise("a", credit(share))), volume=30)
        for share in (8, 9)  # 3,840 and 4,320 EUR
    )
    (found,) = remarks("XLA512", small)
    assert (
        "the reference of 400.00 EUR, a thousandth of the charges asks for a step of 3,989.66 EUR"
        in found.message
    )
    assert remarks("XLA512", enough) == []


TWO = promise("a", credit(30, "two-step") + ", minimum: {at_most: 10%}")


def test_two_steps_further_apart_than_chance_leave_a_flat_stretch() -> None:
    (found,) = remarks("XLA512", xk.check(agreement(TWO), volume=400))
    assert found.severity == "info"
    assert (
        "between 5.0% and 10.0% nothing moves, 5 points, and chance moves 400 records by 1.3" in found.message
    )
    assert remarks("XLA512", xk.check(agreement(TWO), volume=100)) == []  # 2 sigma are 5.3 points
    slope = agreement(TWO.replace("two-step", "linear"))
    assert ended("XLA512", xk.check(slope, volume=400)) == ("clear", "1 objectives with 0 steps looked at")


@pytest.mark.parametrize(
    ("reopened", "severity"),
    [((75,) * 6, "warning"), ((75, 10, 10, 10, 10, 10), "info"), ((10,) * 6, None)],
)
def test_on_a_desk_it_counts_how_many_windows_lay_on_the_stretch(
    reopened: tuple[int, ...], severity: str | None
) -> None:
    found = remarks("XLA512", xk.check(agreement(TWO), desk((0,) * 6, reopened, per_month=1000), as_of=AS_OF))
    assert [item.severity for item in found] == ([severity] if severity else [])
    assert all(f"{reopened.count(75)} of 6 windows lay there" in item.message for item in found)


@pytest.mark.parametrize(
    ("severity", "reopened", "hits"),
    [
        ("linear", (200,) * 6, 6),
        ("linear", (200, 200, 70, 70, 70, 70), 2),
        ("linear", (200, 70, 70, 70, 70, 70), None),
        ("linear", (105,) * 6, None),  # within chance of the minimum
        ("step", (200,) * 6, 6),
        ("shortfall", (200,) * 6, None),
    ],
)
def test_windows_beyond_the_last_figure_that_costs_are_counted(
    severity: str, reopened: tuple[int, ...], hits: int | None
) -> None:
    lost = promise("a", credit(30, severity) + ", minimum: {at_most: 10%}")
    found = remarks(
        "XLA512", xk.check(agreement(lost), desk((0,) * 6, reopened, per_month=1000), as_of=AS_OF)
    )
    assert [item.severity for item in found] == ([] if hits is None else ["warning"])
    assert all(f"{hits} of 6 windows lay above" in item.message for item in found)


def test_a_step_behind_a_gate_is_looked_at_where_the_gate_puts_it() -> None:
    gated = promise("a", credit(30) + ", gate: miss_if_upper_below", "csat", "at_least: 95%")
    (step,) = xk.check(agreement(gated), volume=400).step_credits
    assert (step.level, step.amount) == ("93.0%", 14_400)


@pytest.mark.parametrize("cost", ["0", "-5", "much", 1.5, "NaN"])
def test_a_cost_that_is_no_amount_is_refused(cost: object) -> None:
    with pytest.raises(DataError, match="cost_per_point"):
        xk.check(agreement(A), cost_per_point=cost)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clause", "money"),
    [
        ("bonus_malus: {low: 9%, dead_low: 6%, dead_high: 5%, high: 2%, malus: 4%, bonus: 3%}", ""),
        ("improvement: {rate: 500, baseline: 5%, step: 1%}", ""),
        ("weight: 1", ", experience_pool: {objective: a, share: 4%, floor: 9%, full: 4%}"),
    ],
)
def test_pay_that_rises_with_performance_is_no_stick(clause: str, money: str) -> None:
    assert remarks("XLA503", xk.check(agreement(promise("a", clause), money=money))) == []
    assert remarks("XLA503", xk.check(agreement(promise("a", credit(10))))) != []
