from __future__ import annotations

from decimal import Decimal

import pytest
from report_cards import MONTHS, happy, levels, reopened, response, share, unmeasured

from xlakit.model import Estimate, Outcome
from xlakit.report.lines import line


def test_a_complete_count_is_k_of_n_without_an_interval() -> None:
    shown = line(response(estimate=share(1906, 2000, 0.94, 0.96)))
    assert (shown.measured, shown.detail) == (
        "95.3% service level attainment (response)",
        "1,906 of 2,000, 6 to spare",
    )


@pytest.mark.parametrize(("left", "words"), [(0, "none to spare"), (-41, "41 too many"), (1, "1 to spare")])
def test_what_was_left_to_spare(left: int, words: str) -> None:
    assert line(response(to_spare=left)).detail.endswith(words)


def test_answers_show_their_interval_number_and_response_rate() -> None:
    assert line(happy()).detail == "95% interval 68.8% to 78.6%, 300 answers, response rate 21.3%"


def test_an_unknown_response_rate_is_not_silent() -> None:
    assert line(happy(response_rate=None)).detail.endswith("response rate unknown")


def test_a_frustration_gap_counts_people() -> None:
    assert "300 respondents" in line(happy(metric="frustration_gap")).detail


def test_records_not_watched_long_enough_are_counted() -> None:
    assert line(reopened()).detail == "140 of 1,990, 41 too many, not yet mature: 10"


def test_a_missed_promise_shows_its_minimum_and_an_exceeded_one_its_stretch() -> None:
    assert line(happy()).level == "at least 85%, minimum 78%"
    assert line(happy(outcome=Outcome.EXCEEDED)).level == "at least 85%, stretch 92%"
    assert line(happy(outcome=Outcome.MET)).level == "at least 85%"


@pytest.mark.parametrize(
    ("outcome", "words", "tone"),
    [
        (Outcome.EXCEEDED, "exceeded", "good"),
        (Outcome.MET, "met", "good"),
        (Outcome.BELOW_EXPECTED, "service level failure (below expected)", "bad"),
        (Outcome.BELOW_MINIMUM, "service level failure (below minimum)", "bad"),
        (Outcome.NOT_MEASURED, "not measured", "open"),
        (Outcome.EXCUSED, "excused", "open"),
        (Outcome.IN_PROGRESS, "in progress", "open"),
    ],
)
def test_every_outcome_has_its_words(outcome: Outcome, words: str, tone: str) -> None:
    shown = line(response(outcome=outcome))
    assert (shown.outcome, shown.tone) == (words, tone)


def test_what_was_not_measured_says_why_and_shows_no_figure() -> None:
    shown = line(unmeasured(response, MONTHS[0], "needs events"))
    assert (shown.measured, shown.detail, shown.outcome) == (
        "service level attainment (response): no value",
        "",
        "not measured: needs events",
    )


def test_a_withheld_figure_shows_nothing_that_was_counted() -> None:
    shown = line(happy(suppressed=True))
    assert (shown.measured, shown.detail) == ("CSAT: withheld", "too few answered to show it")


def test_a_mean_of_records_says_over_how_many() -> None:
    mean = Estimate(value=12000.0, count=2000, numerator=24_000_000, denominator=2000)
    shown = line(
        response(
            metric="resolution_time",
            unit="seconds",
            estimate=mean,
            levels=levels("4h", side="at_most"),
            to_spare=None,
        )
    )
    assert (shown.measured, shown.detail) == ("3h 20m resolution time", "over 2,000 records")


def test_a_supplied_result_without_counts_shows_its_value_alone() -> None:
    shown = line(response(basis="supplied", estimate=Estimate(value=0.9496, count=0), to_spare=None))
    assert (shown.measured, shown.detail) == ("94.96% service level attainment (response)", "")


def test_a_share_summed_in_millionths_is_not_shown_as_a_count_of_records() -> None:
    millionths = Estimate(
        value=0.9, count=2, numerator=90_000_000, denominator=100, quantum=Decimal("0.000001")
    )
    shown = line(response(basis="supplied", estimate=millionths, to_spare=None))
    assert shown.detail == "over 2 records"


def test_a_weight_is_written_without_idle_zeros() -> None:
    assert [line(response(weight=Decimal(text))).weight for text in ("30", "2.50", "0")] == [
        "30",
        "2.5",
        "0",
    ]


def test_the_metric_has_the_words_people_use() -> None:
    words = [
        line(response(metric=name)).measured.removeprefix("95.3% ")
        for name in ("within(clock=fix)", "bounces", "fcr")
    ]
    assert words == ["service level attainment (fix)", "reassignments", "FCR"]
