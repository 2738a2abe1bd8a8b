"""Payoffs worked by hand: every kind of term, counts, caps, other objectives, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import xlakit as xk
from xlakit.errors import AgreementError, DataError
from xlakit.model.payoff import Payoff

HEAD = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: made}
term: {start: 2026-01-01, end: 2026-12-31}
objectives:
"""
MONEY = 'currency: EUR, charges: {amount: "400000.00", per: month}, at_risk: 12%, pool: 300%'


def agreement(*objectives: str, money: str = "", rest: str = "") -> xk.Agreement:
    listed = "".join(f"  - {{{item}}}\n" for item in objectives)
    return xk.load_agreement(f"{HEAD}{listed}commercials: {{{MONEY}{money}}}\n{rest}")


def promise(terms: str, name: str = "fix") -> str:
    return f"name: {name}, metric: {{name: supplied, series: {name}}}, {terms}"


STEP = promise("expected: {at_least: 95%}, service_credit: {allocation: 30%}")


def slopes(found: Payoff, name: str = "expected") -> tuple[Decimal | None, Decimal | None, Decimal]:
    edge = found.edge(name)
    assert edge is not None
    return edge.left, edge.right, edge.jump


def test_two_steps_cost_at_their_levels_and_nothing_between() -> None:
    both = promise(
        "expected: {at_least: 95%}, minimum: {at_least: 92%}, service_credit: {allocation: 30%, severity: two-step}"
    )
    found = xk.payoff(agreement(both), "fix")
    assert slopes(found) == slopes(found, "minimum") == (0, 0, -7200)
    worked = {"96%": 0, "95%": 0, "94.99%": 7200, "92%": 7200, "91.99%": 14400}
    assert {figure: found.at(figure) for figure in worked} == worked


def test_a_linear_credit_that_meets_the_cap_bends_there() -> None:
    terms = "expected: {at_least: 95%}, minimum: {at_least: 92%}, service_credit: {allocation: 150%, severity: linear}"
    found = xk.payoff(agreement(promise(terms)), "fix")
    assert slopes(found) == (-24000, 0, 0)
    corner = found.edge("corner")
    assert corner is not None
    assert (corner.performance, corner.amount, corner.left, corner.right) == (
        Fraction(93, 100),
        Decimal("48000.00"),
        0,
        -24000,
    )


def test_where_low_is_good_the_sides_change_places() -> None:
    terms = (
        "expected: {at_most: 5%}, minimum: {at_most: 8%}, service_credit: {allocation: 30%, severity: linear}"
    )
    found = xk.payoff(agreement(promise(terms)), "fix")
    assert slopes(found) == (0, 4800, 0)
    assert "Above 5.0% (expected) each point costs 4,800.00 EUR; below it nothing is earned." in str(found)


@pytest.mark.parametrize(
    ("terms", "at", "expected"),
    [
        ("bonus: {max: 3%, full: 99%}", "expected", (0, -3000, 0)),
        ('bonus: {max: "1000.00", shape: step}', "expected", (0, 0, -1000)),
        (
            "bonus_malus: {low: 90%, dead_low: 94%, dead_high: 95%, high: 98%, malus: 4%, bonus: 3%}",
            "expected",
            (0, -4000, 0),
        ),
        ("improvement: {rate: 500, baseline: 95%, step: 1%}", "expected", (0, 0, 0)),
    ],
)
def test_what_performance_earns_slopes_to_the_right(
    terms: str, at: str, expected: tuple[int, int, int]
) -> None:
    assert (
        slopes(xk.payoff(agreement(promise(f"expected: {{at_least: 95%}}, {terms}")), "fix"), at) == expected
    )


def test_steps_and_bends_that_no_level_names_are_edges_too() -> None:
    terms = "expected: {at_least: 95%}, improvement: {rate: 500, baseline: 95%, step: 1%}"
    found = xk.payoff(agreement(promise(terms)), "fix")
    steps = [(str(edge.performance), edge.jump) for edge in found.edges if edge.name == "term"]
    assert steps == [("24/25", -500), ("97/100", -500), ("49/50", -500), ("99/100", -500), ("1", -500)]


def test_bands_a_pool_and_an_hour_are_read_in_their_units() -> None:
    quick = promise(
        "expected: {at_most: 4h}, service_credit: {allocation: 30%, severity: {bands:"
        " [{above: 4h, credit: 50%}, {above: 6h, credit: 100%}]}}"
    )
    pool = promise("expected: {at_least: 70}", "mood")
    found = agreement(
        quick, pool, money=", experience_pool: {objective: mood, share: 4%, floor: 64, full: 80}"
    )
    hours = xk.payoff(found, "fix")
    assert (hours.unit, hours.at("4h"), hours.at("5h"), hours.at("7h")) == ("seconds", -6000, 1200, 8400)
    mood = xk.payoff(found, "mood")
    assert [mood.at(figure) for figure in (62, 70, 76, 82)] == [0, -6000, -12000, -16000]
    assert slopes(mood) == (-1000, -1000, 0)


def test_counted_figures_show_what_low_volume_and_a_gate_do() -> None:
    spared = STEP.replace("expected", "low_volume: {allow: 1, below: 30}, expected")
    found = xk.payoff(agreement(spared), "fix", volume=10)
    assert [point.amount for point in found.points[-3:]] == [14400, 0, 0]
    assert found.at("0.9") == 0
    gated = STEP.replace("expected", "gate: miss_if_upper_below, expected")
    lenient = xk.payoff(agreement(gated), "fix", volume=400)
    (forgiven,) = [edge for edge in lenient.edges if edge.name == "corner"]
    assert (forgiven.performance, forgiven.amount, forgiven.jump) == (Fraction(93, 100), 0, -14400)
    assert slopes(lenient) == (0, 0, 0)
    with pytest.raises(DataError, match="state volume="):
        xk.payoff(agreement(gated), "fix")


def test_counted_figures_bend_where_a_cap_begins_to_hold_and_step_where_a_gate_opens() -> None:
    """150 % of 48,000 over 3 points from 95 %: 12,000 for each half a point, capped at 93 %; counted in 200."""
    capped = promise(
        "expected: {at_least: 95%}, minimum: {at_least: 92%},"
        " service_credit: {allocation: 150%, severity: linear}"
    )
    corners = [
        (edge.performance, edge.left, edge.right, edge.jump)
        for volume in (200, 300, 30)
        for edge in xk.payoff(agreement(capped), "fix", volume=volume).edges
        if edge.name == "corner"
    ]
    assert corners == [(Fraction(93, 100), 0, -24000, 0)] * 2  # 30 records leave too few figures to see it
    between = xk.payoff(agreement(capped), "fix", volume=250).edge("corner")  # 93 % of 250 is 232.5
    assert between is not None
    assert (between.performance, between.amount, between.jump) == (Fraction(93, 100), None, 0)
    gate = promise("gate: bonus_if_lower_above, expected: {at_least: 85%}, bonus: {max: 3%, full: 95%}")
    (opens,) = [edge for edge in xk.payoff(agreement(gate), "fix", volume=400).edges if edge.name == "corner"]
    assert (opens.left, opens.right) == (0, -1200)
    assert opens.jump == opens.amount != 0


def test_many_records_are_looked_at_evenly_and_one_by_one_beside_a_level() -> None:
    found = xk.payoff(agreement(STEP), "fix", volume=100_001)
    counts = {point.count for point in found.points}
    assert len(counts) < 300
    assert {94_999, 95_000, 95_001, 95_002} <= counts  # 95 % of 100,001 is 95,000.95
    assert found.expected.amount is None
    assert slopes(found) == (0, 0, -14400)
    assert found.at(Fraction(50_000, 100_001)) == 14400


def test_rounding_before_comparing_moves_the_step_off_the_level() -> None:
    found = xk.payoff(agreement(STEP.replace("expected", "compare_round: {places: 1}, expected")), "fix")
    assert slopes(found) == (0, 0, 0)
    assert slopes(found, "term") == (0, 0, -14400)
    (moved,) = [edge for edge in found.edges if edge.name == "term"]
    assert moved.performance == Fraction(9495, 10_000)


def test_others_that_use_up_the_cap_switch_the_slope_off() -> None:
    both = agreement(STEP, promise("expected: {at_least: 90%}, service_credit: {allocation: 200%}", "other"))
    assert xk.payoff(both, "fix").expected.jump == -14400
    gone = xk.payoff(both, "fix", others={"other": "80%"})
    assert {point.amount for point in gone.points} == {Decimal("48000.00")}
    assert "Whatever the figure is, it is 48,000.00 EUR to the customer." in str(gone)


def test_a_condition_that_asks_for_others_holds_while_they_are_met() -> None:
    terms = "expected: {at_least: 85%}, bonus: {max: 3%, only_if: no_miss, full: 95%}"
    both = agreement(promise(terms), promise("expected: {at_least: 90%}", "other"))
    assert xk.payoff(both, "fix").at("95%") == -12000
    assert xk.payoff(both, "fix", others={"other": "89%"}).at("95%") == 0


def test_parts_are_named_and_share_the_allocation() -> None:
    parts = promise(
        "each: priority, levels: {P1: {expected: {at_least: 95%}}, P2: {expected: {at_least: 90%}}},"
        " service_credit: {allocation: 30%}"
    )
    found = agreement(parts)
    assert xk.payoff(found, "fix/P2").at("89%") == 7200
    with pytest.raises(DataError, match="write fix/P1"):
        xk.payoff(found, "fix")
    with pytest.raises(DataError, match="P1, P2"):
        xk.payoff(found, "fix/P7")


def test_the_window_decides_on_levels_charges_and_the_end_of_the_burn_in() -> None:
    path = STEP.replace("expected", "glide_path: {start: 90%, per_month: 1%}, expected")
    found = agreement(path, money=", burn_in: 2", rest="settlement: {pay: same}\n")
    first = xk.payoff(found, "fix")
    assert (first.window.label, first.expected.performance) == ("2026-03", Fraction(92, 100))
    assert xk.payoff(found, "fix", window="2026-12").expected.performance == Fraction(95, 100)
    with pytest.raises(DataError, match="charges of the window are not known"):
        xk.payoff(found, "fix", window="2026-01")
    quarter = xk.payoff(
        agreement(
            STEP.replace("name: fix,", "name: fix, window: quarter,"),
            promise("expected: {at_least: 90%}", "o"),
        ),
        "fix",
    )
    assert (quarter.window.label, quarter.at("0%")) == ("2026-Q1", 43200)


def test_charges_that_were_invoiced_have_to_be_known() -> None:
    table = (
        HEAD
        + f"  - {{{STEP}}}\n"
        + "commercials: {currency: EUR, charges: {table: invoices}, at_risk: 10%}\n"
    )
    found = xk.load_agreement(table)
    with pytest.raises(DataError, match="state invoices="):
        xk.payoff(found, "fix")
    invoices = [{"window_start": "2026-01-01T00:00Z", "amount": "1000.00"}]
    assert xk.payoff(found, "fix", invoices=invoices).at("94%") == 30


def test_lines_made_by_hand_are_left_out() -> None:
    line = ', adjustments: [{window: "2026-01", amount: "-500.00", reason: goodwill, approver: A. B.}]'
    assert xk.payoff(agreement(STEP, money=line), "fix").at("95%") == 0


def test_a_figure_can_be_marked_and_another_asked_for() -> None:
    found = xk.payoff(agreement(STEP), "fix", at="94.2%")
    here = found.edge("here")
    assert here is not None
    assert (here.performance, here.amount) == (Fraction(942, 1000), 14400)
    assert found.at("94.21%") == 14400
    back = Payoff.model_validate_json(found.model_dump_json())
    assert back == found
    assert back.at("94.2%") == 14400
    with pytest.raises(RuntimeError, match="holds its points only"):
        back.at("94.21%")


@pytest.mark.parametrize(
    ("name", "options", "what"),
    [
        ("fxi", {}, "no such objective"),
        ("fix/P1", {}, "has no parts"),
        ("fix", {"window": "2027-01"}, "no such window"),
        ("fix", {"volume": 0}, "at least 1"),
        ("fix", {"at": 0.94}, "is not exact"),
        ("fix", {"at": "soon"}, "is no figure"),
        ("fix", {"at": "120%"}, "outside the range"),
        ("fix", {"others": {"otehr": "80%"}}, "no such other objective"),
    ],
)
def test_what_is_none_of_the_agreement_is_refused(name: str, options: dict[str, object], what: str) -> None:
    with pytest.raises(DataError, match=what):
        xk.payoff(agreement(STEP, promise("expected: {at_least: 90%}", "other")), name, **options)  # type: ignore[arg-type]


def test_a_count_that_cannot_be_and_an_agreement_without_money_are_refused() -> None:
    with pytest.raises(DataError, match=r"no whole number of 400 records .* Hint: 377/400"):
        xk.payoff(agreement(STEP), "fix", volume=400).at("94.2%")
    with pytest.raises(DataError, match="shares of records"):
        xk.payoff(agreement(promise("expected: {at_most: 4h}")), "fix", volume=10)
    with pytest.raises(AgreementError, match="commercials"):
        xk.payoff(xk.load_agreement(f"{HEAD}  - {{{STEP}}}\n"), "fix")
