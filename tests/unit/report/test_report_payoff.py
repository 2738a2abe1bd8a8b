"""Payoffs as people read them: words for every slope, tables, and nothing from data that could do harm."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import xlakit as xk

if TYPE_CHECKING:
    from xlakit.model.payoff import Payoff

TEXT = """
apiVersion: xlakit/v1
kind: Agreement
metadata: {{name: a, title: "<b>Desk</b>"}}
term: {{start: 2026-01-01, end: 2026-12-31}}
objectives:
  - {{name: fix, metric: {{name: supplied, series: a}}, expected: {{at_least: 95%}}, {terms}}}
commercials: {{currency: EUR, charges: {{amount: "400000.00", per: month}}, at_risk: 12%}}
"""


def made(terms: str, **options: object) -> Payoff:
    return xk.payoff(xk.load_agreement(TEXT.format(terms=terms)), "fix", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            "service_credit: {allocation: 30%}",
            (
                "Below 95.0% (expected) nothing more is lost; above it nothing is earned;"
                " falling short of it costs 14,400.00 EUR at once."
            ),
        ),
        (
            "minimum: {at_least: 92%}, service_credit: {allocation: 30%, severity: linear}",
            "Below 95.0% (expected) each point costs 4,800.00 EUR; above it nothing is earned.",
        ),
        (
            "minimum: {at_least: 92%}, service_credit: {allocation: 30%, severity: linear}",
            "Below 92.0% (minimum) nothing more is lost; above it each point saves 4,800.00 EUR.",
        ),
        (
            "bonus: {max: 3%, full: 99%}",
            "Below 95.0% (expected) nothing is lost; above it each point earns 3,000.00 EUR.",
        ),
        (
            'bonus: {max: "0.01", full: 100%, from: 0%}',
            "Below 95.0% (expected) each point costs less than 0.01 EUR; above it each point earns less than 0.01 EUR.",
        ),
        ("weight: 1", "Whatever the figure is, it is 0.00 EUR."),
        ("expected: {at_least: 100%}, bonus: {max: 1%}", "above it there is no figure"),
    ],
)
def test_each_side_of_a_level_is_said_in_words(terms: str, words: str) -> None:
    text = TEXT.replace("expected: {{at_least: 95%}}, ", "") if "expected" in terms else TEXT
    found = xk.payoff(xk.load_agreement(text.format(terms=terms)), "fix")
    assert words in str(found)


def test_html_escapes_what_it_was_given_and_has_the_numbers_of_the_picture_in_a_table() -> None:
    page = made("service_credit: {allocation: 30%}", at="94%")._repr_html_()
    assert "<b>" not in page
    assert "&lt;b&gt;Desk&lt;/b&gt;" in page
    assert page.count("<svg role=") == 1
    assert "<td>94.0%</td><td>here</td><td>14,400.00</td><td>0.00</td><td>0.00</td><td>0.00</td>" in page
    assert "<script" not in page


def test_text_has_no_character_that_moves_anything() -> None:
    title = TEXT.replace("<b>Desk</b>", r"De\u202esk\u001b[31m")
    found = str(xk.payoff(xk.load_agreement(title.format(terms="weight: 1")), "fix"))
    assert found.isprintable() is False  # the line breaks between sentences
    assert all(line.isprintable() for line in found.splitlines())


def test_the_frame_has_a_row_a_point_and_names_the_edges() -> None:
    found = made("service_credit: {allocation: 30%}", volume=20, at="95%")
    frame = found.to_frame()
    assert frame.columns == ["performance", "exact", "count", "volume", "amount", "currency", "edge"]
    assert frame.row(19, named=True) == {
        "performance": 0.95,
        "exact": "19/20",
        "count": 19,
        "volume": 20,
        "amount": Decimal(0),
        "currency": "EUR",
        "edge": "expected|here",
    }
    assert found.to_frame("dicts")[18]["amount"] == Decimal("14400.00")
