"""Laws that hold for every rule, present and future: built in, or written into an agreement."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import xlakit as xk
from xlakit.datasets import example_agreement, synthetic_desk
from xlakit.rules import Case, Rule, catalogue, run
from xlakit.tables.schema import Column, dtypes_of, schema_of

if TYPE_CHECKING:
    from xlakit.model import Agreement, Finding, RuleReport, Scorecard

OWN = """
rules:
  own:
    - {code: OWN001, title: Green and red, when: {all_of: [efficiency.met, experience.missed]}, for_windows: 2}
    - {code: OWN002, title: Some side, severity: info, when: {any_of: [efficiency.missed, {not: experience.met}]}}
    - {code: OWN003, title: No voice, severity: info, when: experience.unmeasured}
"""
AGREED = xk.load_agreement(example_agreement() + OWN)
WIDE = xk.load_agreement(
    """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: wide}
term: {start: 2026-01-01, end: 2026-12-31, timezone: America/New_York}
surveys: {anonymity: 5}
clocks: {fix: {within: {P1: 4h, P2: 20h}}, reply: {stop: first-reply, within: 8h}}
objectives:
  - {name: fix, each: priority, metric: {name: within, clock: fix}, expected: {at_least: 60%}}
  - {name: reply, metric: {name: within, clock: reply}, expected: {at_least: 60%}, minimum: {at_least: 20%}}
  - {name: happy, metric: csat, window: quarter, expected: {at_least: 85%}, minimum: {at_least: 70%}}
  - {name: loyal, metric: nps, not_measured: counts_as_miss, expected: {at_least: 20}}
  - {name: back, metric: reopen_rate, expected: {at_most: 5%}}
  - {name: both, metric: fcr, kind: combined, kind_reason: agreed, expected: {at_least: 50%}}
segments: [team]
"""
    + OWN
)
RULES = catalogue(AGREED)
TABLES = ("tickets", "events", "surveys", "sessions", "articles", "notices", "staff", "measurements")
WORDS: dict[str, tuple[Any, ...]] = {
    "csat": (1.0, 2.0, 4.0, 5.0, 5.0),
    "team": ("West", "East", "North"),
    "channel": ("phone", "portal"),
    "priority": ("P1", "P2"),
    "category": ("mail", "erp"),
    "agent": ("a1", "a2", "a3"),
    "role": ("agent", "requester", "agent", "bot"),
    "value": ("open", "pending", "resolved", "P1", "P2", "West", "East", "2026-03-01T10:00:00Z"),
    "text": ("Thanks, it works now.", "Why is nobody answering?", "I will call you tomorrow."),
    "comment": ("too slow", "great"),
    "seq": (1, 2, 3),
}
PEOPLE = ("requester", "respondent", "actor")


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A desk, judged once by all rules, and again with its rows in another order."""

    case: Case
    card: Scorecard
    mixed: Scorecard


def judged(
    agreement: Agreement, tables: dict[str, pl.DataFrame], *, seed: int = 0, as_of: datetime | None = None
) -> Judged:
    """Judge a desk twice, and keep what the rules looked at."""
    seen: list[Case] = []

    def spy(rules: tuple[Rule, ...], case: Case) -> tuple[tuple[Finding, ...], tuple[RuleReport, ...]]:
        seen.append(case)
        return run(rules, case)

    with patch.object(import_module("xlakit.evaluate.evaluation"), "run", spy):
        card = xk.evaluate(agreement, xk.Desk(**tables), as_of=as_of)
    mixed = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in tables.items()}
    return Judged(seen[0], card, xk.evaluate(agreement, xk.Desk(**mixed), as_of=as_of))


@cache
def judged_or_not() -> dict[str, Judged | Exception]:
    """Desks of two stories, some of whose teams are too small to speak of; and desks that hold hardly anything.

    A failure is kept, so that it is met once and not again by every rule.
    """
    watermelon = synthetic_desk("watermelon", tickets=400, months=2).tables()
    told = {
        "watermelon": watermelon,
        "healthy": synthetic_desk("healthy", tickets=200, months=2).tables(),
        "tickets only": {"tickets": watermelon["tickets"]},
        "one ticket": synthetic_desk(tickets=1).tables(),
    }
    found: dict[str, Judged | Exception] = {}
    for name, tables in told.items():
        try:
            found[name] = judged(AGREED, tables)
        except Exception as error:  # noqa: BLE001 - whatever it is, every law is to tell of it
            found[name] = error
    return found


def desks() -> dict[str, Judged]:
    """Return the desks that the laws are tried on."""
    for found in judged_or_not().values():
        if isinstance(found, Exception):
            raise found
    return {name: found for name, found in judged_or_not().items() if isinstance(found, Judged)}


def random_tables(seed: int, rows: int) -> dict[str, pl.DataFrame]:
    """Legal tables by chance: every known column, nulls wherever they may stand, times in any order."""
    rng = random.Random(seed)  # noqa: S311 - made-up desks, no secret
    kept = ["tickets", *(name for name in TABLES[1:] if rng.random() < 0.7)]
    made = {}
    for table in kept:
        count = 3 * rows if table == "events" else rows
        columns = {
            column.name: [_value(column, table, number, rows, rng) for number in range(count)]
            for column in schema_of(table)
            if column.required or rng.random() < 0.9
        }
        kinds = {name: kind for name, kind in dtypes_of(table).items() if name in columns}
        made[table] = pl.DataFrame(columns, schema=kinds)
    return made


def _value(column: Column, table: str, number: int, rows: int, rng: random.Random) -> Any:
    if column.name == "ticket_id":
        return f"t{number}" if table == "tickets" else f"t{rng.randrange(rows)}"
    if column.required and column.kind == "key":
        return f"k{number}" if column.name.endswith("_id") else f"a{number % 3}"
    if not column.required and rng.random() < 0.15:
        return None
    if column.name in WORDS and column.kind != "money":
        return rng.choice(WORDS[column.name])
    if column.name in PEOPLE:
        return f"u{rng.randrange(1 + rows // 3)}"
    if column.words:
        return rng.choice(column.words)
    if column.kind == "time":
        return datetime(2025, 12, 20, tzinfo=UTC) + timedelta(minutes=rng.randrange(150 * 24 * 60))
    low = 0 if column.low is None else int(column.low)
    high = low + 9 if column.high is None else int(column.high)
    kinds: dict[str, Any] = {
        "count": lambda: rng.choice((low, low, rng.randint(low, high))),
        "number": lambda: float(rng.randint(low, high)),
        "money": lambda: rng.randint(low, high),
        "flag": lambda: rng.random() < 0.5,
        "list": lambda: rng.sample(["speed", "attitude", "not_solved"], 2),
    }
    return kinds.get(column.kind, lambda: rng.choice("abc"))()


def of_rule(card: Scorecard, code: str) -> tuple[list[Finding], list[RuleReport]]:
    """Return what a card holds of one rule."""
    return (
        [item for item in card.findings if item.code == code],
        [item for item in card.rules if item.code == code],
    )


def check_section(rule: Rule, card: Scorecard) -> None:
    """One section; raised exactly where there are findings; a reason everywhere else."""
    findings, reports = of_rule(card, rule.code)
    (report,) = reports
    assert report.section in {"raised", "clear", "not_applicable"}
    assert (report.section == "raised") == bool(findings)
    assert bool(report.reason) == (report.section != "raised")
    assert report.title == rule.title
    loudest = ("info", "warning", "severe")
    for finding in findings:
        assert loudest.index(finding.severity) <= loudest.index(rule.severity)
        assert finding.title
        assert finding.message
        assert finding.evidence


def check_anonymity(rule: Rule, case: Case, findings: list[Finding]) -> None:
    """Nothing is said of a part of the desk in which too few answered, and no ticket of an answer is named."""
    withheld = {
        (item.objective, item.window, item.segment): item for item in case.segments if item.suppressed
    }
    own = {
        place
        for metric in rule.metrics(case.agreement)
        if metric.from_answers
        for place in case.withheld(rule.code, metric.name)
    }
    told = {item.objective for item in case.judgements if item.basis == "user_reported"}
    for finding in findings:
        assert finding.objective not in told or not finding.examples
        if not finding.segment:
            continue
        assert (finding.window, finding.segment) not in own
        for (objective, window, segment), item in withheld.items():
            if (window, segment) == (finding.window, finding.segment):
                assert finding.objective != objective
                assert not any(shown.what.startswith(item.title) for shown in finding.evidence)


every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@every_rule
def test_a_rule_ends_in_exactly_one_section(rule: Rule) -> None:
    for desk in desks().values():
        check_section(rule, desk.card)


@every_rule
def test_the_same_case_gives_the_same_answer(rule: Rule) -> None:
    for desk in desks().values():
        findings, reports = run([rule], desk.case)
        assert (list(findings), list(reports)) == of_rule(desk.card, rule.code)


@every_rule
def test_the_order_of_rows_changes_nothing(rule: Rule) -> None:
    for desk in desks().values():
        assert of_rule(desk.mixed, rule.code) == of_rule(desk.card, rule.code)


@every_rule
def test_nothing_is_said_of_a_segment_in_which_too_few_answered(rule: Rule) -> None:
    for desk in desks().values():
        check_anonymity(rule, desk.case, of_rule(desk.card, rule.code)[0])


def test_the_desks_put_the_laws_to_work() -> None:
    hidden = [item for desk in desks().values() for item in desk.case.segments if item.suppressed]
    assert len(hidden) > 10
    sections = {report.section for desk in desks().values() for report in desk.card.rules}
    assert sections == {"raised", "clear", "not_applicable"}
    assert {finding.code for desk in desks().values() for finding in desk.card.findings} > {
        "XLA101",
        "OWN001",
    }


# A smaller seed is no simpler a desk, so nothing is gained by shrinking one.
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 1_000), st.sampled_from([0, 1, 40, 150, 400]))
def test_no_legal_desk_makes_a_rule_stumble(seed: int, rows: int) -> None:
    desk = judged(WIDE, random_tables(seed, rows), seed=seed, as_of=datetime(2026, 6, 1, tzinfo=UTC))
    assert desk.mixed.findings == desk.card.findings
    assert desk.mixed.rules == desk.card.rules
    assert [report.code for report in desk.card.rules] == [rule.code for rule in RULES]
    for rule in RULES:
        check_section(rule, desk.card)
        check_anonymity(rule, desk.case, of_rule(desk.card, rule.code)[0])
