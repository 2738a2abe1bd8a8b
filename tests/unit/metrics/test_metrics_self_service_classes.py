from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlakit as xk
from xlakit import stats
from xlakit.errors import DataError
from xlakit.metrics.analysis.bars import all_of
from xlakit.metrics.analysis.knowledge import (
    DECENT_FROM,
    EXCELLENT_FROM,
    IMPACT,
    KbBars,
    KbClass,
    classify_kb,
    kb_quality,
)
from xlakit.metrics.analysis.self_service import (
    BARRIER_BELOW,
    QUALITY_FROM,
    SelfServiceBars,
    SelfServiceClass,
    classify_self_service,
    self_service_quality,
)
from xlakit.model import Estimate

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(days=30)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def share(percent: int | None) -> Estimate:
    return Estimate.nothing() if percent is None else stats.proportion(percent, 100)


FIGURES = [
    ((50, 25, 80), "QUALITY"),
    ((49, 25, 80), "MIXED"),
    ((50, 26, 80), "MIXED"),
    ((50, 25, 79), "MIXED"),
    ((20, 50, 50), "MIXED"),
    ((19, 0, 100), "BARRIER"),
    ((100, 51, 100), "BARRIER"),
    ((100, 0, 49), "BARRIER"),
    ((None, 0, 100), None),
    ((None, 51, None), "BARRIER"),
    ((None, None, None), None),
]


@pytest.mark.parametrize(("figures", "expected"), FIGURES)
def test_the_class_of_a_self_service_goes_by_its_bars(
    figures: tuple[int | None, ...], expected: str | None
) -> None:
    kind, reasons = classify_self_service(*(share(item) for item in figures))
    assert kind == expected
    assert reasons


PERCENT = st.one_of(st.none(), st.integers(0, 100))
RANK = {SelfServiceClass.BARRIER: 0, SelfServiceClass.MIXED: 1, SelfServiceClass.QUALITY: 2}


@given(st.tuples(PERCENT, PERCENT, PERCENT), st.tuples(*[st.integers(0, 100)] * 3))
def test_what_is_said_with_a_gap_is_never_taken_back_when_the_gap_is_filled(
    figures: tuple[int | None, ...], fill: tuple[int, ...]
) -> None:
    filled = tuple(new if old is None else old for old, new in zip(figures, fill, strict=True))
    before, _ = classify_self_service(*(share(item) for item in figures))
    after, _ = classify_self_service(*(share(item) for item in filled))
    assert before is None or before == after
    better = (min(filled[0] + 1, 100), max(filled[1] - 1, 0), min(filled[2] + 1, 100))
    improved, _ = classify_self_service(*(share(item) for item in better))
    assert after is not None
    assert improved is not None
    assert RANK[improved] >= RANK[after]


def visits(helped: int, failed: int, silent: int, *, reached: bool = True) -> xk.Desk:
    names = [*["helped"] * helped, *["failed"] * failed, *["silent"] * silent]
    sessions = [
        {
            "session_id": f"s{n}",
            "started_at": START,
            "ended_at": at(0.5),
            "requester": f"u{n}",
            "helpful": True if what == "helped" else None,
            "human_asked_at": at(0.1),
            "human_reached_at": at(0.2) if reached else None,
        }
        for n, what in enumerate(names)
    ]
    tickets = [
        {"ticket_id": f"t{n}", "opened_at": at(1), "requester": f"u{n}", "cost": "12.34"}
        for n, what in enumerate(names)
        if what == "failed"
    ]
    return xk.Desk(tickets=[{"ticket_id": "t", "opened_at": at(-1)}, *tickets], sessions=sessions)


def test_a_desk_is_classified_with_its_figures_and_its_net_value() -> None:
    found = self_service_quality(visits(6, 2, 2), rate="30", as_of=LATER)
    assert found.kind is SelfServiceClass.QUALITY
    figures = (found.verified_deflection.value, found.failure.value, found.reachability.value)
    assert figures == (0.6, 0.2, 1.0)
    assert found.savings.value == pytest.approx(8 * 12.34)
    assert found.lost_time.value == 2 * 1800
    assert found.net_value == Decimal("68.72")  # 98.72 saved, an hour lost


def test_savings_can_be_lost_again_in_the_time_of_users() -> None:
    found = self_service_quality(visits(1, 9, 0), cost_per_ticket=10, rate=40, as_of=LATER)
    assert (found.kind, found.net_value) == (SelfServiceClass.BARRIER, Decimal("-170.00"))


def test_what_cannot_be_worth_anything_is_unknown() -> None:
    assert self_service_quality(visits(6, 2, 2), as_of=LATER).net_value is None
    bare = self_service_quality(xk.Desk(tickets=[{"ticket_id": "1", "opened_at": START}]), rate=30)
    assert (bare.kind, bare.net_value, bare.savings.value) == (None, None, None)
    assert len(bare.reasons) == 3


def test_the_time_of_sessions_without_an_end_is_unknown_and_not_nothing() -> None:
    desk = visits(1, 1, 0)
    assert desk.sessions is not None
    endless = xk.Desk(tickets=desk.tickets, sessions=desk.sessions.drop("ended_at"))
    assert self_service_quality(endless, rate=30, as_of=LATER).lost_time.value is None


def test_results_are_frozen() -> None:
    found = self_service_quality(visits(1, 1, 1), as_of=LATER)
    with pytest.raises(FrozenInstanceError):
        found.kind = None  # type: ignore[misc]


FOOLISH: list[tuple[Any, dict[str, Any], str]] = [
    (self_service_quality, {"quality": replace(QUALITY_FROM, failure="60%")}, "failure is easier"),
    (self_service_quality, {"barrier": replace(BARRIER_BELOW, reachability=2)}, "is not a share"),
    (self_service_quality, {"rate": -3}, "rate: is not a number of 0 or more"),
    (kb_quality, {"decent": KbBars("90%", 0, 0)}, "freshness is below that of decent"),
    (kb_quality, {"excellent": KbBars("many", 0, 0)}, "is not a share; got 'many'"),
]


@pytest.mark.parametrize(("classify", "given_bars", "words"), FOOLISH)
def test_bars_that_make_no_sense_are_refused(classify: Any, given_bars: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        classify(visits(1, 0, 0), **given_bars)


def test_bars_are_the_readers_to_state() -> None:
    soft = SelfServiceBars(Fraction(1, 10), Decimal("0.9"), 0.1)
    softer = SelfServiceBars(0, 1, 0)
    found = self_service_quality(visits(1, 4, 4), quality=soft, barrier=softer, as_of=LATER)
    assert found.kind is SelfServiceClass.QUALITY


BARS = (EXCELLENT_FROM.shares("excellent"), DECENT_FROM.shares("decent"))
KB = [
    (9, (90, 95, 90), "EXCELLENT"),
    (9, (79, 95, 90), "DECENT"),
    (9, (90, 75, 90), "DECENT"),  # 75 of 100 votes may be 66 %
    (9, (90, 95, 49), "POOR"),
    (9, (90, 55, 90), "POOR"),  # 55 of 100 votes may be 45 %
    (9, (90, 95, None), None),
    (9, (49, None, None), "POOR"),
    (0, (None, None, None), "ABSENT"),
    (None, (90, 95, 90), None),
]


@pytest.mark.parametrize(("articles", "figures", "expected"), KB)
def test_the_class_of_a_knowledge_base_goes_by_its_bars(
    articles: int | None, figures: tuple[int | None, ...], expected: str | None
) -> None:
    fresh, helpful, search = (share(item) for item in figures)
    kind, reasons = classify_kb(articles, fresh, helpful, search, BARS)
    assert kind == expected
    assert reasons


def test_a_knowledge_base_says_what_is_expected_and_what_is_observed() -> None:
    article = {"article_id": "k", "reviewed_at": START, "views": 10, "helpful_yes": 95, "helpful_no": 5}
    made = visits(3, 1, 0)
    assert made.sessions is not None
    sessions = [row | {"article_id": "k"} for row in made.sessions.to_dicts()]
    desk = xk.Desk(tickets=made.tickets, sessions=sessions, articles=[article])
    found = kb_quality(desk, as_of=LATER)
    assert (found.kind, found.articles, found.expected_impact) == (KbClass.EXCELLENT, 1, "deflection")
    assert found.observed_deflection.value == 0.75
    assert (found.helpfulness.value, found.helpfulness.method) == (0.95, "wilson")
    assert kb_quality(desk, as_of=START + timedelta(days=400)).kind is KbClass.POOR


def test_articles_that_come_later_are_absent_before() -> None:
    desk = xk.Desk(
        tickets=[{"ticket_id": "1", "opened_at": START}],
        articles=[{"article_id": "k", "created_at": at(5), "reviewed_at": at(6)}],
    )
    assert kb_quality(desk, as_of=at(4)).kind is KbClass.ABSENT
    assert kb_quality(desk, as_of=at(7)).kind is None
    assert set(IMPACT) == set(KbClass)


def test_three_answers_combine_as_logic_has_it() -> None:
    assert [all_of(given) for given in ((), (True,), (None, False), (None, True))] == [
        True,
        True,
        False,
        None,
    ]
