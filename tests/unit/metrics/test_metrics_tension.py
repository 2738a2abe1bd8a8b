from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as oracle

import xlakit as xk
from xlakit import metrics as m
from xlakit.errors import MeasureError
from xlakit.metrics.analysis import tension, user_centricity_scorecard
from xlakit.metrics.analysis.association import contrast, rank_association

COLUMNS = [
    "n",
    "association",
    "low",
    "high",
    "level",
    "good_is",
    "n_good",
    "when_good",
    "n_bad",
    "when_bad",
    "difference",
    "difference_low",
    "difference_high",
    "suppressed",
]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=40))
@settings(max_examples=80, deadline=None)
def test_the_association_is_spearmans_with_ties(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side, dtype=np.float64) for side in zip(*pairs, strict=True))
    found = rank_association(one, other, np.arange(len(pairs)) % 64)
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert found.value is None
        return
    assert found.value == pytest.approx(oracle.spearmanr(one, other).statistic, abs=1e-12)
    if found.low is not None and found.high is not None:
        assert found.low <= found.value <= found.high


def test_its_interval_covers_and_minds_people_who_repeat_themselves() -> None:
    rng = np.random.default_rng(5)
    inside, wider = 0, 0
    for _ in range(200):
        mood = rng.normal(size=60)
        one, other = (np.repeat(0.7 * mood + rng.normal(size=60), 3) for _ in range(2))
        one, other = one + 0.1 * rng.normal(size=180), other + 0.1 * rng.normal(size=180)
        people = np.repeat(np.arange(60), 3)
        apart, alike = (
            rank_association(one, other, people),
            rank_association(one, other, rng.integers(0, 64, 180)),
        )
        truth = 6 / np.pi * np.arcsin(0.49 / 1.5 / 2)
        inside += apart.low <= truth <= apart.high
        wider += apart.high - apart.low > alike.high - alike.low
    assert inside >= 180
    assert wider >= 190


def test_the_difference_of_means_has_the_interval_of_its_groups() -> None:
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(200):
        good = rng.random(300) < 0.6
        figure = rng.normal(size=300) + good
        found = contrast(good, figure, rng.integers(0, 64, 300))
        assert found.value == pytest.approx(figure[good].mean() - figure[~good].mean())
        inside += found.low <= 1 <= found.high
    assert 180 <= inside <= 199


@cache
def desk() -> xk.Desk:
    return xk.Desk(**xk.datasets.synthetic_desk("watermelon", tickets=900, seed=4).tables())


@cache
def terms() -> xk.Agreement:
    return xk.load_agreement(xk.datasets.example_agreement())


def test_every_efficiency_metric_stands_against_every_experience_metric() -> None:
    frame = tension(desk(), terms())
    assert frame.columns == ["efficiency", "experience", "window_start", *COLUMNS]
    assert frame.height == frame["efficiency"].n_unique() * frame["experience"].n_unique()
    assert {"within(clock=response)", "resolution_time", "fcr"} <= set(frame["efficiency"])
    assert {"csat", "nps", "reopen_rate"} <= set(frame["experience"])
    assert "within(clock=response)" not in set(tension(desk())["efficiency"])


def test_the_figures_are_those_of_the_tickets_of_which_both_are_known() -> None:
    frame = tension(desk(), efficiency=m.bounces(), experience=m.csat())
    both = (
        xk.facts(desk(), table="answers")
        .filter(pl.col("csat").is_not_null() & pl.col("first_resolved_at").is_not_null())
        .group_by("ticket_id")
        .agg(happy=(pl.col("csat") >= 4).mean(), bounces=pl.col("bounces").first())
    )
    row = frame.row(0, named=True)
    assert row["n"] == both.height
    expected = oracle.spearmanr(-both["bounces"].to_numpy(), both["happy"].to_numpy()).statistic
    assert row["association"] == pytest.approx(expected, abs=1e-12)
    calm = both.filter(pl.col("bounces") == 0)
    assert (row["good_is"], row["n_good"], row["n_bad"]) == (
        "at most 0",
        calm.height,
        both.height - calm.height,
    )
    assert row["when_good"] == pytest.approx(calm["happy"].mean())
    assert row["difference"] == pytest.approx(row["when_good"] - row["when_bad"])
    assert row["difference_low"] < row["difference"] < row["difference_high"]


def test_a_desk_where_speed_is_had_at_the_users_price_shows_it() -> None:
    tickets = [
        {
            "ticket_id": f"{n:02}",
            "opened_at": "2026-03-02T09:00Z",
            "resolved_at": f"2026-03-02T{10 + n // 4}:00Z",
            "closed_at": "2026-04-02T10:00Z",
            "requester": f"u{n}",
            "team": "West",
            "reopen_count": int(n < 20),
        }
        for n in range(40)
    ]
    surveys = [{"ticket_id": f"{n:02}", "nps": min(10, n // 4), "csat": 1 + n // 10} for n in range(40)]
    made = xk.Desk(tickets=tickets, surveys=surveys)
    frame = tension(
        made, efficiency="resolution_time", experience=["nps", "reopen_rate", m.csat(variant="mean")]
    )
    assert (frame["association"] < -0.8).all()
    assert frame["when_good"].to_list()[:2] == [-100.0, 1.0]
    assert frame.row(2, named=True)["n_good"] == 20


def test_the_order_of_rows_changes_nothing() -> None:
    made = xk.datasets.synthetic_desk("watermelon", tickets=900, seed=4).tables()
    mixed = xk.Desk(**{name: table.sample(fraction=1, shuffle=True, seed=1) for name, table in made.items()})
    wanted = {"efficiency": ["fcr", "resolution_time"], "experience": ["csat", "nps"], "by": "team"}
    assert tension(mixed, **wanted).equals(tension(desk(), **wanted))


def test_windows_and_segments_split_the_tickets_and_keep_the_threshold() -> None:
    whole = tension(desk(), efficiency="resolution_time", experience="reopen_rate")
    parts = tension(
        desk(), efficiency="resolution_time", experience="reopen_rate", by=["team"], every="month"
    )
    assert parts.columns == ["efficiency", "experience", "window_start", "team", *COLUMNS]
    assert parts["n"].sum() == whole["n"].item()
    assert parts["good_is"].unique().to_list() == whole["good_is"].to_list()


def test_fewer_answers_than_the_threshold_are_not_shown() -> None:
    frame = tension(desk(), efficiency="fcr", experience="csat", by="team", every="month")
    few = frame.filter((pl.min_horizontal("n_good", "n_bad") < 10) | (pl.col("n") < 10))
    assert few.height
    assert few.filter(pl.min_horizontal("n_good", "n_bad") > 0)["suppressed"].all()
    for name in ("association", "when_good", "when_bad", "difference"):
        assert frame.filter("suppressed")[name].null_count() == frame.filter("suppressed").height


def test_a_pair_without_tickets_has_no_figures() -> None:
    bare = xk.Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": None}])
    assert tension(bare).height == 0
    row = tension(bare, efficiency="fcr", experience="csat").row(0, named=True)
    assert (row["n"], row["association"], row["when_good"]) == (0, None, None)


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"efficiency": m.within("response")}, "reads clocks"),
        ({"efficiency": m.resolution_time().percentile("90%")}, "no figure for a single ticket"),
        ({"experience": m.csat() - m.fcr()}, "no figure for a single ticket"),
        ({"by": "tem"}, "did you mean 'team'"),
        ({"experience": "csatt"}, "did you mean 'csat'"),
    ],
)
def test_what_cannot_be_set_side_by_side_is_refused(given: dict[str, object], match: str) -> None:
    with pytest.raises(MeasureError, match=match):
        tension(desk(), **given)  # type: ignore[arg-type]


def test_the_seven_points_say_their_evidence_or_why_there_is_none() -> None:
    frame = user_centricity_scorecard(terms(), desk())
    assert frame["point"].to_list() == [
        "measure what matters",
        "reward quality",
        "enable empathy",
        "continuity",
        "proactive",
        "self-service",
        "listen",
    ]
    assert frame["value"].drop_nulls().is_between(0, 1).all()
    assert frame["evidence"].str.len_chars().min() > 0
    assert frame["value"][0] == 0.6


SEVEN = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31}
objectives:
  - {name: fast, metric: resolution_time, expected: {at_most: 4h}, weight: 3, STRETCH}
  - {name: happy, metric: csat, expected: {at_least: 80%}, weight: 1, BONUS}
scoring: {method: METHOD}
"""


@pytest.mark.parametrize(
    ("stretch", "bonus", "method", "value"),
    [
        ("", "", "net", 0.0),
        ("stretch: {at_most: 1h}", "", "net", 0.0),
        ("stretch: {at_most: 1h}", "stretch: {at_least: 90%}", "net", 0.25),
        ("stretch: {at_most: 1h}", "stretch: {at_least: 90%}", "deduct", 0.0),
        ("bonus: {max: 1%}", "bonus: {max: 3%}", "deduct", 0.75),
    ],
)
def test_what_an_agreement_rewards(stretch: str, bonus: str, method: str, value: float) -> None:
    text = (
        SEVEN.replace("STRETCH", stretch)
        .replace("BONUS", bonus)
        .replace("METHOD", method)
        .replace(", }", "}")
    )
    frame = user_centricity_scorecard(xk.load_agreement(text), desk())
    assert frame["value"].to_list()[:2] == [0.25, value]


def test_without_an_agreement_the_first_points_have_no_value() -> None:
    assert user_centricity_scorecard(None, desk())["value"].to_list()[:2] == [None, None]
