from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import xlakit as xk
from xlakit import metrics as m
from xlakit import rules
from xlakit.errors import MeasureError
from xlakit.metrics import Cell
from xlakit.model import Finding
from xlakit.rules import (
    Clear,
    NotApplicable,
    Rule,
    catalogue,
    efficiency,
    experience,
    installed,
    select,
    watch,
)


def share(hits: int, count: int) -> Cell:
    return Cell(count=count, total=hits, squares=hits)


@rules.rule(code="OWN007", title="Calm days", severity="info", metrics=m.reopen_rate())
def calm(case: Any) -> tuple[Finding, ...] | Clear | NotApplicable:
    """OWN007, calm days: hardly anything came back.

    What it flags
        Windows with less than one reopened ticket in a hundred.
    """
    cells = {window: case.own("OWN007", "reopen_rate", window) for window in case.windows}
    if "OWN007:reopen_rate" not in case.measurable:
        return NotApplicable("needs reopens")
    found = tuple(
        Finding(
            code="OWN007", severity="info", title="calm", message=f"{window.label} was calm.", window=window
        )
        for window, cell in cells.items()
        if 100 * cell.total < cell.count
    )
    return found or Clear(f"{len(cells)} windows looked at")


AGREEMENT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: demo}
term: {start: 2026-01-01, end: 2026-12-31}
objectives:
  - {name: fixed-for-good, metric: reopen_rate, expected: {at_most: 5%}}
rules:
  own:
    - {code: OWN001, title: It came back, severity: info, when: {objective: fixed-for-good, outcome: BELOW_EXPECTED}}
"""


def desk(reopened: int = 0) -> xk.Desk:
    return xk.Desk(
        tickets=[
            {
                "ticket_id": str(number),
                "opened_at": "2026-03-02T09:00Z",
                "resolved_at": "2026-03-02T11:00Z",
                "reopen_count": int(number < reopened),
            }
            for number in range(40)
        ]
        + [{"ticket_id": "late", "opened_at": "2026-04-20T09:00Z", "resolved_at": None}]
    )


def codes(card: Any) -> list[str]:
    return [report.code for report in card.rules]


def test_a_function_under_the_decorator_is_a_rule_with_its_docstring_as_page() -> None:
    assert isinstance(calm, Rule)
    assert xk.explain(calm).startswith("OWN007, calm days")
    assert (calm.code, calm.title, calm.severity) == ("OWN007", "Calm days", "info")


def test_own_rules_run_alone_or_beside_all_others() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    alone = xk.evaluate(agreement, desk(), rules=[calm])
    assert (codes(alone), [item.message for item in alone.findings]) == (["OWN007"], ["2026-03 was calm."])
    beside = xk.evaluate(agreement, desk(), rules=(*catalogue(), calm))
    assert codes(beside) == [*(rule.code for rule in catalogue()), "OWN007"]
    assert [item.code for item in beside.findings if item.code.startswith("OWN")] == ["OWN007"]


def test_codes_and_rules_are_mixed_in_the_order_asked_for() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    mine = watch("ABC123", "In time", efficiency.met)
    card = xk.evaluate(agreement, desk(), rules=[mine, "XLA402", calm, "OWN001", "XLA402", calm])
    assert codes(card) == ["ABC123", "XLA402", "OWN007", "OWN001"]
    assert codes(xk.evaluate(agreement, desk(), rules="XLA402")) == ["XLA402"]
    assert codes(xk.evaluate(agreement, desk(), rules=calm)) == ["OWN007"]


def test_the_rules_of_the_agreement_run_unless_others_are_chosen() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    card = xk.evaluate(agreement, desk(reopened=10))
    assert codes(card) == [rule.code for rule in catalogue(agreement)]
    (finding,) = (item for item in card.findings if item.code == "OWN001")
    assert finding.objective == "fixed-for-good"
    assert codes(xk.evaluate(agreement, desk(), rules=(*catalogue(agreement), calm)))[0] == "OWN001"
    assert codes(xk.evaluate(agreement, desk(), rules=catalogue())) == [rule.code for rule in catalogue()]


def test_own_rules_are_ignored_for_a_reason_like_all_others() -> None:
    text = (
        AGREEMENT + "  ignore: [{code: OWN001, reason: being renegotiated}, {code: OWN007, reason: noise}]\n"
    )
    card = xk.evaluate(xk.load_agreement(text), desk(reopened=10), rules=["OWN001", calm])
    assert [(item.section, item.reason) for item in card.rules] == [
        ("ignored", "being renegotiated"),
        ("ignored", "noise"),
    ]
    assert card.findings == ()


def test_the_page_of_an_own_rule_is_explained() -> None:
    agreement = xk.load_agreement(AGREEMENT)
    page = xk.explain("OWN001", agreement)
    assert page.startswith("OWN001, It came back.")
    assert "fixed-for-good BELOW_EXPECTED" in page
    with pytest.raises(MeasureError, match="no such rule; got 'OWN001'"):
        xk.explain("OWN001")


@pytest.mark.parametrize(
    ("code", "match"),
    [("XLA900", "reserved"), ("xla1", "reserved"), ("own1", "such as OWN001"), ("", "such as OWN001")],
)
def test_codes_of_the_catalogue_are_reserved(code: str, match: str) -> None:
    with pytest.raises(MeasureError, match=match):
        watch(code, "t", efficiency.met)
    with pytest.raises(MeasureError, match=match):
        rules.rule(code=code, title="t")(calm.check)
    with pytest.raises(MeasureError, match=match):
        select([Rule(code, "t", "info", "page", calm.check)])


def test_a_rule_without_page_title_or_severity_is_refused() -> None:
    with pytest.raises(MeasureError, match="has no page"):
        rules.rule(code="OWN001", title="t")(lambda _: Clear("x"))
    with pytest.raises(MeasureError, match="has no title"):
        watch("OWN001", "", efficiency.met)
    with pytest.raises(MeasureError, match="did you mean 'warning'"):
        watch("OWN001", "t", efficiency.met, "waring")
    with pytest.raises(MeasureError, match="no such signal"):
        rules.rule(code="OWN001", title="t", signals=["moon"])(calm.check)


def test_two_rules_of_one_code_are_refused_and_the_same_rule_twice_is_one() -> None:
    one, other = watch("OWN001", "t", efficiency.met), watch("OWN001", "t", experience.met)
    assert select([one, watch("OWN001", "t", efficiency.met)]) == (one,)
    with pytest.raises(MeasureError, match="rule OWN001: two rules have this code"):
        select([one, other])
    with pytest.raises(MeasureError, match="two rules have this code"):
        select(["OWN001", one], xk.load_agreement(AGREEMENT))


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(MeasureError, match="one of them is no rule"):
        select([efficiency.met])  # type: ignore[list-item]
    with pytest.raises(MeasureError, match="did you mean 'OWN001'"):
        select(["OWN002"], xk.load_agreement(AGREEMENT))


def point(monkeypatch: Any, package: str, **content: Any) -> list[EntryPoint]:
    module = ModuleType(f"{package}_module")
    vars(module).update(content)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    made = []
    for name in content:
        entry = EntryPoint(name, f"{module.__name__}:{name}", "xlakit.rules")
        vars(entry).update(dist=SimpleNamespace(name=package))
        made.append(entry)
    return made


def test_packages_add_rules_only_where_asked(monkeypatch: Any) -> None:
    other = watch("ABC123", "In time", efficiency.met)
    points = point(monkeypatch, "acme", calm=calm, more=[other])
    found = installed(points)
    assert [rule.code for rule in found] == sorted([*(rule.code for rule in catalogue()), "ABC123", "OWN007"])
    assert calm in found
    assert "OWN007" not in [rule.code for rule in select()]
    assert [rule.code for rule in installed([])] == [rule.code for rule in catalogue()]
    assert codes(xk.evaluate(xk.load_agreement(AGREEMENT), desk(), rules=found)) == [
        rule.code for rule in found
    ]


def test_a_code_that_two_packages_claim_names_both(monkeypatch: Any) -> None:
    points = [*point(monkeypatch, "acme", calm=calm), *point(monkeypatch, "bolt", calm=calm)]
    with pytest.raises(MeasureError, match="rule OWN007: is claimed by acme and bolt"):
        installed(points)
    with pytest.raises(MeasureError, match="rule XLA402: is claimed by xlakit and acme"):
        installed(point(monkeypatch, "acme", mine=select(["XLA402"])[0]))
    mine = watch("OWN001", "t", efficiency.met)
    with pytest.raises(MeasureError, match="claimed by the agreement and acme"):
        installed(point(monkeypatch, "acme", mine=mine), agreement=xk.load_agreement(AGREEMENT))
    with pytest.raises(MeasureError, match="rule: codes that begin with XLA are reserved"):
        installed(point(monkeypatch, "acme", mine=Rule("XLA999", "t", "info", "page", calm.check)))
    with pytest.raises(MeasureError, match="entry point mine of acme: is no rule"):
        installed(point(monkeypatch, "acme", mine=3))


def test_functions_named_like_modules_stay_functions() -> None:
    import xlakit.rules.rule
    import xlakit.rules.shade  # noqa: F401 - the import is the test

    assert rules.shade("RED") == rules.conditions.shade("RED")
    assert callable(rules.rule)
