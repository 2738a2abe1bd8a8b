from __future__ import annotations

from report_cards import MONTHS, card, happy, reopened, response, running, unmeasured

from xlakit.report.hints import hints


def test_unmeasured_experience_comes_first_with_its_reason() -> None:
    judged = [happy(MONTHS[0]), *(unmeasured(happy, month) for month in MONTHS[1:])]
    assert hints(card(*judged))[0] == "Experience not measured in 5 of 6 windows: no surveys were answered."


def test_one_measured_objective_is_enough_for_its_window() -> None:
    judged = [happy(MONTHS[0]), unmeasured(happy, MONTHS[0])]
    assert not any("not measured" in hint for hint in hints(card(*judged)))


def test_an_agreement_that_never_asks_says_so() -> None:
    assert hints(card(response(), reopened()))[0] == "Experience not measured: no objective asks the users."


def test_a_month_in_progress_names_the_instant_and_the_way_out() -> None:
    subject = card().subject.model_copy(update={"as_of": MONTHS[2].end.replace(day=1).astimezone()})
    said = hints(card(response(MONTHS[1]), running(response, MONTHS[2]), subject=subject))
    assert said[-1] == (
        "2026-03 is in progress: the data are judged as of 1 Apr 2026, 00:00 (Europe/Berlin); "
        "pass as_of= (--as-of) if it is complete."
    )


def test_two_months_in_progress_are_named_together() -> None:
    said = hints(card(running(response, MONTHS[2]), running(response, MONTHS[3])))
    assert said[-1].startswith("2026-03 and 2026-04 are in progress")
    assert said[-1].endswith("if they are complete.")


def test_provisional_months_are_named() -> None:
    judged = [response(MONTHS[0], status="provisional"), happy(MONTHS[0], status="provisional")]
    assert hints(card(*judged))[-1] == (
        "2026-01 is provisional: records that arrive late may still change the month."
    )


def test_tickets_outside_the_scope_are_told() -> None:
    subject = card().subject.model_copy(update={"covered": 11800})
    assert "The agreement covers 11,800 of 12,000 tickets." in hints(card(happy(), subject=subject))


def test_response_rate_and_coverage_are_given_as_a_range() -> None:
    judged = [happy(MONTHS[0]), happy(MONTHS[1], response_rate=0.18, coverage=None)]
    assert "response rate 18.0% to 21.3%, answers on 15.0% of resolved" in " ".join(hints(card(*judged)))


def test_an_unknown_response_rate_is_said_to_be_unknown() -> None:
    assert "response rate unknown" in " ".join(hints(card(happy(response_rate=None))))


def test_withheld_figures_are_counted() -> None:
    said = hints(card(happy(), segments=(happy(suppressed=True), happy(suppressed=True))))
    assert "2 figures are withheld: too few answered to keep them anonymous." in said
