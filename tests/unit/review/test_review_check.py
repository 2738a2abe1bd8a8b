"""What a review says: class by user-reported weight, promises in words, clauses left aside, fingerprint."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlakit.agreement import parse
from xlakit.review import check, fingerprint, not_evaluated

HEAD = """apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo, title: A title, description: Some words}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {stop: resolved, within: 4h}}
"""
FAST = "  - {name: fast, title: Fast, metric: {name: within, clock: fix}, expected: {at_least: 95%}, weight: 3}\n"
HAPPY = "  - {name: happy, metric: csat, expected: {at_least: 85%}, weight: 1}\n"
REOPENED = "  - {name: reopened, metric: reopen_rate, expected: {at_most: 5%}, weight: 5}\n"
TEXT = HEAD + "objectives:\n" + FAST + HAPPY
MONEY = "commercials: {currency: EUR, charges: {table: invoices}, at_risk: 10%}\n"


@pytest.mark.parametrize(
    ("objectives", "expected"),
    [
        (FAST, "efficiency only"),
        (FAST + REOPENED, "efficiency only"),
        (FAST + HAPPY, "balanced"),
        (FAST + HAPPY.replace("weight: 1", "weight: 0"), "efficiency only"),
        (FAST + HAPPY.replace("weight: 1", "weight: 2.9999999999"), "balanced"),
        (FAST + HAPPY.replace("weight: 1", "weight: 3"), "XLA"),
        (HAPPY, "XLA"),
    ],
)
def test_only_weight_that_users_report_makes_an_xla(objectives: str, expected: str) -> None:
    assert check(parse(HEAD + "objectives:\n" + objectives)).classification == expected


def test_a_review_adds_up_the_weights() -> None:
    review = check(parse(TEXT))
    assert (review.user_reported_weight, review.weight) == (Decimal(1), Decimal(4))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "weight: 1",
            "weight: 0",
            "at least 85%, each month, reported without weight",
        ),
        ("weight: 1", "window: week", "at least 85%, each week, weight 1"),
        (
            "weight: 1",
            "where: {site_not: [oslo], channel: [phone, portal]}",
            "where site is not oslo and channel is phone or portal at least 85%, each month, weight 1",
        ),
        (
            "weight: 1",
            "each: site, levels: {oslo: {expected: {at_least: 80%}, wished: {at_least: 99%}}}",
            "for each site: at least 85%; oslo at least 80% (wished at least 99%), each month, weight 1",
        ),
        (
            "weight: 1",
            "service_credit: {allocation: 40%, severity: linear}, minimum: {at_least: 80%}, bonus: {max: 3%}",
            (
                "at least 85% (minimum at least 80%), each month, weight 1, costs up to 40% of the at-risk amount"
                " (linear), earns up to 3% of the charges"
            ),
        ),
        (
            "weight: 1",
            "service_credit: {allocation: 5%, of: charges}, improvement: {rate: 900, baseline: 80%, step: 1%}",
            "at least 85%, each month, weight 1, costs up to 5% of the charges, earns 900 a step above 80%",
        ),
    ],
)
def test_an_objective_is_one_sentence(old: str, new: str, words: str) -> None:
    assert (
        check(parse(TEXT.replace(old, new) + MONEY)).objectives[1] == f"happy: satisfied users (CSAT) {words}"
    )


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("weight: 1", "low_volume: {allow: 1, belw: 30}", "objectives.happy.low_volume.belw"),
        ("weight: 1", "service_credit: {allocation: 40%}", "objectives.happy.service_credit"),
        ("weight: 1", "bonus: {max: 3%}", "objectives.happy.bonus"),
        ("clocks:", "settlement: {foo: 1}\nclocks:", "settlement.foo"),
    ],
)
def test_a_clause_without_effect_is_named(old: str, new: str, where: str) -> None:
    (sentence,) = not_evaluated(parse(TEXT.replace(old, new)))
    assert sentence.startswith(f"{where} is kept but not evaluated: ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stop: resolved", "reopen: continue_including"),
        ("stop: resolved", "reopen: new_cycle"),
        ("stop: resolved", "reopen: ignore"),
        ("stop: resolved", "binding: at_start"),
        ("stop: resolved", "binding: current"),
        ("stop: resolved", "binding: strictest"),
        ("stop: resolved", "stop: next-reply"),
        ("stop: resolved", "stop: next-update"),
        (
            "clocks:",
            "amendments: [{effective: 2026-02-01, set: {window: week, clocks.fix.within: 2h}}]\nclocks:",
        ),
        ("clocks:", "settlement: {attribution: opened_at}\nclocks:"),
        ("weight: 1", "low_volume: {allow: 1, below: 30}"),
        ("weight: 1", "compare_round: {places: 1}"),
        ("clocks:", "commercials: {currency: EUR, charges: {table: invoices}}\nclocks:"),
        ("clocks:", "settlement: {close_after: 10bd}\nclocks:"),
        ("clocks:", "settlement: {excused: stop_clock}\nclocks:"),
        ("clocks:", 'maintenance: [{rrule: "FREQ=WEEKLY", at: "02:00", for: 4h}]\nclocks:'),
        ("clocks:", 'maintenance: [{rrule: "FREQ=WEEKLY", at: "02:00", for: 4h, effect: exclude}]\nclocks:'),
        ("weight: 1", "gate: miss_if_upper_below"),
        ("weight: 1", "window: contract-year"),
        ("metric: csat", "metric: {name: supplied, series: x}"),
    ],
)
def test_what_is_evaluated_is_not_named(old: str, new: str) -> None:
    assert not_evaluated(parse(TEXT.replace(old, new))) == ()


@pytest.mark.parametrize("clause", ["service_credit: {allocation: 40%}", "bonus: {max: 3%}"])
def test_what_is_paid_for_is_evaluated(clause: str) -> None:
    assert not_evaluated(parse(TEXT.replace("weight: 1", clause) + MONEY)) == ()


def test_an_unknown_key_of_an_open_clause_is_named_with_its_near_miss() -> None:
    assert not_evaluated(
        parse(TEXT.replace("clocks:", "settlement: {close_aftr: 10bd, extra: 1}\nclocks:"))
    ) == (
        "settlement.close_aftr is kept but not evaluated: the key is not known (did you mean 'close_after'?).",
        "settlement.extra is kept but not evaluated: the key is not known.",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A title", "title: Another"),
        (", description: Some words", ""),
        ("title: Fast, ", ""),
        ("95%", "95.0%"),
        ("weight: 3", "weight: 3.00"),
        ("within: 4h", "within: 240m"),
        ("stop: resolved, ", ""),
        ("clocks:", "scoring: {method: net}\nclocks:"),
    ],
)
def test_what_changes_no_meaning_changes_no_fingerprint(old: str, new: str) -> None:
    assert old in TEXT
    assert fingerprint(parse(TEXT.replace(old, new))) == fingerprint(parse(TEXT))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("95%", "95.1%"),
        ("weight: 3", "weight: 3.01"),
        ("4h", "5h"),
        ("name: demo", "name: other"),
        ("clocks:", "scoring: {method: earn}\nclocks:"),
        ("clocks:", "settlement: {foo: bar}\nclocks:"),
        ("resolved", "closed"),
    ],
)
def test_what_changes_the_meaning_changes_the_fingerprint(old: str, new: str) -> None:
    assert old in TEXT
    assert fingerprint(parse(TEXT.replace(old, new))) != fingerprint(parse(TEXT))


def test_the_fingerprint_is_the_same_in_every_run() -> None:
    assert fingerprint(parse(TEXT)) == FINGERPRINT


FINGERPRINT = "b6b54638532628aac8f82b5eb49214e502372b68188dd5fb731c40039ab458f2"
