"""Rules on target-driven behaviour, from signals of a few rows: raised, clear, not applicable, and what they say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from xlakit.metrics import Cell
from xlakit.rules import explain, run, select
from xlakit.rules.xla408 import ratio

if TYPE_CHECKING:
    from xlakit.model import Finding

CODES = ("XLA404", "XLA405", "XLA408", "XLA410", "XLA412", "XLA418")
SIGNALS = {
    "XLA405": "requesters",
    "XLA408": "closures",
    "XLA410": "splitting",
    "XLA412": "picks",
    "XLA418": "decisions",
}
HEADINGS = ("What it flags", "Why it matters", "How it is computed", "False alarms", "What to do")
SCANNED = re.compile(r"Benjamini-Hochberg\s+at 10 %")
LATER = datetime(2027, 2, 1, tzinfo=UTC)
WEST = (("team", "West"),)


def share(hits: int, count: int) -> Cell:
    return Cell(count=count, total=hits, squares=hits)


def fixed(hits: Any, count: int = 400) -> dict[tuple[str, int, str | None], Cell]:
    return {("fix", month, None): share(each, count) for month, each in enumerate(hits, 1)}


YEAR = fixed([370] * 12)


def answer(
    make_case: Any, code: str, rows: Any = None, sums: Any = None
) -> tuple[str, tuple[Finding, ...], str]:
    signals = {SIGNALS[code]: rows} if rows is not None else {}
    findings, (report,) = run(select([code]), make_case(sums or YEAR, as_of=LATER, signals=signals))
    return report.section, findings, report.reason


def evidence(finding: Finding) -> dict[str, Any]:
    return {item.what: item.value for item in finding.evidence}


@pytest.mark.parametrize("code", CODES)
def test_each_page_has_its_five_headings_and_says_how_false_alarms_are_held(code: str) -> None:
    page = explain(code)
    places = [page.index(f"\n{heading}\n") for heading in HEADINGS]
    assert places == sorted(places)
    assert page.startswith(f"{code}, ")
    assert SCANNED.search(page)


@pytest.mark.parametrize("code", sorted(SIGNALS))
def test_without_its_signal_a_rule_says_what_it_needs(make_case: Any, code: str) -> None:
    section, _, reason = answer(make_case, code)
    assert section == "not_applicable"
    assert reason.startswith("needs ")


@pytest.mark.parametrize("code", sorted(SIGNALS))
def test_an_empty_signal_is_not_enough(make_case: Any, code: str) -> None:
    section, _, reason = answer(make_case, code, [])
    assert section == "not_applicable"
    assert reason.startswith("needs ")


def test_windows_that_all_land_on_the_target_scrape_past_it(make_case: Any) -> None:
    hits = [360, 361, 360, 362, 360, 361, 360, 363, 336, 360, 384, 361]
    section, (finding,), _ = answer(make_case, "XLA404", sums=fixed(hits))
    assert section == "raised"
    assert "10 of 12 windows met the target by less than one standard error" in finding.message
    assert "onsistent with" in finding.message
    assert finding.objective == "fix"
    assert evidence(finding)["windows that met the target"] == 11
    assert evidence(finding)["windows that the fitted model would keep"] < 11


def test_months_spread_around_the_target_by_chance_do_not_scrape(make_case: Any) -> None:
    hits = [352, 366, 358, 371, 349, 362, 355, 368, 361, 357, 364, 353]
    assert answer(make_case, "XLA404", sums=fixed(hits))[0] == "clear"


def test_eleven_windows_are_too_few_to_scrape(make_case: Any) -> None:
    section, _, reason = answer(make_case, "XLA404", sums=fixed([360] * 11))
    assert (section, "12 windows" in reason) == ("not_applicable", True)


def contacts(month: int, **changes: Any) -> dict[str, Any]:
    row = {
        "window": month,
        "segment": (),
        "contacts": 500,
        "repeats": 48,
        "expected": 11.0,
        "claimed": 370,
        "claimed_repeats": 48,
        "claimed_expected": 11.0,
        "examples": ("t2", "t1"),
    }
    return row | changes


def test_repeat_contacts_beyond_the_own_rate_deflate_first_contact_resolution(make_case: Any) -> None:
    section, (finding,), _ = answer(make_case, "XLA405", [contacts(1), contacts(2)])
    assert section == "raised"
    assert "74.0% as claimed, 66.6% with chance allowed for" in finding.message
    told = evidence(finding)
    assert told["the same, verified"] == pytest.approx(0.644)
    assert told["inflation"] == pytest.approx(0.074)
    assert told["z against chance"] == pytest.approx((96 - 22) / 22**0.5)
    assert (finding.tickets_affected, finding.examples) == (74, ("t1", "t2"))


def test_repeats_that_would_have_come_anyway_are_nobodys_fault(make_case: Any) -> None:
    rows = [
        contacts(1, repeats=15),
        contacts(2, repeats=14),
        contacts(1, segment=WEST, contacts=60, repeats=2),
    ]
    assert answer(make_case, "XLA405", rows)[0] == "clear"
    assert (
        answer(make_case, "XLA405", [contacts(1, contacts=49, repeats=30, expected=1.0)])[0]
        == "not_applicable"
    )


def closed(month: int, last: int, rest: int = 360, **changes: Any) -> dict[str, Any]:
    row = {
        "window": month,
        "segment": (),
        "last": last,
        "last_days": 3,
        "rest": rest,
        "rest_days": 18,
        "last_watched": last,
        "last_reopened": last // 5,
        "rest_watched": rest,
        "rest_reopened": rest // 20,
        "examples": (f"t{month}",),
    }
    return row | changes


def test_twice_the_pace_in_the_last_days_is_a_hurry(make_case: Any) -> None:
    section, (finding,), _ = answer(
        make_case,
        "XLA408",
        [closed(month, last) for month, last in enumerate((110, 120, 130, 120, 115, 125), 1)],
    )
    assert section == "raised"
    assert finding.message.startswith("2.00 times as many tickets a business day")
    assert "20.0% were reopened, of the others 5.0%" in finding.message
    assert evidence(finding)["the same at the pace of the days before"] == 360
    assert finding.tickets_affected == 360


def test_one_busy_month_end_is_one_observation(make_case: Any) -> None:
    rows = [closed(month, last) for month, last in enumerate((61, 57, 64, 58, 60, 600), 1)]
    assert answer(make_case, "XLA408", rows)[0] == "clear"
    assert answer(make_case, "XLA408", rows[:5])[0] == "not_applicable"


def test_a_month_without_closures_at_its_end_has_a_ratio_all_the_same() -> None:
    assert 0 < ratio(closed(1, 0)) < 0.01


def episodes(month: int, tickets: int, **changes: Any) -> dict[str, Any]:
    return {
        "window": month,
        "segment": (),
        "episodes": 200,
        "tickets": tickets,
        "examples": (f"t{month}",),
    } | changes


def test_more_and_more_tickets_for_one_matter_are_splitting(make_case: Any) -> None:
    section, (finding,), _ = answer(
        make_case, "XLA410", [episodes(month, 210 + 20 * month) for month in range(1, 9)]
    )
    assert section == "raised"
    assert "rose from 1.30 to 1.70" in finding.message
    assert finding.tickets_affected == 320
    assert finding.examples == ("t5", "t6", "t7", "t8")


def test_one_outage_among_steady_months_is_no_splitting(make_case: Any) -> None:
    rows = [episodes(month, 600 if month == 5 else 220) for month in range(1, 9)]
    assert answer(make_case, "XLA410", rows)[0] == "clear"


def picked(month: int, **changes: Any) -> dict[str, Any]:
    row = {
        "window": month,
        "segment": (),
        "picks": 400,
        "skipping": 100,
        "skipped": 80,
        "pairs": 900,
        "order_statistic": 500.0,
        "order_variance": 9000.0,
        "work_statistic": 10.0,
        "work_variance": 2500.0,
        "harder": 60,
        "easier": 58,
        "skipped_hours": 50.0,
        "other_hours": 4.0,
        "examples": ("t1", "t2"),
    }
    return row | changes


def test_passing_over_harder_tickets_is_cherry_picking(make_case: Any) -> None:
    rows = [picked(1), picked(2, work_statistic=300.0, harder=110, easier=20)]
    section, (finding,), _ = answer(make_case, "XLA412", rows)
    assert section == "raised"
    assert finding.window is not None
    assert finding.window.label == "2026-02"
    assert "84.6% of the skips passed over the ticket that was expected to be more work" in finding.message
    assert evidence(finding)["wait of skipped tickets, 90th percentile"] == 50.0
    assert evidence(finding)["the same, if harder and easier were passed over alike"] == 65.0


def test_newest_first_is_told_even_where_no_work_is_known(make_case: Any) -> None:
    rows = [picked(1, order_statistic=-450.0, harder=0, easier=0, work_variance=0.0, work_statistic=0.0)]
    _, (finding,), _ = answer(make_case, "XLA412", rows)
    assert "newest tickets are taken up first (Kendall's tau -0.50)" in finding.message


def test_skips_that_do_not_look_at_the_work_are_clear(make_case: Any) -> None:
    assert answer(make_case, "XLA412", [picked(1), picked(2)])[0] == "clear"
    assert answer(make_case, "XLA412", [picked(1, picks=99)])[0] == "not_applicable"


def decided(month: int, failures: Any) -> dict[str, Any]:
    return {"objective": "fix", "window": month, "count": 400, "failures": tuple(failures)}


def lost(month: int, late: int) -> dict[str, Any]:
    """Every fifth of the first 205 promises missed, 41 of the 40 allowed; then every `late`th of the other 195."""
    return decided(month, [*range(5, 206, 5), *range(205 + late, 401, late)])


def of_rows(rows: Any) -> dict[tuple[str, int, str | None], Cell]:
    return {("fix", row["window"], None): share(400 - len(row["failures"]), 400) for row in rows}


def test_a_failure_rate_that_doubles_once_the_month_is_lost_is_told(make_case: Any) -> None:
    rows = [lost(month, late) for month, late in ((1, 2), (2, 2), (3, 3), (4, 2), (5, 3))]
    section, (finding,), _ = answer(make_case, "XLA418", rows, of_rows(rows))
    assert section == "raised"
    assert "19.6% of promises were missed before the miss was certain, and 43.2% after it" in finding.message
    told = evidence(finding)
    assert told["2026-01: missed before and after"] == "40 of 204, 97 of 195"
    assert told["the same at the rate before"] > told["attainment of these windows"]


def test_lost_months_that_go_on_as_before_are_clear(make_case: Any) -> None:
    rows = [lost(month, late) for month, late in ((1, 5), (2, 6), (3, 4), (4, 5), (5, 6))]
    assert answer(make_case, "XLA418", rows, of_rows(rows))[0] == "clear"


def test_kept_months_that_worsen_alike_speak_for_the_load(make_case: Any) -> None:
    rows = [lost(month, late) for month, late in ((1, 4), (2, 4), (3, 3), (4, 4), (5, 3))]
    assert answer(make_case, "XLA418", rows, of_rows(rows))[0] == "raised"
    kept = [decided(month, range(360, 399)) for month in (6, 7, 8)]
    assert answer(make_case, "XLA418", rows + kept, of_rows(rows + kept))[0] == "clear"


def test_a_window_counted_otherwise_than_it_was_judged_says_nothing(make_case: Any) -> None:
    rows = [lost(month, 2) for month in range(1, 6)]
    sums = {key: share(cell.total, cell.count + 1) for key, cell in of_rows(rows).items()}
    assert answer(make_case, "XLA418", rows, sums)[0] == "not_applicable"
