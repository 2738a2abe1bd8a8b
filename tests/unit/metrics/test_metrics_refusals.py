"""What a user gets wrong is told in words, and never passes for something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit import metrics as m
from xlakit.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

NINE, TEN = "2026-03-02T09:00Z", "2026-03-02T10:00Z"
LATER = datetime(2026, 4, 1, tzinfo=UTC)
OTHER_WORDS: dict[str, Callable[[], object]] = {
    "csat: variant": lambda: m.csat(variant="average"),  # type: ignore[arg-type]
    "ces: variant": lambda: m.ces(variant="average"),  # type: ignore[arg-type]
    "ces: high_is": lambda: m.ces(high_is="good"),  # type: ignore[arg-type]
    "within: unit": lambda: m.within("fix", unit="tickets"),  # type: ignore[arg-type]
    "fcr: definition": lambda: m.fcr(definition="gross"),  # type: ignore[arg-type]
    "verified fcr: definition": lambda: m.verified_fcr(definition="gross"),  # type: ignore[arg-type]
    "silence: since": lambda: m.update_cadence(since="start"),  # type: ignore[arg-type]
    "promise_bias: promise": lambda: m.promise_bias(promise="second"),  # type: ignore[arg-type]
    "re_explain_rate: by": lambda: m.re_explain_rate(by="survey"),  # type: ignore[arg-type]
    "empathy_gap: technical": lambda: m.empathy_gap(technical="fixed"),  # type: ignore[arg-type]
    "empathy_time_cost: statistic": lambda: m.empathy_time_cost(statistic="mode"),  # type: ignore[arg-type]
}


def desk(**surveys: Any) -> xk.Desk:
    tickets = [
        {"ticket_id": str(i), "opened_at": NINE, "resolved_at": TEN, "team": "AB"[i % 2], "vip": i < 5}
        for i in range(20)
    ]
    answers = [
        {"ticket_id": str(i), "csat": 5 if i < 15 else 1, "answered_at": TEN, **surveys} for i in range(20)
    ]
    return xk.Desk(tickets=tickets, surveys=answers)


def value(metric: m.Metric, given: xk.Desk, **further: Any) -> object:
    return xk.measure(metric, given, **further)["value"].item()


@pytest.mark.parametrize("name", OTHER_WORDS)
def test_a_word_that_is_no_choice_is_not_taken_for_another_one(name: str) -> None:
    with pytest.raises(MeasureError, match="is not one of its values"):
        OTHER_WORDS[name]()


LENGTHS = [
    (name, key)
    for name, entry in m.catalogue().items()
    for key, how in entry.parameters.items()
    if how == "duration"
]


@pytest.mark.parametrize("length", [7, "7d", timedelta(days=-1)], ids=repr)
@pytest.mark.parametrize(("name", "parameter"), LENGTHS)
def test_a_length_of_time_is_one(name: str, parameter: str, length: Any) -> None:
    entry = m.catalogue()[name]
    required = dict.fromkeys(entry.required, "fix")
    with pytest.raises(MeasureError, match="length of time"):
        entry.make(**required, **{parameter: length})


@pytest.mark.parametrize("scale", ["5..1", "five", 5])
def test_a_scale_is_a_scale(scale: Any) -> None:
    for make in (m.csat, m.ces, m.empathy_score, m.exceptional_rate):
        with pytest.raises(MeasureError, match="is not a scale"):
            make(scale=scale)


@pytest.mark.parametrize("share", ["90", "ninety", None, "0%", Fraction(1)], ids=repr)
def test_a_percentile_is_a_share(share: Any) -> None:
    with pytest.raises(MeasureError, match="strictly between 0 and 1"):
        m.resolution_time().percentile(share)


def test_windows_and_zones_that_do_not_exist_are_refused() -> None:
    with pytest.raises(MeasureError, match=r"no such windows; got 'year'\. Hint: week, month, quarter"):
        xk.measure(m.throughput(), desk(), every="year")  # type: ignore[arg-type]
    for zone in ("Mars/Olympus", "", "/etc/passwd"):
        with pytest.raises(MeasureError, match="no such zone"):
            xk.measure(m.throughput(), desk(), every="week", timezone=zone)


def test_what_is_no_metric_and_no_column_is_told() -> None:
    for nonsense in (m.csat, [m.csat], 7, None):
        with pytest.raises(MeasureError, match="is no metric"):
            xk.measure(nonsense, desk())  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="needs names of columns"):
        xk.measure(m.csat(), desk(), by=[1])  # type: ignore[list-item]


def test_impact_takes_a_share_with_its_sign_and_no_other_text() -> None:
    found = [
        m.impact(m.csat(), desk(), target=target)["impact"].item() for target in (0.9, "90%", Fraction(9, 10))
    ]
    assert found == pytest.approx([-3.0] * 3)
    for nonsense in ("ninety", float("nan"), [1]):
        with pytest.raises(MeasureError, match="needs a number"):
            m.impact(m.csat(), desk(), target=nonsense)  # type: ignore[arg-type]


def test_a_trend_needs_figures_of_different_periods() -> None:
    for values, at in ((["a", "b", "c"], None), ([1.0, 2.0, 3.0], [4, 4, 4]), ([1.0, float("nan")], None)):
        with pytest.raises(xk.DataError, match="trend"):
            m.trend(values, at=at)  # type: ignore[arg-type]


def test_a_working_day_is_a_length_of_time() -> None:
    with pytest.raises(MeasureError, match=r"work_days_saved\.day"):
        m.work_days_saved(desk(), day=8)  # type: ignore[arg-type]


def test_narrowing_twice_by_one_column_narrows_further() -> None:
    both = m.throughput().where(team="A").where(team="B")
    assert value(both, desk()) is None
    assert value(m.throughput().where(team=["A", "B"]).where(team="B"), desk()) == 10
    assert value(m.throughput().where(team_not="A").where(team_not="B"), desk()) is None
    assert value((1 - m.reopen_rate()).where(team="A").where(team="B"), desk()) is None


def test_flags_and_whole_numbers_narrow_as_they_are() -> None:
    assert value(m.throughput().where(vip=True), desk()) == 5
    assert value(m.throughput().where(vip=[True, False]), desk()) == 20
    assert m.throughput().where(vip=True).name == m.throughput().where(vip="true").name
    for nonsense in (None, 4.5, {"a": 1}):
        with pytest.raises(MeasureError, match="needs a text"):
            m.throughput().where(vip=nonsense)  # type: ignore[arg-type]


def test_a_column_of_lists_is_nothing_to_cut_or_narrow_by() -> None:
    given = desk(factors=["speed"])
    for metric in (m.csat().by("factors"), m.csat().where(factors="speed")):
        with pytest.raises(MeasureError, match="a column of lists"):
            xk.measure(metric, given)


def test_first_contact_is_claimed_where_nobody_records_reassignments() -> None:
    tickets = [{"ticket_id": str(i), "opened_at": NINE, "resolved_at": TEN} for i in range(4)]
    events = [
        {"ticket_id": str(i), "at": f"2026-03-02T09:{minute}Z", "kind": "reply", "role": "agent"}
        for i in range(4)
        for minute in ((10, 20) if i == 0 else (10,))
    ]
    assert value(m.fcr(), xk.Desk(tickets=tickets, events=events)) == 0.75


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ({"unit": "percent", "direction": "lower"}, "unit"),
        ({"unit": "share", "direction": "down"}, "direction"),
        ({"unit": "share", "direction": "lower", "kind": "both"}, "kind"),
        ({"unit": "share", "direction": "lower", "statistic": "median"}, "statistic"),
    ],
)
def test_a_metric_of_ones_own_is_described_in_known_words(described: dict[str, Any], message: str) -> None:
    with pytest.raises(MeasureError, match=f"{message}: is not one of its values"):
        m.metric(**described)


def test_a_metric_of_ones_own_adds_row_by_row_what_can_be_added() -> None:
    @m.metric(unit="share", direction="lower")
    def summed(tickets: Any) -> pl.Expr:
        """All reopens at once."""
        total: pl.Expr = tickets["resolutions"].sum() > 3
        return total

    @m.metric(unit="share", direction="lower")
    def a_text(tickets: Any) -> pl.Expr:
        """A team is no condition."""
        team: pl.Expr = tickets["team"]
        return team

    @m.metric(unit="seconds", direction="lower")
    def no_number(tickets: Any) -> pl.Expr:
        """A team is no length of time."""
        team: pl.Expr = tickets["team"]
        return team

    with pytest.raises(MeasureError, match="adds up all rows at once"):
        xk.measure(summed(), desk())
    for own in (a_text, no_number):
        with pytest.raises(MeasureError, match="cannot be made of its columns"):
            xk.measure(own(), desk())


def test_nothing_is_published_below_the_lowest_threshold() -> None:
    agreement = xk.load_agreement(xk.datasets.example_agreement())
    tables: dict[str, Any] = xk.datasets.synthetic_desk("healthy", tickets=60, seed=1).tables()
    cube = xk.cube(agreement, xk.Desk(**tables), as_of=datetime(2026, 7, 1, tzinfo=UTC))
    for k in (4, 0, -1, "10", None, 5.5, True):
        with pytest.raises(MeasureError, match="at least 5"):
            cube.publish(k)  # type: ignore[arg-type]
    assert cube.publish(5).k == 5
