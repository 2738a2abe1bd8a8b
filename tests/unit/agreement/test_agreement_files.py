"""Whole files: they load, say what they say exactly, and can be written back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from xlakit.agreement import dump, examine, parse, read
from xlakit.errors import AgreementError

if TYPE_CHECKING:
    from pathlib import Path

FILES = ["small.yaml", "realistic.yaml", "numbered.yaml"]


@pytest.mark.parametrize("name", FILES)
def test_an_example_has_no_problem(agreements: Path, name: str) -> None:
    reading = examine(read(agreements / name))
    assert reading.problems == ()
    assert reading.agreement is not None


@pytest.mark.parametrize("name", FILES)
def test_an_agreement_written_back_is_the_same(agreements: Path, name: str) -> None:
    agreement = parse((agreements / name).read_text(encoding="utf-8"))
    assert parse(dump(agreement)) == agreement
    assert dump(parse(dump(agreement))) == dump(agreement)
    assert parse(agreement.model_dump_json()) == agreement
    assert parse(agreement.model_dump_json(indent=2), "desk.json") == agreement
    assert type(agreement).model_validate(agreement.model_dump()) == agreement


def test_what_is_dumped_is_what_was_stated(agreements: Path) -> None:
    text = dump(parse((agreements / "small.yaml").read_text(encoding="utf-8")))
    assert "term: {start: 2026-01-01, end: 2026-12-31, timezone: Europe/Berlin}" in text
    assert "within: {P1: 15m, P2: 1h, P3: 4h, P4: 8h}" in text
    assert "settlement" not in text
    assert "null" not in text


def test_scalars_are_read_from_their_source_text(agreements: Path) -> None:
    agreement = parse((agreements / "realistic.yaml").read_text(encoding="utf-8"))
    charges = agreement.commercials.charges
    assert (charges.amount, str(charges.amount)) == (Decimal(250000), "250000.00")
    assert agreement.objective("erp-up").expected.exact == Fraction(995, 1000)
    assert agreement.maintenance[0].at == "02:00"
    assert agreement.maintenance[0].for_.microseconds == 4 * 3_600_000_000
    assert agreement.term.start == date(2026, 1, 1)
    assert agreement.clocks["restore"].calendars() == {"office", "oslo", "always"}


def test_no_is_a_country(agreements: Path) -> None:
    agreement = parse((agreements / "numbered.yaml").read_text(encoding="utf-8"))
    assert agreement.calendars["office"].holidays.country == "NO"
    assert "country: 'NO'" in dump(agreement)


def test_json_keeps_every_digit_of_a_number(agreements: Path) -> None:
    text = parse((agreements / "small.yaml").read_text(encoding="utf-8")).model_dump_json()
    exact = parse(text.replace('"weight":"30"', '"weight":30.10000000000000000001'))
    assert exact.objectives[0].weight == Decimal("30.10000000000000000001")


def test_a_python_float_is_no_number_of_an_agreement(agreements: Path) -> None:
    agreement = parse((agreements / "small.yaml").read_text(encoding="utf-8"))
    values = agreement.model_dump()
    values["objectives"][0]["weight"] = 0.1
    with pytest.raises(ValueError, match="never as a float"):
        type(agreement).model_validate(values)


def test_keys_that_open_clauses_do_not_know_are_kept_and_written_back(agreements: Path) -> None:
    text = (agreements / "realistic.yaml").read_text(encoding="utf-8")
    agreement = parse(text.replace("late: true_up", 'late: true_up, lat: 8%, extra: {list: [a, "1", null]}'))
    assert agreement.settlement.model_extra == {"lat": "8%", "extra": {"list": ["a", "1", None]}}
    assert parse(dump(agreement)) == agreement
    assert parse(agreement.model_dump_json()) == agreement


@pytest.mark.parametrize("name", FILES)
def test_an_agreement_error_lists_its_problems_line_by_line(agreements: Path, name: str) -> None:
    text = (agreements / name).read_text(encoding="utf-8").replace("95%", "95 per cent")
    with pytest.raises(AgreementError) as caught:
        parse(text, name)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert str(caught.value).count("\n") == len(lines) - 1
    assert all(text.splitlines()[line - 1].count("95 per cent") for line in lines)
