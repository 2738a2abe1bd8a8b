from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlakit import stats
from xlakit.model import Estimate, Judgement, Level, Levels, Objective, windows
from xlakit.scoring import Verdict, judge, score

(MARCH,) = windows("month", date(2026, 3, 1), date(2026, 3, 1), "UTC")
LEVELS = Levels(
    expected=Level.model_validate({"at_least": "90%"}),
    minimum=Level.model_validate({"at_least": "80%"}),
    stretch=Level.model_validate({"at_least": "95%"}),
)


def judgement(
    hits: int, count: int = 100, *, name: str = "a", weight: str = "1", levels: Levels = LEVELS
) -> Judgement:
    estimate = stats.proportion(hits, count) if count else Estimate.nothing()
    objective = Objective.model_validate({"name": "x", "metric": "csat", "expected": {"at_least": "90%"}})
    verdict: Verdict = judge(objective, levels, estimate)
    return Judgement(
        objective=name,
        title=name,
        metric="csat",
        kind="experience",
        basis="user_reported",
        unit="share",
        direction="higher",
        window=MARCH,
        estimate=estimate,
        levels=levels,
        outcome=verdict.outcome,
        weight=Decimal(weight),
    )


@pytest.mark.parametrize(
    ("hits", "deduct", "earn", "net"),
    [
        (100, 100, 100, 100),
        (95, 100, 100, 100),
        (90, 100, 0, 50),
        (85, 50, 0, 25),
        (80, 0, 0, 0),
        (10, 0, 0, 0),
    ],
)
def test_shortfall_and_excellence_run_linearly_between_the_levels(
    hits: int, deduct: int, earn: int, net: int
) -> None:
    for method, expected in (("deduct", deduct), ("earn", earn), ("net", net)):
        assert score([judgement(hits)], method).value == pytest.approx(expected)  # type: ignore[arg-type]


def test_without_minimum_and_stretch_there_is_all_or_nothing() -> None:
    bare = Levels(expected=LEVELS.expected)
    assert score([judgement(89, levels=bare)], "deduct").value == 0
    assert score([judgement(99, levels=bare)], "earn").value == 0


def test_weights_are_normalised_over_what_was_measured_and_the_ledger_adds_up() -> None:
    found = score([judgement(85, name="a", weight="30"), judgement(0, 0, name="b", weight="20")], "net")
    (window,) = found.by_window
    assert window.measured_weight == pytest.approx(0.6)
    assert window.value == pytest.approx(50 + sum(line.points for line in window.lines))


def test_below_half_of_the_weight_there_is_no_score() -> None:
    found = score([judgement(85, weight="49"), judgement(0, 0, name="b", weight="51")], "net")
    assert found.value is None
    assert found.by_window[0].measured_weight == pytest.approx(0.49)


def test_the_parts_of_one_objective_share_its_weight() -> None:
    parts = [judgement(100, name="a/P1"), judgement(80, name="a/P2"), judgement(100, name="b")]
    assert score(parts, "deduct").value == pytest.approx(75)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 9)), min_size=1, max_size=6),
    st.sampled_from(["deduct", "earn", "net"]),
)
def test_a_score_lies_between_0_and_100_and_never_falls_with_one_more_success(
    cases: Any, method: Any
) -> None:
    def value(hits: list[int]) -> float | None:
        items = [
            judgement(hit, name=f"o{i}", weight=str(w))
            for i, (hit, (_, w)) in enumerate(zip(hits, cases, strict=True))
        ]
        return score(items, method).value

    before = value([hits for hits, _ in cases])
    after = value([min(hits + 1, 100) for hits, _ in cases])
    if before is None or after is None:
        assert all(weight == 0 for _, weight in cases)
    else:
        assert -1e-9 <= before <= after + 1e-9 <= 100 + 2e-9
