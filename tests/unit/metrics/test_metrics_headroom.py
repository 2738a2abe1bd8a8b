from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.errors import MeasureError
from xlakit.metrics import build
from xlakit.metrics.families import headroom as h
from xlakit.model import MetricRef

AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: tiny}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {calendar: always, stop: resolved, within: 100m}}
objectives:
  - {name: scraped, metric: {name: scrape_rate, clock: fix, within: 5%}, expected: {at_most: 5%}}
  - {name: crowded, metric: {name: bunching_ratio, clock: fix}, expected: {at_most: 2}}
  - {name: room, metric: {name: headroom, clock: fix}, expected: {at_least: 0.2}}
"""


def desk(*seconds: int | None) -> xk.Desk:
    """A desk of tickets that took so many seconds of a limit of 6000."""
    return xk.Desk(
        tickets=[
            {
                "ticket_id": str(number),
                "opened_at": "2026-03-02T09:00Z",
                "resolved_at": None
                if taken is None
                else f"2026-03-02T{9 + taken // 3600:02}:{taken % 3600 // 60:02}:{taken % 60:02}Z",
            }
            for number, taken in enumerate(seconds)
        ]
    )


def figure(metric: xk.metrics.Metric, on: xk.Desk) -> tuple[Any, Any, Any]:
    frame = xk.measure(metric, on, agreement=xk.load_agreement(AGREEMENT))
    return frame.select("value", "numerator", "denominator").row(0)


def test_headroom_is_what_was_left_of_the_limit() -> None:
    assert figure(h.headroom("fix"), desk(6000, 3000, 0, 9000, None)) == (0.25, 1000, 4)
    assert figure(h.headroom("fix"), desk(5999))[0] == 0.0
    assert figure(h.headroom("fix"), desk(5997))[0] == 0.001  # half a thousandth rounds up
    assert figure(h.headroom("fix"), desk(None))[0] is None


def test_exactly_on_the_limit_is_only_just_kept_and_exactly_a_tenth_left_is_not() -> None:
    kept = desk(6000, 5401, 5400, 3000, 6001)
    assert figure(h.scrape_rate("fix"), kept) == (0.5, 2, 4)
    assert figure(h.scrape_rate("fix", within="100%"), desk(6000, 1, 0))[1:] == (2, 3)
    assert figure(h.scrape_rate("fix"), desk(6001))[0] is None


def test_bunching_sets_the_last_part_against_the_one_before() -> None:
    assert figure(h.bunching_ratio("fix"), desk(6000, 5700, 5401, 5400, 4801, 4800, 100, 6001)) == (1.5, 3, 2)
    assert figure(h.bunching_ratio("fix"), desk(6000, 100))[0] is None


@given(
    st.lists(st.integers(0, 7000), min_size=1, max_size=8),
    st.sampled_from(["10%", "5%", "12.5%", "33.3%", "50%"]),
)
@settings(max_examples=15, deadline=None)
def test_the_parts_are_those_of_exact_fractions(seconds: list[int], within: str) -> None:
    band = Fraction(within.rstrip("%")) / 100
    room = [1 - Fraction(taken, 6000) for taken in seconds if taken <= 6000]
    last, before = sum(left < band for left in room), sum(band <= left < 2 * band for left in room)
    on = desk(*seconds)
    assert figure(h.scrape_rate("fix", within=within), on)[0] == (last / len(room) if room else None)
    assert figure(h.bunching_ratio("fix", within=within), on)[0] == (last / before if before else None)


def test_the_share_is_kept_in_the_name() -> None:
    assert h.scrape_rate("fix", within=Fraction(1, 20)).name == "scrape_rate(clock=fix, within=5%)"
    assert h.scrape_rate("fix", within="10%").name == "scrape_rate(clock=fix)"


@pytest.mark.parametrize("within", ["0%", "150%", "wide", Fraction(-1, 10)])
def test_a_part_that_is_no_part_of_the_limit_is_refused(within: Any) -> None:
    with pytest.raises(MeasureError, match="not a share"):
        h.scrape_rate("fix", within=within)
    with pytest.raises(MeasureError, match="not a share"):
        h.bunching_ratio("fix", within="51%")


def test_an_agreement_names_them() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    card = xk.evaluate(agreement, desk(6000, 5400, 3000, *[None]), period="2026-03")
    assert {item.objective: item.estimate.value for item in card.judgements} == {
        "scraped": pytest.approx(1 / 3),
        "crowded": 1.0,
        "room": 0.2,
    }
    with pytest.raises(MeasureError, match="needs the parameter 'clock'"):
        build(MetricRef(name="headroom"))
