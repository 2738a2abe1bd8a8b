from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.agreement import versions
from xlakit.errors import AgreementError
from xlakit.settlement import Around, settle_marks
from xlakit.settlement.measured import read_results
from xlakit.settlement.shared_caps import Account, shared_ceilings

if TYPE_CHECKING:
    from collections.abc import Sequence

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: NAME}
term: {start: 2026-01-01, end: 2026-12-31}
window: WINDOW
objectives:
  - {name: up, metric: {name: supplied, series: up}, expected: {at_least: 99%},
     service_credit: {allocation: 100%, severity: step}}
commercials: {currency: EUR, charges: {amount: "1000.00", per: month}, at_risk: 10%, shared_cap: CAP}
"""
GROUP = '{name: group, amount: "120.00"}'


def account(name: str, *labels: str, window: str = "month", cap: str = GROUP, changes: str = "") -> Account:
    """An agreement that misses in the windows of these labels, and credits a tenth of their charges."""
    text = TERMS.replace("NAME", name).replace("WINDOW", window).replace("CAP", cap)
    for change in filter(None, changes.split("|")):
        old, new = change.split(" -> ")
        assert old in text
        text = text.replace(old, new)
    held = versions(xk.load_agreement(text))
    rows = [{"objective": "up", "window": label, "value": "98%"} for label in labels]
    reading = read_results(xk.load_results(rows), held)
    return Account(held, reading.marks, Around(reading.as_of))


def credited(accounts: Sequence[Account]) -> list[dict[str, str]]:
    ceilings, _ = shared_ceilings(accounts)
    return [
        {
            item.window.label: str(item.credits)
            for item in settle_marks(one.held, one.marks, replace(one.around, ceilings=held)).windows
        }
        for one, held in zip(accounts, ceilings, strict=True)
    ]


def test_equal_claims_share_equally_and_the_odd_cent_goes_to_the_first() -> None:
    cap = GROUP.replace("120.00", "100.01")
    accounts = [account(name, "2026-01", cap=cap) for name in ("b", "a", "c")]
    assert credited(accounts) == [{"2026-01": "33.34"}, {"2026-01": "33.34"}, {"2026-01": "33.33"}]


def test_only_the_windows_in_which_it_binds_are_touched() -> None:
    accounts = [account("a", "2026-01", "2026-02"), account("b", "2026-02", "2026-03")]
    ceilings, bound = shared_ceilings(accounts)
    assert credited(accounts) == [
        {"2026-01": "100.00", "2026-02": "60.00"},
        {"2026-02": "60.00", "2026-03": "100.00"},
    ]
    assert [len(held) for held in ceilings] == [1, 1]
    (window,) = bound
    assert (window.window, [part.agreement for part in window.parts]) == ("2026-02", ["a", "b"])


def test_a_quarter_gets_what_its_months_left() -> None:
    months = account("a", "2026-01", "2026-02", "2026-03", cap=GROUP.replace("120.00", "310.00"))
    quarter = account("b", "2026-Q1", window="quarter", cap=GROUP.replace("120.00", "310.00"))
    assert credited([months, quarter]) == [
        dict.fromkeys(("2026-01", "2026-02", "2026-03"), "100.00"),
        {"2026-Q1": "10.00"},
    ]
    none_left = [account("a", "2026-01", "2026-02"), account("b", "2026-Q1", window="quarter")]
    assert credited(none_left)[1] == {"2026-Q1": "0.00"}


def test_a_rolling_window_is_settled_with_its_month_and_shares_with_months() -> None:
    rolling = account("a", "2026-01…2026-03", window="rolling-3-months")
    month = account("b", "2026-03")
    assert credited([rolling, month]) == [{"2026-01…2026-03": "60.00"}, {"2026-03": "60.00"}]


def test_contract_years_share_where_they_have_the_same_dates_and_are_nested_otherwise() -> None:
    years = [account(name, "year 1", window="contract-year") for name in ("a", "b")]
    assert credited(years) == [{"year 1": "60.00"}] * 2
    other = account("c", "year 1", window="contract-year", changes="start: 2026-01-01 -> start: 2026-02-01")
    assert credited([years[0], other]) == [{"year 1": "0.00"}, {"year 1": "120.00"}]


def test_caps_of_different_names_do_not_meet() -> None:
    others = [
        account("c", "2026-01", cap=GROUP.replace("group", "other")),
        account("d", "2026-01", changes=f", shared_cap: {GROUP} -> "),
    ]
    found = credited([account("a", "2026-01"), account("b", "2026-01"), *others])
    assert found == [{"2026-01": "60.00"}] * 2 + [{"2026-01": "100.00"}] * 2


def test_the_coarser_minor_unit_decides_what_can_be_split() -> None:
    cap = GROUP.replace("120.00", "100.57")
    whole = account("a", "2026-01", cap=cap, changes="currency: EUR, -> currency: EUR, minor_unit: 0,")
    cents = account("b", "2026-01", cap=cap)
    assert credited([whole, cents]) == [{"2026-01": "50"}, {"2026-01": "50.00"}]
    _, (window,) = shared_ceilings([whole, cents])
    assert window.amount == Decimal("100.57")


def test_a_cap_of_nothing_pays_nothing() -> None:
    assert credited([account("a", "2026-01", cap=GROUP.replace("120.00", "0"))]) == [{"2026-01": "0.00"}]


def test_the_annual_cap_counts_what_was_paid_and_not_what_was_due() -> None:
    changes = "at_risk: 10%, -> at_risk: 10%, annual_cap: '130.00',"
    accounts = [account(name, "2026-01", "2026-02", "2026-03", changes=changes) for name in ("a", "b")]
    assert credited(accounts) == [{"2026-01": "60.00", "2026-02": "60.00", "2026-03": "10.00"}] * 2


def test_one_agreement_may_change_its_own_cap() -> None:
    amended = "end: 2026-12-31} -> end: 2026-12-31}\n"
    amended += "amendments: [{effective: 2026-02-01, set: {commercials.shared_cap.amount: '50.00'}}]"
    assert credited([account("a", "2026-01", "2026-02", changes=amended)]) == [
        {"2026-01": "100.00", "2026-02": "50.00"}
    ]


@pytest.mark.parametrize("labels", [("2026-01",), ()])
def test_amounts_that_differ_are_an_error_whether_or_not_anything_is_settled(labels: tuple[str, ...]) -> None:
    accounts: list[Any] = [account("a", *labels), account("b", cap=GROUP.replace("120", "121"))]
    with pytest.raises(AgreementError) as caught:
        shared_ceilings(accounts)
    (problem,) = caught.value.problems
    assert str(problem) == (
        "a: commercials.shared_cap: the cap 'group' is another in the agreement b; got '120.00 and 121.00'. "
        "Hint: state one amount in one currency, or give the caps different names."
    )
