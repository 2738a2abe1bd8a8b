"""Watermelon tickets and the four disconnects, from sums."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from xlakit.metrics import Cell
from xlakit.rules import run, select

CODES = {
    "XLA105": "watermelon_rate",
    "XLA111": "disconnect.response_not_solved(clock=reply)",
    "XLA112": "disconnect.ticket_multiplicity(variant=repeated)",
    "XLA113": "disconnect.rushed",
    "XLA114": "disconnect.unhelped",
}
CLOCKS = {"fix": {"within": "4h"}, "reply": {"stop": "first-reply", "within": "1h"}}


def share(hits: int, count: int, **more: Any) -> Cell:
    return Cell(count=count, total=hits, squares=hits, **more)


def looked(make_case: Any, code: str, cells: dict[tuple[int, str | None], Cell]) -> tuple[Any, Any]:
    sums = {(f"{code}:{CODES[code]}", month, team): cell for (month, team), cell in cells.items()}
    case = replace(make_case(sums, clocks=CLOCKS), columns=("team",))
    findings, (report,) = run(select([code]), case)
    return findings, report


@pytest.mark.parametrize("code", CODES)
def test_a_share_clearly_above_the_floor_is_told_with_its_interval(make_case: Any, code: str) -> None:
    (finding,), _ = looked(make_case, code, {(3, None): share(80, 300)})
    assert (finding.code, finding.severity, finding.tickets_affected) == (code, "warning", 80)
    assert finding.message.startswith("2026-03, the whole desk: 80 of 300 ")
    assert "26.7%, 22.0% to 31.9%" in finding.message
    assert finding.examples == ()


@pytest.mark.parametrize("code", CODES)
def test_a_share_whose_bound_reaches_the_floor_is_clear(make_case: Any, code: str) -> None:
    findings, report = looked(make_case, code, {(3, None): share(50, 300)})  # 16.7 %, bound 13.4 %
    assert (findings, report.section) == ((), "clear")
    assert report.reason.startswith("1 shares looked at")


@pytest.mark.parametrize("code", CODES)
def test_few_rows_and_missing_inputs_are_not_applicable(make_case: Any, code: str) -> None:
    _, few = looked(make_case, code, {(3, None): share(29, 29)})
    assert few.section == "not_applicable"
    assert "at least 30" in few.reason
    _, none = looked(make_case, "XLA105" if code != "XLA105" else "XLA113", {(3, None): share(80, 300)})
    assert none.section == "raised"
    case = make_case({("fix", 3, None): share(1, 2)}, clocks=CLOCKS)
    _, (report,) = run(select([code]), case)
    assert (report.section, report.reason[:6]) == ("not_applicable", "needs ")


def test_one_finding_a_segment_names_its_windows(make_case: Any) -> None:
    cells = {
        (month, team): share(hits, 100)
        for month in (1, 2, 3)
        for team, hits in ((None, 10), ("West", 40 if month != 2 else 10), ("East", 8))
    }
    (finding,), _ = looked(make_case, "XLA112", cells)
    assert (finding.segment, finding.window.label) == ((("team", "West"),), "2026-03")
    assert finding.message.endswith("It was so in 2 windows, 2026-01 to 2026-03.")
    assert [item.what[-7:] for item in finding.evidence[:2]] == ["2026-01", "2026-03"]


def test_among_many_segments_one_that_chance_explains_is_let_go(make_case: Any) -> None:
    odd = {(3, "odd"): share(12, 45)}  # 26.7 %: alone clearly above 15 %
    assert looked(make_case, "XLA112", odd)[1].section == "raised"
    others = {(3, f"t{number}"): share(15, 100) for number in range(60)}
    assert looked(make_case, "XLA112", odd | others)[1].section == "clear"


def test_segments_below_the_threshold_are_never_told(make_case: Any) -> None:
    cells = {(3, None): share(30, 300), (3, "big"): share(21, 291), (3, "tiny"): share(9, 9)}
    for code in ("XLA105", "XLA113"):
        findings, report = looked(make_case, code, cells)
        assert findings == ()
        assert "tiny" not in report.reason


def test_without_a_clock_that_stops_at_a_reply_the_first_disconnect_has_no_question(make_case: Any) -> None:
    _, (report,) = run(select(["XLA111"]), make_case({("fix", 3, None): share(1, 2)}))
    assert (report.section, report.reason) == (
        "not_applicable",
        "needs an agreement with a clock that stops at a reply",
    )


def test_shares_on_the_floor_seldom_raise_a_scan(make_case: Any) -> None:
    draw = np.random.default_rng(2)
    flagged = 0
    for _ in range(20):
        cells = {(3, f"t{number}"): share(int(draw.binomial(80, 0.15)), 80) for number in range(60)}
        flagged += looked(make_case, "XLA112", cells)[1].section == "raised"
    assert flagged <= 4
