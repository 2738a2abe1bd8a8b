from __future__ import annotations

from decimal import Decimal

import report_cards as cards
from report_cards import (
    BERLIN,
    MONTHS,
    QUARTERS,
    SOUTH,
    WEST,
    Make,
    card,
    happy,
    reopened,
    response,
    running,
    shade,
    unmeasured,
)

from xlakit.model import Judgement, Outcome, ShadeOf
from xlakit.report import verdict

NAME = "Contoso workplace services: "


def months(make: Make, outcomes: list[Outcome]) -> list[Judgement]:
    return [make(month, outcome) for month, outcome in zip(MONTHS, outcomes, strict=False)]


def both(outside: list[Outcome], inside: list[Outcome], *shades: ShadeOf) -> str:
    judged = [*months(response, outside), *months(happy, inside)]
    return verdict(card(*judged, shades=shades)).removeprefix(NAME)


GOOD, BAD = Outcome.MET, Outcome.BELOW_EXPECTED


def test_a_watermelon_is_named_with_the_team_that_shows_it_best() -> None:
    assert verdict(cards.watermelon()) == (
        "Contoso workplace services: every service level was met in 6 of 6 months, but the users' side failed "
        "in 5: a watermelon (green outside, red inside); clearest in team Field West."
    )


def test_a_watermelon_in_some_of_the_failed_months_says_in_how_many() -> None:
    said = both([GOOD, BAD, BAD], [BAD, BAD, BAD], shade("CONFIRMED", MONTHS[0]), shade("RED", MONTHS[1]))
    assert said == (
        "every service level was met in 1 of 3 months, but the users' side failed in 3, in 1 of them behind met "
        "service levels: a watermelon (green outside, red inside)."
    )


def test_a_watermelon_of_one_team_only_is_placed_there() -> None:
    said = both([GOOD], [GOOD], shade("HEALTHY", MONTHS[0]), shade("CONFIRMED", MONTHS[0], WEST))
    assert said == (
        "every service level was met in 1 of 1 month, and the users' side held in 1; "
        "a watermelon (green outside, red inside) shows in team Field West."
    )


def test_among_equals_the_severe_segment_is_the_clearest() -> None:
    shades = [
        shade("CONFIRMED", MONTHS[0]),
        shade("CONFIRMED", MONTHS[0], SOUTH),
        shade("CONFIRMED", MONTHS[0], WEST, severe=True),
    ]
    assert both([GOOD], [BAD], *shades).endswith("clearest in team Field West.")
    assert both([GOOD], [BAD], *reversed(shades)).endswith("clearest in team Field West.")


def test_what_is_not_proven_is_called_so() -> None:
    said = both([GOOD], [BAD], shade("POSSIBLE", MONTHS[0]))
    assert said.endswith(": perhaps a watermelon (green outside, red inside), but that is not proven.")


def test_health_is_said_of_both_sides() -> None:
    shades = [shade("HEALTHY", month) for month in MONTHS[:2]]
    assert both([GOOD, GOOD], [GOOD, GOOD], *shades) == (
        "every service level was met in 2 of 2 months, and the users' side held in all 2: healthy on both sides."
    )


def test_red_on_both_sides() -> None:
    assert both([BAD, BAD], [BAD, BAD], shade("RED", MONTHS[0]), shade("RED", MONTHS[1])) == (
        "service levels were missed in 2 of 2 months, and the users' side failed in 2: red on both sides."
    )


def test_users_who_are_content_behind_missed_service_levels() -> None:
    assert both([BAD, BAD], [GOOD, GOOD], shade("INVERSE", MONTHS[0]), shade("HEALTHY", MONTHS[1])) == (
        "service levels were missed in 2 of 2 months, but the users' side held in all 2: an inverse watermelon "
        "(red outside, green inside), so the promise may ask for too much in 1 of 2."
    )


def test_sides_with_windows_of_their_own_name_them() -> None:
    judged = [*months(response, [GOOD] * 6), happy(QUARTERS[0], BAD), happy(QUARTERS[1], GOOD)]
    assert verdict(card(*judged)) == (
        f"{NAME}every service level was met in 6 of 6 months, but the users' side failed in 1 of 2 quarters."
    )


def test_users_who_did_not_answer() -> None:
    judged = [response(MONTHS[0]), unmeasured(happy, MONTHS[0])]
    assert verdict(card(*judged)).endswith("met in 1 of 1 month; the users' side was not measured.")


def test_users_whom_nobody_asked_are_seen_through_what_was_observed() -> None:
    judged = [response(MONTHS[0]), reopened(MONTHS[0])]
    said = verdict(card(*judged, shades=[shade("POSSIBLE", MONTHS[0])]))
    assert "the users were not asked, yet what was observed of them failed in 1: perhaps a watermelon" in said


def test_an_agreement_that_promises_users_nothing() -> None:
    assert verdict(card(response())).endswith("; the agreement promises nothing on the users' side.")


def test_an_agreement_without_service_levels() -> None:
    assert (
        verdict(card(happy())) == f"{NAME}no service level is agreed; the users' side failed in 1 of 1 month."
    )


def test_service_levels_without_weight_do_not_judge_the_outside() -> None:
    assert "no service level is agreed" in verdict(card(response(weight=Decimal(0)), happy()))


def test_nothing_measured_says_why_when_there_is_one_reason() -> None:
    judged = [unmeasured(make, month, "no times of reply") for make in (response, happy) for month in MONTHS]
    assert verdict(card(*judged)) == f"{NAME}nothing could be measured in 6 months (no times of reply)."
    mixed = [*judged, unmeasured(reopened, MONTHS[0], "no reopens")]
    assert verdict(card(*mixed)) == f"{NAME}nothing could be measured in 6 months."


def test_a_window_in_progress_is_not_judged() -> None:
    assert verdict(card(running(response, MONTHS[2]))) == (
        f"{NAME}nothing is judged yet; 2026-03 is in progress."
    )
    assert "in 1 of 1 month" in verdict(card(response(MONTHS[0]), running(response, MONTHS[1])))


def test_no_window_at_all() -> None:
    assert verdict(card()) == f"{NAME}nothing was judged; the data reach no complete window."


def test_an_untitled_agreement_goes_by_its_name() -> None:
    subject = card().subject.model_copy(update={"title": ""})
    assert verdict(card(subject=subject)).startswith("contoso-workplace: ")
    assert str(MONTHS[0].start.tzinfo) == BERLIN
