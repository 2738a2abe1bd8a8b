from __future__ import annotations

import json
from typing import Any

import pytest

from xlakit.agreement import dump, parse
from xlakit.agreement.schema import schema
from xlakit.errors import AgreementError
from xlakit.model import Agreement

START = """\
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
clocks: {fix: {within: 4h}}
objectives:
  - {name: happy-users, metric: csat, expected: {at_least: 85%}}
  - {name: fix, each: priority, metric: {name: within, clock: fix}, expected: {at_least: 90%}}
"""
RULES = """\
rules:
  own:
    - code: OWN001
      title: In time, and nobody is happy
      severity: severe
      when:
        all_of:
          - efficiency.met
          - {objective: happy-users, outcome: BELOW_MINIMUM}
          - any_of: [{not: combined.met}, {shade: [CONFIRMED, SUSPECTED]}]
          - {for_windows: 2, of: {objective: fix/P1, outcome: [MET, EXCEEDED]}}
      for_windows: 3
      message: the targets reward the wrong thing.
      advice: Ask the last ten.
    - {code: OWN002, title: Silence, when: experience.unmeasured}
  ignore:
    - {code: XLA402, reason: reopens are not allowed by the tool}
    - {code: OWN002, reason: being renegotiated}
    - {code: ACME123, reason: a rule of a package}
"""


def mistakes(rules: str) -> list[str]:
    with pytest.raises(AgreementError) as caught:
        parse(START + rules, "desk.yaml")
    return [str(problem) for problem in caught.value.problems]


def one(rule: str) -> list[str]:
    return mistakes(f"rules:\n  own:\n    - {rule}\n")


def test_rules_are_written_in_the_agreement_and_round_trip() -> None:
    agreement = parse(START + RULES)
    first, second = agreement.rules.own
    assert (first.code, first.severity, first.for_windows) == ("OWN001", "severe", 3)
    assert (second.severity, second.when.word, second.for_windows) == ("warning", "experience.unmeasured", 1)
    assert parse(dump(agreement)) == agreement
    assert parse(agreement.model_dump_json(), "desk.json") == agreement
    assert Agreement.model_validate_json(agreement.model_dump_json()) == agreement
    assert "when: efficiency.met" not in dump(agreement)
    assert "when: experience.unmeasured" in dump(agreement)


def test_every_mistake_is_reported_at_once_with_its_line() -> None:
    found = mistakes("""\
rules:
  own:
    - code: XLA901
      title: x
      severity: waring
      when:
        all_of:
          - efficency.met
          - {objective: happy-user, outcome: BELOW_MINIMUM}
          - {objective: happy-users, outcome: BELOW_MIN}
          - {any_off: [efficiency.met]}
          - {objective: happy-users}
          - {not: {shade: CONFIRMD}}
      for_windows: 99
      advise: none
  ignore:
    - {code: XLA42, reason: x}
    - {code: XLA402, reason: ""}
""")
    begin = START.count("\n")
    assert [int(line.split(":")[1]) - begin for line in found] == [3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18]
    hints = [line.partition("Hint: ")[2] for line in found]
    assert hints[1:6] == [
        "did you mean 'warning'?",
        "did you mean 'efficiency.met'?",
        "did you mean 'happy-users'?",
        "did you mean 'BELOW_MINIMUM'?",
        "did you mean 'any_of'?",
    ]
    assert hints[7] == "did you mean 'CONFIRMED'?"
    assert "'objective' and 'outcome' are written together" in found[6]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{code: XLA901, title: x, when: efficiency.met}", "codes that begin with XLA are reserved"),
        ("{code: own-1, title: x, when: efficiency.met}", "a code such as OWN001 is expected"),
        ("{code: OWN001, title: x}", "rules.own[0].when: is missing"),
        ('{code: OWN001, title: "", when: efficiency.met}', "rules.own[0].title: is empty"),
        ("{code: OWN001, title: x, when: {}}", "exactly one of all_of"),
        ("{code: OWN001, title: x, when: {shade: RED, not: efficiency.met}}", "exactly one of all_of"),
        ("{code: OWN001, title: x, when: {all_of: []}}", "needs at least one entry"),
        ("{code: OWN001, title: x, when: {outcome: MET, shade: RED}}", "written together"),
        ("{code: OWN001, title: x, when: {of: efficiency.met, for_windows: 0}}", "from 1 to 60"),
        ("{code: OWN001, title: x, when: {objective: fx, outcome: MET}}", "did you mean 'fix'"),
        (
            "{code: OWN001, title: x, when: {objective: happy-users/P1, outcome: MET}}",
            "not judged part by part",
        ),
        ("{code: OWN001, title: x, when: {objective: fix, outcome: IN_PROGRESS}}", "is not one of"),
        ("{code: OWN001, title: x, when: [efficiency.met]}", "a mapping is expected"),
    ],
)
def test_a_wrong_rule_is_told_what_is_wrong(rule: str, said: str) -> None:
    (found,) = one(rule)
    assert said in found


def test_a_code_belongs_to_one_rule() -> None:
    rule = "{code: OWN001, title: x, when: efficiency.met}"
    (found,) = mistakes(f"rules:\n  own:\n    - {rule}\n    - {rule}\n")
    assert found == (
        "desk.yaml:12: rules.own[1].code: is the code of two rules, the first on line 11; got 'OWN001'."
    )


def test_objectives_in_deep_conditions_are_checked_too() -> None:
    when = "{any_of: [{not: {all_of: [efficiency.met, {objective: hapy, outcome: MET}]}}, experience.met]}"
    (found,) = one(f"{{code: OWN001, title: x, when: {when}}}")
    assert "rules.own[0].when.any_of[0].not.all_of[1].objective" in found


def test_rules_look_over_all_windows_and_cannot_be_amended() -> None:
    text = "amendments: [{effective: 2026-07-01, set: {rules.ignore: [{code: XLA402, reason: x}]}}]\n"
    (found,) = mistakes(text)
    assert "'rules' cannot be amended" in found


def test_the_schema_knows_conditions_as_words_and_as_mappings() -> None:
    word, mapping = schema()["$defs"]["When"]["anyOf"]
    assert "experience.missed" in word["enum"]
    assert sorted(mapping["properties"]) == [
        "all_of",
        "any_of",
        "for_windows",
        "not",
        "objective",
        "of",
        "outcome",
        "shade",
    ]
    assert json.dumps(schema()["$defs"]["OwnRule"]["required"]) == '["code", "title", "when"]'


def test_python_objects_are_checked_like_files() -> None:
    text: Any = parse(START + RULES).model_dump(mode="json")
    text["rules"]["own"][0]["code"] = "XLA901"
    with pytest.raises(ValueError, match="reserved"):
        Agreement.model_validate(text)
