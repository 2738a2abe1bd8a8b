"""XLA409 and XLA413 to XLA417 from sums: who was asked, silence, promises, handing on, self-service, mediocrity."""

from __future__ import annotations

from typing import Any

import pytest
from scipy.stats import fisher_exact

from xlakit.metrics import Cell
from xlakit.rules import run, select
from xlakit.rules.scanned import discovered


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def found(case: Any, code: str) -> Any:
    findings, (report,) = run(select([code]), case)
    return findings, report


def invited(tickets: int, asked: int, *, answers: int = 40, unhappy: int = 4, **went: Any) -> dict[str, Any]:
    return {
        "window": 3,
        "segment": went.pop("segment", ()),
        "reopened": False,
        "breached": None,
        "reassigned": None,
        **went,
        "tickets": tickets,
        "invited": asked,
        "answers": answers,
        "unhappy": unhappy,
        "examples": tuple(f"T{number}" for number in range(3)),
    }


def test_reopened_tickets_that_are_asked_less_often_are_named_with_odds_and_exact_p(
    make_case: Any, green: Any
) -> None:
    rows = [invited(300, 240, answers=100, unhappy=10), invited(60, 20, reopened=True, answers=12, unhappy=9)]
    (finding,), _ = found(make_case(green, signals={"invitations": rows}), "XLA409")
    assert "33.3% of 60 reopened tickets were invited" in finding.message
    assert "80.0% of the 300 others (odds ratio 0.12" in finding.message
    assert "consistent with" in finding.message
    said = {item.what: item.value for item in finding.evidence}
    assert said["p, reopened"] == pytest.approx(
        fisher_exact([[20, 40], [240, 60]], alternative="less").pvalue
    )
    assert said["unhappy, of those who answered"] == pytest.approx(19 / 112)
    asked_all = said["unhappy, had everybody been asked and answered as their kind did"]
    assert asked_all == pytest.approx((300 * 0.1 + 60 * 0.75) / 360)
    assert {"assumption", "innocent explanations"} <= set(said)
    assert (finding.tickets_affected, finding.examples) == (40, ("T0", "T1", "T2"))


def test_bad_outcomes_that_are_asked_as_often_as_others_are_clear(make_case: Any, green: Any) -> None:
    rows = [invited(300, 240), invited(60, 47, reopened=True)]
    assert found(make_case(green, signals={"invitations": rows}), "XLA409")[1].section == "clear"


def test_a_segment_with_fewer_answers_than_the_threshold_is_not_spoken_of(make_case: Any, green: Any) -> None:
    team = (("team", "Far"),)
    rows = [
        invited(300, 240, segment=team, answers=8, unhappy=1),
        invited(60, 20, segment=team, reopened=True, answers=1, unhappy=1),
    ]
    findings, report = found(make_case(green, signals={"invitations": rows}), "XLA409")
    assert (findings, report.section) == ((), "not_applicable")


def test_no_unhappy_share_is_told_of_fewer_answers_than_the_threshold(make_case: Any, green: Any) -> None:
    rows = [
        invited(300, 240, answers=5, unhappy=1),
        invited(60, 20, reopened=True, answers=4, unhappy=4),
    ]
    (finding,), _ = found(make_case(green, signals={"invitations": rows}), "XLA409")
    assert not [item for item in finding.evidence if item.what.startswith("unhappy")]


def silences(silent: int, tickets: int = 200, **more: Any) -> dict[str, Any]:
    row = {"window": 3, "segment": (), "tickets": tickets, "silent": silent, "examples": ("T1", "T2")}
    return {"silences": [row | more]}


def test_many_tickets_without_a_word_for_days_are_silence(make_case: Any, green: Any) -> None:
    sums = green | {("XLA413:silence_breaches(max_gap=3d)", 3, None): share(45, 700)}
    (finding,), _ = found(make_case(sums, signals=silences(60)), "XLA413")
    assert "60 of 200 tickets (30.0%" in finding.message
    assert "for more than 72h" in finding.message
    assert (finding.tickets_affected, finding.examples) == (60, ("T1", "T2"))
    assert any(item.value == pytest.approx(45 / 700) for item in finding.evidence if item.unit == "share")


@pytest.mark.parametrize(("silent", "tickets"), [(39, 200), (8, 30), (30, 200)])
def test_silence_that_may_be_chance_or_is_small_is_clear(
    make_case: Any, green: Any, silent: int, tickets: int
) -> None:
    case = make_case(green, signals=silences(silent, tickets))
    assert found(case, "XLA413")[1].section == "clear"


def test_the_same_in_several_months_is_one_finding_that_names_them(make_case: Any, green: Any) -> None:
    april = {("fix", 4, None): share(380, 400)}
    rows = [*silences(60)["silences"], *silences(70, window=4, examples=("T3",))["silences"]]
    (finding,), _ = found(make_case(green | april, signals={"silences": rows}), "XLA413")
    assert finding.message.startswith("2026-04")
    assert finding.message.endswith("Likewise in 2026-03.")
    assert (finding.tickets_affected, finding.examples) == (130, ("T1", "T2", "T3"))


def promised(*, kept: int, made: int, moved: int = 0) -> tuple[dict[Any, Cell], dict[str, Any]]:
    """March with one promise a ticket, spread over 64 people."""
    per = [made // 64 + (group < made % 64) for group in range(64)]
    kept_of = [kept // 64 + (group < kept % 64) for group in range(64)]
    cells = {
        ("XLA414:promise_accuracy", 3, None): Cell(
            count=made, total=kept, base=made, groups=(tuple(per), tuple(kept_of))
        ),
        ("XLA414:promise_bias", 3, None): Cell(count=10, total=36_000, squares=10 * 3600**2),
    }
    row = {
        "window": 3,
        "segment": (),
        "tickets": made,
        "broken": made - kept,
        "repromised": moved,
        "examples": ("T9",),
    }
    return cells, {"promises": [row]}


def test_promises_that_are_kept_too_seldom_are_broken(make_case: Any, green: Any) -> None:
    cells, signals = promised(kept=256, made=640)
    (finding,), _ = found(make_case(green | cells, signals=signals), "XLA414")
    assert "256 of 640 promised times were kept (40.0%" in finding.message
    assert "resolved 1h after the first promise" in finding.message
    assert finding.tickets_affected == 384


def test_promises_moved_again_and_again_are_broken_though_the_last_one_is_kept(
    make_case: Any, green: Any
) -> None:
    cells, signals = promised(kept=600, made=640, moved=320)
    (finding,), _ = found(make_case(green | cells, signals=signals), "XLA414")
    assert "320 of 640 tickets were promised a new time (50.0%" in finding.message
    assert "were kept" not in finding.message


def test_promises_kept_are_clear_and_few_are_not_looked_at(make_case: Any, green: Any) -> None:
    cells, signals = promised(kept=600, made=640, moved=100)
    assert found(make_case(green | cells, signals=signals), "XLA414")[1].section == "clear"
    cells, signals = promised(kept=2, made=19)
    assert found(make_case(green | cells, signals=signals), "XLA414")[1].section == "not_applicable"


HANDED = "XLA415:(csat where bounces_not=0 - csat where bounces=0)"


def sides(handed: tuple[int, int], others: tuple[int, int]) -> Cell:
    return Cell(parts=(spread(*handed), spread(*others)))


def spread(hits: int, count: int) -> Cell:
    """The sums of a share over 64 people."""
    counts = tuple(count // 64 + (group < count % 64) for group in range(64))
    above = tuple(hits // 64 + (group < hits % 64) for group in range(64))
    return share(hits, count, groups=(counts, above))


def test_users_who_are_handed_on_and_clearly_unhappier_are_told_with_the_difference(
    make_case: Any, green: Any
) -> None:
    sums = green | {
        (HANDED, 3, None): sides((60, 128), (200, 256)),
        ("XLA415:reassignment_rate", 3, None): share(150, 400),
    }
    (finding,), _ = found(make_case(sums), "XLA415")
    assert (
        "is 46.9% where users were reassigned (128 answers) and 78.1% elsewhere (256 answers)"
        in finding.message
    )
    assert "a difference of -31.2 points" in finding.message
    assert {item.what for item in finding.evidence} >= {"reassigned tickets"}


@pytest.mark.parametrize(
    ("handed", "section"),
    [((95, 128), "clear"), ((120, 128), "clear"), ((2, 19), "not_applicable")],
)
def test_a_small_a_good_or_a_thin_difference_is_not_raised(
    make_case: Any, green: Any, handed: tuple[int, int], section: str
) -> None:
    sums = green | {(HANDED, 3, None): sides(handed, (200, 256))}
    assert found(make_case(sums), "XLA415")[1].section == section


def self_service(
    deflected: int, verified: int, silent: int, blocked: int, count: int = 400
) -> dict[Any, Cell]:
    figures = {
        "deflection_rate": deflected,
        "verified_deflection": verified,
        "silent_abandonment": silent,
        "blocked_share": blocked,
    }
    return {(f"XLA416:{name}", 3, None): share(hits, count) for name, hits in figures.items()}


def test_deflection_without_a_confirmation_is_a_trap(make_case: Any, green: Any) -> None:
    (finding,), _ = found(make_case(green | self_service(320, 40, 240, 10)), "XLA416")
    assert "80.0% of 400 self-service sessions ended without a ticket" in finding.message
    assert "10.0% (7.4% to 13.3%) were confirmed as helpful; 60.0%" in finding.message
    assert "no way to a human" not in finding.message
    said = {item.what: item.value for item in finding.evidence}
    assert said["sessions deflected and not confirmed as helpful"] == 280


@pytest.mark.parametrize(
    ("figures", "section"),
    [
        ((320, 250, 60, 10), "clear"),  # confirmed
        ((120, 10, 90, 10), "clear"),  # nobody could take that for a success
        ((320, 90, 160, 120), "clear"),  # on the limits
    ],
)
def test_self_service_that_helps_or_fails_openly_is_no_trap(
    make_case: Any, green: Any, figures: tuple[int, int, int, int], section: str
) -> None:
    assert found(make_case(green | self_service(*figures)), "XLA416")[1].section == section


def test_few_sessions_are_not_looked_at(make_case: Any, green: Any) -> None:
    case = make_case(green | self_service(40, 1, 30, 30, count=49))
    assert found(case, "XLA416")[1].section == "not_applicable"


def marks(best: int, neutral: int, fine: int, count: int = 300) -> dict[Any, Cell]:
    figures = {
        "exceptional_rate": best,
        "mediocrity_index": neutral,
        "non_negative_rate": fine,
        "excellence_gap": fine - best,
    }
    return {(f"XLA417:{name}", 3, None): share(hits, count) for name, hits in figures.items()}


def test_everything_met_and_nobody_delighted_is_mediocrity(make_case: Any, green: Any) -> None:
    (finding,), _ = found(make_case(green | marks(15, 30, 290)), "XLA417")
    assert finding.severity == "info"
    assert "all 3 objectives that were measured were kept" in finding.message
    assert "Of 300 answers 5.0%" in finding.message
    assert "neither bad nor satisfied" not in finding.message


def test_delighted_users_and_missed_objectives_are_no_mediocrity(make_case: Any, green: Any) -> None:
    assert found(make_case(green | marks(150, 20, 290)), "XLA417")[1].section == "clear"
    missed = green | marks(15, 30, 290) | {("fix", 3, None): share(100, 400)}
    assert found(make_case(missed), "XLA417")[1].section == "clear"


def test_nothing_is_said_of_mediocrity_below_the_threshold(make_case: Any, green: Any) -> None:
    assert found(make_case(green | marks(0, 9, 9, count=9)), "XLA417")[1].section == "not_applicable"


def test_a_scan_flags_only_what_is_certain_by_itself_and_among_all_others() -> None:
    assert discovered([0.01, *[0.9] * 99]) == (False,) * 100
    assert discovered([0.0005, *[0.9] * 99])[0]
    assert discovered([0.03]) == (False,)
