from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from settling import agreed, promise

from xlakit.agreement import versions
from xlakit.errors import DataError
from xlakit.model.records import Invoice
from xlakit.settlement.charges import Billing, anniversary, invoiced
from xlakit.settlement.mark import Span

FIX = promise("fix")


def billing(
    charges: str, more: str = "", *, term: str = "{start: 2026-01-01, end: 2027-06-30}", **told: object
) -> Billing:
    return Billing(versions(agreed(FIX, f"currency: EUR\ncharges: {charges}", more, term=term)), **told)


def span(first: str, after: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(after))


@pytest.mark.parametrize(
    ("charges", "month"),
    [
        ("{amount: 1200, per: month}", 1200),
        ("{amount: 1200, per: quarter}", 400),
        ("{amount: 1200, per: year}", 100),
    ],
)
def test_an_amount_is_spread_over_the_months_it_is_for(charges: str, month: int) -> None:
    found = billing(charges)
    assert found.charges(span("2026-02-01", "2026-03-01")) == month
    assert found.charges(span("2026-01-01", "2026-04-01")) == 3 * month
    assert found.charges(span("2026-02-20", "2026-03-02")) == Fraction(month * 9, 28) + Fraction(month, 31)


def test_an_amount_that_changes_inside_a_quarter_counts_from_its_day() -> None:
    found = billing("{amount: 100, per: month, changes: [{from: 2026-02-01, amount: 200}]}")
    assert found.charges(span("2026-01-01", "2026-04-01")) == 500


def test_an_amendment_changes_charges_from_its_day_and_an_earlier_window_keeps_them() -> None:
    found = billing(
        "{amount: 100, per: month}",
        "amendments: [{effective: 2026-03-01, set: {commercials.charges: {amount: 300, per: month}}}]",
    )
    assert found.charges(span("2026-01-01", "2026-04-01")) == 500


def test_a_contract_year_ends_with_the_term_and_counts_from_its_first_day() -> None:
    found = billing("{amount: 100, per: month}", term="{start: 2026-04-01, end: 2027-06-30}")
    assert found.year(date(2026, 4, 1)) == (0, span("2026-04-01", "2027-04-01"))
    assert found.year(date(2027, 5, 1)) == (1, span("2027-04-01", "2027-07-01"))
    assert [found.yearly(found.year(day)[1]) for day in (date(2026, 5, 1), date(2027, 5, 1))] == [1200, 300]
    assert anniversary(date(2024, 2, 29), 1) == date(2025, 3, 1)


def test_invoices_count_on_their_local_day_and_missing_ones_are_not_zero() -> None:
    # 23:30 in London on 31 January is 1 February in Berlin.
    table = [
        Invoice(
            window_start=datetime(2026, 1, 31, 23, 30, tzinfo=UTC), amount=Decimal("70.10"), currency="EUR"
        ),
        Invoice(window_start=datetime(2026, 2, 10, tzinfo=UTC), amount=Decimal("0.20"), currency=None),
        Invoice(
            window_start=datetime(2026, 3, 1, tzinfo=UTC), amount=Decimal(5), currency="EUR", tower="network"
        ),
    ]
    found = billing("{table: invoices}", invoices=invoiced(table, "EUR", "Europe/Berlin"))
    assert found.charges(span("2026-02-01", "2026-03-01")) == Fraction("70.3")
    assert found.charges(span("2026-01-01", "2026-02-01")) is None
    assert found.charges(span("2026-01-01", "2026-03-01")) is None
    assert found.yearly(span("2026-01-01", "2027-01-01")) == Fraction("75.3")
    tower = billing("{table: invoices, tower: network}", invoices=invoiced(table, "EUR", "Europe/Berlin"))
    assert tower.charges(span("2026-03-01", "2026-04-01")) == 5
    assert tower.charges(span("2026-02-01", "2026-03-01")) is None
    with pytest.raises(DataError, match="invoices: 2026-01-31: is not in USD; got 'EUR'"):
        invoiced(table, "USD", "Europe/Berlin")
