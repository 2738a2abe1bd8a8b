"""Mistakes in the money of an agreement are found when it is read: each on its line, at its place, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xlakit.agreement import Source, examine
from xlakit.review import not_evaluated

if TYPE_CHECKING:
    from xlakit.errors import Problem

TEXT = """\
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
priorities: {P1: [urgent], P2: [normal]}
objectives:
  - name: up
    metric: {name: supplied, series: uptime}
    expected: {at_least: 99%}
    minimum: {at_least: 97%}
    stretch: {at_least: 99.9%}
    service_credit: {allocation: 60%, category: run, severity: two-step}
    bonus: {max: 1%, from: 99%, full: 99.9%}
    glide_path: {start: 95%, per_month: 1%}
    ratchet: {form: R2}
  - name: late
    metric: {name: supplied, series: late, better: lower}
    expected: {at_most: 5%}
    service_credit:
      severity:
        points:
          - {above: 5%, points: 1}
          - {above: 10%, points: 2}
    bonus_malus: {low: 9%, dead_low: 5%, dead_high: 4%, high: 2%, malus: 3%, bonus: 1%}
  - name: happy
    metric: nps
    expected: {at_least: 30}
    bonus: {max: 1%, shape: bands, bands: [{at: 40, pays: 50%}, {at: 50, pays: 100%}]}
    improvement: {rate: 100, baseline: 20, step: 1}
  - name: fix
    metric: {name: supplied, series: fix}
    each: priority
    expected: {at_least: 90%}
    service_credit: {allocation: {P1: 60%, P2: 40%}, severity: {bands: [{below: 90%, credit: 50%}]}}
  - name: reply
    metric: {name: supplied, series: reply, unit: seconds, better: lower}
    expected: {at_most: 4h}
    service_credit: {allocation: 10%, of: charges}
commercials:
  currency: EUR
  charges: {amount: 100000.00, per: month}
  at_risk: 10%
  pool: 200%
  categories: {run: 50%, care: 50%}
  service_points: {per_point: 0.5%}
  critical_failure: {objectives: [up, fix/P1], retain: 10%}
  gain_share: {objective: up, baseline: 1000, share: 40%}
  experience_pool: {objective: happy, share: 4%, floor: 20, full: 40}
  triggers:
    - {name: chronic, of: miss, objective: fix, count: 3}
    - {name: grave, of: minimum_miss, objective: up}
  adjustments:
    - {window: 2026-01, amount: 10, reason: a, approver: b}
    - {window: 2026-01, amount: 10, reason: a, approver: b}
"""
UP, LATE, HAPPY, FIX, REPLY = (f"objectives[{index}]" for index in range(5))
CREDIT = f"{UP}.service_credit"
MONEY = "commercials"

CASES = [
    # what is replaced, by what, line, path, part of what is said
    ("pool: 200%", "pool: 199%", 43, f"{MONEY}.pool", "the allocations add up to 200%, more than the pool"),
    ("care: 50%", "care: 51%", 43, f"{MONEY}.pool", "the allocations add up to 201%"),
    ("P2: 40%", "P2: 41%", 43, f"{MONEY}.pool", "the allocations add up to 201%"),
    ("allocation: 60%, c", "allocation: 101%, c", 44, f"{MONEY}.categories.run", "add up to 101%"),
    ("category: run", "category: runs", 12, f"{CREDIT}.category", "is not a category that"),
    ("objectives: [up,", "objectives: [upp,", 46, f"{MONEY}.critical_failure.objectives[0]", "is not an object"),
    ("fix/P1", "fix/P3", 46, f"{MONEY}.critical_failure.objectives[1]", "'P3' is no part of 'fix'"),
    ("fix/P1", "up/P1", 46, f"{MONEY}.critical_failure.objectives[1]", "is not judged part by part"),
    ("share: {objective: up", "share: {objective: u", 47, f"{MONEY}.gain_share.objective", "is not an object"),
    ("share: {objective: up", "share: {objective: fix", 47, f"{MONEY}.gain_share.objective", "part by part"),
    ("objective: happy", "objective: sad", 48, f"{MONEY}.experience_pool.objective", "is not an objective"),
    ("objective: fix,", "objective: fixx,", 50, f"{MONEY}.triggers[0].objective", "is not an objective"),
    ("name: grave", "name: chronic", 51, f"{MONEY}.triggers[1].name", "the first on line 50"),
    ("{P1: 60%", "{P3: 60%", 34, f"{FIX}.service_credit.allocation.P3", "is no part of this objective"),
    ("    each: priority\n", "\n", 34, f"{FIX}.service_credit.allocation", "judged as a whole"),
    ("    minimum: {at_least: 97%}", "", 12, f"{CREDIT}.severity", "the objective has no minimum"),
    ("  service_points: {per_point: 0.5%}", "", 20, f"{LATE}.service_credit.severity", "what they cost"),
    ("above: 5%", "above: 5", 22, f"{LATE}.service_credit.severity.points[0].above", "and this is a plain"),
    ("below: 90%", "below: 4h", 34, f"{FIX}.service_credit.severity.bands[0].below", "this is a length"),
    ("below: 90%", "above: 90%", 34, f"{FIX}.service_credit.severity.bands[0].above", "belongs to at_most"),
    ("from: 99%", "from: 99", 13, f"{UP}.bonus.from", "is a share, and this is a plain number"),
    ("full: 99.9%", "full: 98%", 13, f"{UP}.bonus.full", "begins before it is full"),
    (", full: 99.9%", ", full: 99%", 13, f"{UP}.bonus.full", "begins before it is full"),
    ("from: 99%, full: 99.9%", "from: 99.95%", 13, f"{UP}.bonus.from", "begins before it is full"),
    ("start: 95%", "start: 95", 14, f"{UP}.glide_path.start", "and this is a plain number"),
    ("per_month: 1%", "per_month: 0%", 14, f"{UP}.glide_path.per_month", "a step is more than nothing"),
    ("start: 95%, per_month: 1%", "steps: [{from: 2026-01-01, expected: 95}]", 14,
     f"{UP}.glide_path.steps[0].expected", "and this is a plain number"),
    ("low: 9%", "low: 9", 24, f"{LATE}.bonus_malus.low", "and this is a plain number"),
    ("low: 9%", "low: 4%", 24, f"{LATE}.bonus_malus.dead_low", "fall here: it lies before low"),
    ("dead_high: 4%", "dead_high: 6%", 24, f"{LATE}.bonus_malus.dead_high", "lies before dead_low"),
    ("high: 2%", "high: 5%", 24, f"{LATE}.bonus_malus.high", "lies before dead_high"),
    ("at: 40", "at: 40%", 28, f"{HAPPY}.bonus.bands[0].at", "is a plain number, and this is a share"),
    ("baseline: 20", "baseline: 20%", 29, f"{HAPPY}.improvement.baseline", "and this is a share"),
    ("step: 1}", "step: 0}", 29, f"{HAPPY}.improvement.step", "a step is more than nothing"),
    ("floor: 20", "floor: 20%", 48, f"{MONEY}.experience_pool.floor", "and this is a share"),
    ("full: 40", "full: 20", 48, f"{MONEY}.experience_pool.full", "is not beyond 'floor'"),
    ("expected: {at_least: 30}\n", "expected: {at_least: 30}\n    ratchet: {form: R2}\n", 28,
     f"{HAPPY}.ratchet.form", "which is not known of a plain number"),
    ("allocation: 10%, of", "severity: {bands: [{above: 2bd, credit: 5%}]}, of", 38,
     f"{REPLY}.service_credit.severity.bands[0].above", "business days have no fixed length"),
]  # fmt: skip


def problems(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    text = TEXT
    for old, new in changes:
        assert old in text, f"{old!r} is not in the file"
        text = text.replace(old, new, 1)
    return examine(Source(text, "desk.yaml")).problems


def test_the_file_without_damage_has_no_problem() -> None:
    assert problems() == ()


@pytest.mark.parametrize(("old", "new", "line", "path", "what"), CASES)
def test_a_mistake_about_money_is_one_problem_on_its_line(
    old: str, new: str, line: int, path: str, what: str
) -> None:
    found = problems((old, new))
    (problem,) = [item for item in found if item.path == path]
    assert (problem.file, problem.line) == ("desk.yaml", line)
    assert what in problem.what


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("category: run", "category: runs", "did you mean 'run'?"),
        ("objective: happy", "objective: hapy", "did you mean 'happy'?"),
        ("share: {objective: up", "share: {objective: fix", "write fix/P1"),
        ("fix/P1", "up/P1", "write up"),
        ("below: 90%", "above: 90%", "write below"),
        ("from: 99%", "from: 99", "write it like 99%"),
        ("  service_points: {per_point: 0.5%}", "", "add service_points: {per_point: 0.5%}"),
        ("full: 99.9%", "full: 98%", "put them in order, or write shape: step"),
    ],
)
def test_a_mistake_about_money_says_what_to_do(old: str, new: str, hint: str) -> None:
    (problem,) = problems((old, new))
    assert problem.hint == hint


def test_without_commercials_the_clauses_about_money_are_no_mistake_but_named() -> None:
    reading = examine(Source(TEXT[: TEXT.index("commercials:")], "desk.yaml"))
    assert reading.problems == ()
    assert {sentence.split(" is kept", 1)[0] for sentence in not_evaluated(reading.agreement)} == {
        f"objectives.{name}.{clause}"
        for item in reading.agreement.objectives
        for name in [item.name]
        for clause in ("service_credit", "bonus", "bonus_malus", "improvement")
        if getattr(item, clause) is not None
    }


def test_an_amendment_cannot_take_the_commercials_away_and_leave_the_clauses() -> None:
    amendment = "amendments: [{effective: 2026-07-01, set: {commercials: null}}]\n"
    found = problems(("commercials:\n", f"{amendment}commercials:\n"))
    assert {item.line for item in found} == {39}
    assert f"once it is in force, {CREDIT}: is about money" in found[0].what


def test_without_an_at_risk_amount_all_charges_are_at_risk() -> None:
    assert problems(("  at_risk: 10%\n", "\n")) == ()


def test_a_price_of_points_that_nobody_can_get_is_a_mistake() -> None:
    bands = TEXT.index("      severity:\n        points:")
    text = TEXT[:bands] + "      allocation: 0%\n" + TEXT[TEXT.index("    bonus_malus") :]
    (problem,) = examine(Source(text, "desk.yaml")).problems
    assert (problem.path, problem.what) == (
        "commercials.service_points",
        "are turned into money, and no objective counts any",
    )


def test_a_price_of_points_is_not_doubted_while_the_clause_that_counts_them_is_wrong() -> None:
    (problem,) = problems(("{above: 5%, points: 1}", "{above: 5%, points: one}"))
    assert problem.path.startswith(f"{LATE}.service_credit.severity.points")


def test_an_objective_counts_once_in_a_pool_however_many_parts_share_its_figure() -> None:
    assert problems(("{P1: 60%, P2: 40%}", "100%")) == ()
    (problem,) = problems(("{P1: 60%, P2: 40%}", "100.01%"))
    assert problem.what.startswith("the allocations add up to 200.01%")


def test_without_a_pool_nothing_says_how_much_may_be_shared_out() -> None:
    assert problems(("  pool: 200%\n", "\n"), ("P2: 40%", "P2: 400%")) == ()


def test_what_is_shared_within_a_category_is_checked_without_a_pool_too() -> None:
    (problem,) = problems(("  pool: 200%\n", "\n"), ("allocation: 60%, c", "allocation: 100.5%, c"))
    assert (problem.path, problem.hint) == ("commercials.categories.run", "lower the allocations")


def test_parts_that_only_the_records_know_are_not_doubted() -> None:
    assert (
        problems(("each: priority", "each: site"), ("fix/P1", "fix/oslo"), ("{P1: 60%", "{oslo: 60%")) == ()
    )


def test_parts_are_those_that_have_levels_where_nothing_holds_for_the_rest() -> None:
    levels = "each: site\n    levels: {oslo: {expected: {at_least: 90%}}}\n"
    found = problems(("each: priority\n    expected: {at_least: 90%}\n", levels))
    assert {item.path for item in found} == {
        f"{FIX}.service_credit.allocation.P1",
        f"{FIX}.service_credit.allocation.P2",
        "commercials.critical_failure.objectives[1]",
    }


def test_an_order_is_looked_at_for_the_levels_of_each_part() -> None:
    part = "{at_least: 90%}\n    levels: {P1: {expected: {at_least: 95%}}}\n    bonus: {max: 1%, full: 93%}\n"
    (problem,) = problems(
        ("    expected: {at_least: 90%}\n    service_credit", f"    expected: {part}    service_credit")
    )
    assert "begins before it is full" in problem.what


@pytest.mark.parametrize("shape", ["step", "bands"])
def test_a_bonus_in_steps_has_no_order_to_keep(shape: str) -> None:
    bands = ", bands: [{at: 98%, pays: 50%}]" if shape == "bands" else ""
    assert problems(("full: 99.9%}", f"full: 98%, shape: {shape}{bands}}}")) == ()


def test_a_dead_band_may_be_one_point() -> None:
    assert problems(("dead_high: 4%", "dead_high: 5%")) == ()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("commercials.pool: 150%", "the allocations add up to 200%, more than the pool"),
        (
            "objectives.up.service_credit.category: walk",
            "is not a category that commercials.categories lists",
        ),
        (
            "commercials.experience_pool.full: 10",
            "is not beyond 'floor', and 'happy' is good the higher it is",
        ),
        (
            "objectives.happy.name: sad",
            "once it is in force, commercials.experience_pool.objective: is not an objective of this agreement",
        ),
    ],
)
def test_an_amendment_that_breaks_the_money_is_found(change: str, what: str) -> None:
    amendment = f"amendments: [{{effective: 2026-07-01, set: {{{change}}}}}]\n"
    (problem,) = problems(("commercials:\n", f"{amendment}commercials:\n"))
    assert (problem.line, problem.what) == (39, what)
    assert problem.path.startswith("amendments[0].set")


@pytest.mark.parametrize("cut", range(0, len(TEXT), 17))
def test_a_file_that_breaks_off_anywhere_is_read_without_a_crash(cut: int) -> None:
    assert all(item.file == "desk.yaml" for item in examine(Source(TEXT[:cut], "desk.yaml")).problems)


@pytest.mark.parametrize("wrong", ["x", "[]", "{}", "null", "[[a]]", "{a: {b: c}}", "5%"])
@pytest.mark.parametrize(
    "place",
    ["{allocation: 60%, category: run, severity: two-step}", "{max: 1%, from: 99%, full: 99.9%}", "{form: R2}",
     "{start: 95%, per_month: 1%}", "{run: 50%, care: 50%}", "{objective: up, baseline: 1000, share: 40%}",
     "{objective: happy, share: 4%, floor: 20, full: 40}", "{objectives: [up, fix/P1], retain: 10%}", "nps",
     "{at_least: 30}", "[{at: 40, pays: 50%}, {at: 50, pays: 100%}]", "{P1: 60%, P2: 40%}", "priority"],
)  # fmt: skip
def test_a_clause_of_any_wrong_shape_is_read_without_a_crash(place: str, wrong: str) -> None:
    found = problems((place, wrong))
    assert all(item.what and item.path for item in found)
