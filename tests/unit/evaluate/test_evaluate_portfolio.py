from __future__ import annotations

import pickle
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import xlakit as xk
from xlakit.errors import AgreementError, DataError, MeasureError
from xlakit.model import Portfolio

if TYPE_CHECKING:
    from xlakit.model import Agreement

TERMS = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {name: NAME}
term: {start: 2026-01-01, end: 2026-12-31}
scope: {customer: NAME}
clocks: {fix: {calendar: always, stop: resolved, within: 4h}}
objectives:
  - {name: fix, metric: {name: within, clock: fix}, expected: {at_least: 95%},
     service_credit: {allocation: 100%, severity: step}}
"""
MONEY = 'commercials: {currency: EUR, charges: {amount: "AMOUNT", per: month}, at_risk: 10%}\n'
CAPPED = MONEY.replace("10%}", '10%, shared_cap: {name: group, amount: "1000.01"}}')


def agreement(name: str, *, money: str = "", amount: str = "9000.00", text: str = TERMS) -> Agreement:
    return xk.load_agreement((text + money).replace("NAME", name).replace("AMOUNT", amount))


def ticket(
    number: int, customer: str | None, site: str = "x", *, month: int = 1, hours: int = 1
) -> dict[str, Any]:
    return {
        "ticket_id": f"{customer}-{month}-{number:02}",
        "opened_at": datetime(2026, month, 2, 9, tzinfo=UTC),
        "resolved_at": datetime(2026, month, 2, 9 + hours, tzinfo=UTC),
        "customer": customer,
        "site": site,
    }


def desk(*customers: str | None, months: tuple[int, ...] = (1, 2), late: int = 2) -> xk.Desk:
    """Four tickets a customer and month, some of them late; and one that says that the months are over."""
    rows = [
        ticket(number, customer, month=month, hours=9 if number < late else 1)
        for month in months
        for customer in customers
        for number in range(4)
    ]
    last = {
        "ticket_id": "last",
        "opened_at": datetime(2026, months[-1] + 1, 1, tzinfo=UTC),
        "resolved_at": None,
        "customer": customers[0],
        "site": "x",
    }
    return xk.Desk(tickets=[*rows, last])


def test_every_agreement_has_the_card_it_has_alone() -> None:
    records = desk("a", "b", "c")
    held = [agreement("b", money=MONEY, amount="500.00"), agreement("a")]
    found = xk.evaluate_all(held, records)
    assert found.names == ("b", "a")
    assert found.cards == tuple(xk.evaluate(item, records) for item in held)
    assert found["a"] == found.cards[1]
    assert found["b"].subject.covered == 8
    assert found.statements == (found["b"].statement,)
    with pytest.raises(KeyError, match="c"):
        found["c"]


def test_what_is_asked_holds_for_every_agreement() -> None:
    records = desk("a", "b")
    asked: dict[str, Any] = {
        "period": "2026-02",
        "as_of": datetime(2026, 2, 20, tzinfo=UTC),
        "by": "site",
        "rules": ["XLA402"],
        "engine": "local",
    }
    held = [agreement("a", money=MONEY), agreement("b", money=MONEY)]
    found = xk.evaluate_all(iter(held), records, **asked)
    assert found.cards == tuple(xk.evaluate(item, records, **asked) for item in held)
    assert found.as_of == asked["as_of"]
    assert {item.window.label for card in found.cards for item in card.judgements} == {"2026-02"}
    assert [rule.code for rule in found["b"].rules] == ["XLA402"]


def test_tickets_that_no_agreement_covers_are_counted_by_place_and_named() -> None:
    rows = [ticket(1, "a"), *(ticket(number, "z", "oslo") for number in range(3)), ticket(5, None, "oslo")]
    early = ticket(9, "a") | {"ticket_id": "early", "opened_at": datetime(2025, 12, 31, 23, tzinfo=UTC)}
    future = ticket(9, "z") | {"ticket_id": "future", "opened_at": datetime(2026, 3, 1, tzinfo=UTC)}
    future["resolved_at"] = None
    at = datetime(2026, 2, 1, tzinfo=UTC)
    found = xk.evaluate_all(
        [agreement("a"), agreement("b")], xk.Desk(tickets=[*rows, early, future]), as_of=at
    )
    assert found.tickets == 6
    assert [
        ({item.column: item.value for item in part.place}, part.reason, part.tickets, part.example)
        for part in found.uncovered
    ] == [
        ({"customer": "z", "site": "oslo"}, "outside every scope", 3, "z-1-00"),
        ({"customer": "a", "site": "x"}, "in scope, opened outside the term", 1, "early"),
        ({"customer": None, "site": "oslo"}, "outside every scope", 1, "None-1-05"),
    ]
    assert found.uncovered_ids == ("None-1-05", "early", "z-1-00", "z-1-01", "z-1-02")
    assert sum(item.tickets for item in found.uncovered) == len(found.uncovered_ids)


def test_without_a_customer_or_a_site_they_are_counted_all_the_same() -> None:
    text = TERMS.replace("{customer: NAME}", "{team: [NAME]}")
    records = xk.Desk(
        tickets=[
            {"ticket_id": str(number), "opened_at": "2026-01-02T09:00Z", "resolved_at": None, "team": team}
            for number, team in enumerate(("a", "b", None))
        ]
    )
    (part,) = xk.evaluate_all([agreement("a", text=text)], records).uncovered
    assert (part.place, part.tickets, part.example) == ((), 2, "1")


def test_a_local_day_and_the_version_in_force_decide_what_is_covered() -> None:
    text = TERMS.replace("end: 2026-12-31}", "end: 2026-12-31, timezone: Europe/Berlin}")
    text += "amendments: [{effective: 2026-02-01, set: {scope.customer: b}}]\n"
    rows = [
        ticket(0, "a") | {"ticket_id": "new year", "opened_at": datetime(2025, 12, 31, 23, tzinfo=UTC)},
        ticket(1, "a") | {"ticket_id": "last day", "opened_at": datetime(2026, 1, 31, 22, tzinfo=UTC)},
        ticket(2, "a") | {"ticket_id": "amended", "opened_at": datetime(2026, 1, 31, 23, tzinfo=UTC)},
        ticket(3, "b") | {"ticket_id": "b later", "opened_at": datetime(2026, 1, 31, 23, tzinfo=UTC)},
        ticket(4, "b") | {"ticket_id": "b before", "opened_at": datetime(2026, 1, 31, 22, tzinfo=UTC)},
    ]
    rows = [item | {"resolved_at": None} for item in rows]
    found = xk.evaluate_all([agreement("a", text=text)], xk.Desk(tickets=rows))
    assert found.uncovered_ids == ("amended", "b before")


def test_tickets_that_several_agreements_cover_are_counted_and_named() -> None:
    everything = agreement("all", text=TERMS.replace("{customer: NAME}", "{}"))
    sites = agreement("x", text=TERMS.replace("{customer: NAME}", "{site: x}"))
    found = xk.evaluate_all([everything, sites, agreement("a")], desk("a", "b", months=(1,)))
    assert [(item.agreements, item.tickets, item.example) for item in found.overlaps] == [
        (("all", "x", "a"), 5, "a-1-00"),
        (("all", "x"), 4, "b-1-00"),
    ]
    assert len(found.overlapping_ids) == 9
    assert found.uncovered_ids == ()


def test_agreements_that_follow_one_another_do_not_overlap() -> None:
    halves = [
        agreement(
            "first",
            text=TERMS.replace("end: 2026-12-31", "end: 2026-01-31").replace("customer: NAME", "site: x"),
        ),
        agreement(
            "second",
            text=TERMS.replace("start: 2026-01-01", "start: 2026-02-01").replace("customer: NAME", "site: x"),
        ),
    ]
    found = xk.evaluate_all(halves, desk("a"))
    assert (found.overlaps, found.uncovered) == ((), ())
    assert [
        [item.window.label for item in card.judgements if item.status == "final"] for card in found.cards
    ] == [
        ["2026-01"],
        ["2026-02"],
    ]


def test_totals_are_kept_apart_by_currency() -> None:
    francs = MONEY.replace("EUR", "CHF")
    held = [
        agreement("a", money=MONEY),
        agreement("b", money=francs),
        agreement("c", money=MONEY, amount="1.00"),
    ]
    found = xk.evaluate_all([*held, agreement("d")], desk("a", "b", "c", "d"))
    assert [(item.currency, item.agreements, item.credits, item.total) for item in found.totals] == [
        ("CHF", ("b",), Decimal("1800.00"), Decimal("1800.00")),
        ("EUR", ("a", "c"), Decimal("1800.20"), Decimal("1800.20")),
    ]


def test_a_shared_cap_holds_for_all_that_name_it_and_is_shown() -> None:
    held = [
        agreement("a", money=CAPPED),
        agreement("b", money=CAPPED, amount="3000.00"),
        agreement("c", money=MONEY),
    ]
    found = xk.evaluate_all(held, desk("a", "b", "c"))
    paid = [
        [item.credits for item in statement.windows if item.status == "final"]
        for statement in found.statements
    ]
    assert paid == [
        [Decimal("750.01"), Decimal("750.01")],
        [Decimal("250.00"), Decimal("250.00")],
        [Decimal("900.00"), Decimal("900.00")],
    ]
    first = found.shared_caps[0]
    assert (first.name, first.window, first.amount, first.currency) == (
        "group",
        "2026-01",
        Decimal("1000.01"),
        "EUR",
    )
    assert [(part.agreement, part.due, part.credited) for part in first.parts] == [
        ("a", Decimal("900.00"), Decimal("750.01")),
        ("b", Decimal("300.00"), Decimal("250.00")),
    ]
    assert "group in 2026-02, 1,000.01 EUR: a 750.01 of 900.00; b 250.00 of 300.00" in str(found)
    february = xk.evaluate_all(held, desk("a", "b", "c"), period="2026-02")
    assert [item.window for item in february.shared_caps] == ["2026-02"]
    (step,) = [item for item in found.statements[0].steps("fix", "2026-01") if item.number == 14]
    assert "750.01" in step.found


def test_one_agreement_alone_says_that_its_cap_is_shared() -> None:
    alone = xk.evaluate(agreement("a", money=CAPPED), desk("a"))
    assert [item.reason for item in alone.problems if item.where == "commercials.shared_cap"] == [
        "the cap group is shared, and not applied to one agreement alone; evaluate_all applies it"
    ]
    (card,) = xk.evaluate_all([agreement("a", money=CAPPED)], desk("a")).cards
    assert card.statement == alone.statement
    assert not [item for item in card.problems if item.where == "commercials.shared_cap"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("1000.01", "1000.02"),
            r"a: commercials.shared_cap: the cap 'group' is another in the agreement b; got '1,000.01 and 1,000.02'",
        ),
        (("EUR", "CHF"), r"got 'in EUR and in CHF'"),
    ],
)
def test_one_name_for_two_caps_is_an_error(change: tuple[str, str], words: str) -> None:
    held = [agreement("a", money=CAPPED), agreement("b", money=CAPPED.replace(*change))]
    with pytest.raises(AgreementError, match=words):
        xk.evaluate_all(held, desk("a", "b"))


def test_a_cap_may_change_for_all_on_one_day() -> None:
    amended = (
        CAPPED + "amendments: [{effective: 2026-02-01, set: {commercials.shared_cap.amount: '600.00'}}]\n"
    )
    found = xk.evaluate_all([agreement(name, money=amended) for name in ("a", "b")], desk("a", "b"))
    assert [(item.window, item.amount) for item in found.shared_caps] == [
        ("2026-01", Decimal("1000.01")),
        ("2026-02", Decimal("600.00")),
    ]
    with pytest.raises(AgreementError, match="'600.00 and 1,000.01'|'1,000.01 and 600.00'"):
        xk.evaluate_all([agreement("a", money=amended), agreement("b", money=CAPPED)], desk("a", "b"))


def test_disputed_relief_is_settled_both_ways_below_the_cap() -> None:
    records = [
        ticket(number, name, hours=9 if number < 2 else 1) for name in ("a", "b") for number in range(4)
    ]
    last = ticket(9, "a", month=2)
    reliefs = [
        {"relief_id": f"r{number}", "ticket_id": f"a-1-0{number}", "objective": "fix", "decision": "disputed"}
        for number in range(2)
    ]
    held = [agreement("a", money=CAPPED), agreement("b", money=CAPPED)]
    found = xk.evaluate_all(held, xk.Desk(tickets=[*records, last], reliefs=reliefs))
    both = [item.range for item in found.statements]
    # Were it accepted, nothing would be left of what a takes of the cap, and b would pay more.
    assert [(item.accepted, item.rejected, item.disputed) for item in both if item is not None] == [
        (Decimal("0.00"), Decimal("500.01"), 2),
        (Decimal("900.00"), Decimal("500.00"), 0),
    ]
    apart = [agreement("a", money=MONEY), agreement("b", money=MONEY)]
    other = xk.evaluate_all(apart, xk.Desk(tickets=[*records, last], reliefs=reliefs))
    assert other.statements[1].range is None
    assert [statement.credits for statement in found.statements] == [Decimal("500.01"), Decimal("500.00")]


def test_a_disputed_window_counts_as_one() -> None:
    records = [ticket(number, "a", hours=9 if number < 2 else 1) for number in range(4)]
    relief = {"relief_id": "r", "objective": "fix", "window": "2026-01", "decision": "disputed"}
    rows = [*records, ticket(9, "a", month=2)]
    (card,) = xk.evaluate_all([agreement("a", money=MONEY)], xk.Desk(tickets=rows, reliefs=[relief])).cards
    assert card.statement is not None
    both = card.statement.range
    assert both is not None
    assert (both.accepted, both.rejected, both.disputed) == (Decimal("0.00"), Decimal("900.00"), 1)


def test_what_was_sealed_stays_and_later_data_are_corrected_below_the_cap() -> None:
    held = [agreement("a", money=CAPPED), agreement("b", money=CAPPED)]
    before = xk.evaluate_all(held, desk("a", "b", months=(1,), late=0))
    assert before.totals[0].total == 0
    cards = tuple(
        card.model_copy(update={"statement": xk.seal(card.statement)})
        for card in before.cards
        if card.statement
    )
    after = xk.evaluate_all(held, desk("a", "b"), previous=before.model_copy(update={"cards": cards}))
    assert [
        [(line.window.label, line.kind, line.amount) for line in item.lines] for item in after.statements
    ] == [
        [("2026-02", "credit", Decimal("500.01")), ("2026-02", "true_up", Decimal("500.01"))],
        [("2026-02", "credit", Decimal("500.00")), ("2026-02", "true_up", Decimal("500.00"))],
    ]


def test_two_agreements_of_one_name_are_an_error_that_names_both() -> None:
    titled = agreement("a", text=TERMS.replace("{name: NAME}", "{name: NAME, title: Berlin}"))
    with pytest.raises(AgreementError, match=r"agreements 1 and 3 \(Berlin\) have one name; got 'a'"):
        xk.evaluate_all([agreement("a"), agreement("b"), titled], desk("a"))


def test_what_is_wrong_with_one_agreement_names_it() -> None:
    other = agreement("b", text=TERMS.replace("customer: NAME", "country: no"))
    with pytest.raises(DataError, match="^b: scope: column 'country' is missing from tickets"):
        xk.evaluate_all([agreement("a"), other], desk("a"))
    with pytest.raises(MeasureError, match="^a: by: the tickets have no such column"):
        xk.evaluate_all([agreement("a")], desk("a"), by="colour")


def test_what_is_no_agreement_or_no_desk_is_an_error() -> None:
    with pytest.raises(DataError, match="there is no agreement"):
        xk.evaluate_all([], desk("a"))
    with pytest.raises(DataError, match="number 2 is no agreement; got 'str'"):
        xk.evaluate_all([agreement("a"), "b.yaml"], desk("a"))  # type: ignore[list-item]
    with pytest.raises(DataError, match="a desk is expected; got 'str'"):
        xk.evaluate_all([agreement("a")], "desk/")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="a desk is expected; got 'Results'"):
        xk.evaluate_all([agreement("a")], xk.load_results([{"name": "a", "window": "b", "value": "1"}]))  # type: ignore[arg-type]
    with pytest.raises(DataError, match="an instant needs a time zone"):
        xk.evaluate_all([agreement("a")], desk("a"), as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - the point
    assert xk.evaluate_all(agreement("a"), desk("a")).names == ("a",)  # type: ignore[arg-type]


def test_the_frame_is_that_of_the_cards_behind_the_name() -> None:
    found = xk.evaluate_all([agreement("a"), agreement("b")], desk("a", "b"), by="site")
    frame = found.to_frame()
    assert frame.columns == ["agreement", *found["a"].to_frame().columns]
    assert frame.drop("agreement").equals(found["a"].to_frame().vstack(found["b"].to_frame()))
    assert frame["agreement"].unique(maintain_order=True).to_list() == ["a", "b"]
    assert found.to_frame("dicts")[0]["agreement"] == "a"
    assert found.to_frame("arrow").num_rows == found.to_frame("pandas").shape[0] == frame.height
    with pytest.raises(ValueError, match="no such kind of table"):
        found.to_frame("excel")  # type: ignore[arg-type]


def test_a_portfolio_is_a_value() -> None:
    found = xk.evaluate_all([agreement("a", money=CAPPED), agreement("b", money=CAPPED)], desk("a", "b", "c"))
    assert Portfolio.model_validate_json(found.model_dump_json()) == found
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    shuffled = xk.Desk(tickets=desk("a", "b", "c").tickets.reverse())
    assert xk.evaluate_all([agreement("a", money=CAPPED), agreement("b", money=CAPPED)], shuffled) == found


def test_people_read_who_owes_what_and_what_falls_between_agreements() -> None:
    held = [agreement("a", money=CAPPED), agreement("b", money=CAPPED)]
    text = str(xk.evaluate_all(held, desk("a", "b", "<i>z</i>\x1b", months=(1,))))
    assert text.splitlines()[:3] == [
        "Portfolio of 2 agreements; 13 tickets; as of 1 Feb 2026, 00:00 (UTC).",
        "! 4 tickets are covered by no agreement.",
        "",
    ]
    assert "  a: service levels were missed in 1 of 1 month" in text
    assert "  Together in EUR (2 agreements): the providers owe 1,000.01 EUR (credits 1,000.01)" in text
    assert (
        "4 tickets, customer <i>z</i>\ufffd, site x: outside every scope, for example <i>z</i>\ufffd-1-00"
        in text
    )
    page = xk.evaluate_all(held, desk("a", "b", "<i>z</i>", months=(1,)))._repr_html_()
    assert "&lt;i&gt;z" in page
    assert "<i>" not in page
    assert page.count("<details><summary>a</summary>") == 1
    healthy = str(xk.evaluate_all([agreement("a")], desk("a", late=0)))
    assert "Money" not in healthy
    assert "covered" not in healthy


def test_long_lists_are_cut_and_counted() -> None:
    rows = [ticket(number, f"customer {number:02}") for number in range(25)]
    text = str(xk.evaluate_all([agreement("a")], xk.Desk(tickets=rows)))
    assert text.endswith("\n  and 5 more")
