"""Maintenance clauses that cannot be meant, each with its line; and none takes long to refuse."""

from __future__ import annotations

import pytest

from xlakit.errors import AgreementError
from xlakit.review import load_agreement

TEXT = """\
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}
maintenance:
  - {rrule: "FREQ=MONTHLY;BYDAY=2SU", at: "02:00", for: 4h, services: [erp]}
  - rrule: "FREQ=WEEKLY;BYDAY=SA"
    at: "22:00"
    for: 2h
    effect: exclude
objectives: [{name: happy, metric: csat, expected: {at_least: 85%}}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "what"),
    [
        ("FREQ=MONTHLY;BYDAY=2SU", "second sunday", 6, "maintenance[0].rrule", "a recurrence rule such as"),
        ("FREQ=WEEKLY;BYDAY=SA", "FREQ=HOURLY", 7, "maintenance[1].rrule", "a rule names days"),
        ("FREQ=WEEKLY;BYDAY=SA", "FREQ=WEEKLY;BYDAY=2SA", 7, "maintenance[1].rrule", "BYDAY counts days"),
        ('"22:00"', '"25:00"', 8, "maintenance[1].at", "a time of day lies between"),
        ('"22:00"', "noon", 8, "maintenance[1].at", "a time of day such as"),
        ("for: 2h", "for: 0h", 9, "maintenance[1].for", "lasts some real time"),
        ("for: 2h", "for: 2bd", 9, "maintenance[1].for", "lasts some real time"),
        ("for: 2h", "for: 2 hours", 9, "maintenance[1].for", "a duration such as"),
        ("for: 2h\n", "for: 2h\n    timezone: Berlin\n", 10, "maintenance[1].timezone", "IANA time zone"),
        ("effect: exclude", "effect: pause", 10, "maintenance[1].effect", "stop_clock, exclude"),
        (
            "effect: exclude",
            "from: 2026-05-01\n    until: 2026-04-30",
            7,
            "maintenance[1]",
            "'until' lies before 'from'",
        ),
        ("effect: exclude", "until: soon", 10, "maintenance[1].until", "a date YYYY-MM-DD"),
        (
            "FREQ=WEEKLY;BYDAY=SA",
            "FREQ=DAILY",
            7,
            "maintenance[1].rrule",
            "begins more than 10,000 times from 2026-01-01 to 2099-12-31",
        ),
    ],
)
def test_each_mistake_has_its_line(old: str, new: str, line: int, path: str, what: str) -> None:
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    if "10,000" in what:
        text = text.replace("end: 2026", "end: 2099")
    with pytest.raises(AgreementError) as caught:
        load_agreement(text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (line, path)
    assert what in problem.what


def test_a_rule_without_end_that_an_amendment_brings_is_its_fault() -> None:
    amended = 'amendments: [{effective: 2026-07-01, set: {term.end: 2099-12-31, maintenance: [{rrule: "FREQ=DAILY", '
    amended += 'at: "01:00", for: 1h}]}}]\n'
    with pytest.raises(AgreementError) as caught:
        load_agreement(TEXT + amended)
    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (12, "amendments[0].set.maintenance[0].rrule")


def test_a_clause_with_a_key_of_its_own_is_kept_and_what_is_right_loads() -> None:
    agreement = load_agreement(TEXT.replace("effect: exclude", "effect: exclude\n    ticket: CHG-1"))
    assert [clause.effect for clause in agreement.maintenance] == ["stop_clock", "exclude"]
    assert agreement.maintenance[1].model_extra == {"ticket": "CHG-1"}
