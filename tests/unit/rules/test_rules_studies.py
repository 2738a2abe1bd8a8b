"""The studies of detection and false alarms run, at their smallest; their figures are not tests."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: import_module(f"studies.{name}")


@pytest.mark.parametrize("name", ["clocks", "targets", "service", "sides", "fairness"])
def test_the_first_row_of_each_study_can_be_measured_and_again_with_the_same_result(
    study: Any, name: str
) -> None:
    plan = next(study(name).plans())
    found = study("scan").measure(plan, most=1)
    assert found == study("scan").measure(plan, most=1)
    assert 0 <= found.absent.value <= 1


def test_planted_watermelons_are_called_by_the_rule_itself(study: Any) -> None:
    watermelons = study("watermelons")
    hits, counts = watermelons.drawn(np.random.default_rng(1), 0.9, (100, 200))
    called = watermelons.called(watermelons.case(hits, counts, 0.9))
    right = called["confirmed"] & set(range(watermelons.BAD))
    assert len(right) > watermelons.BAD / 2


def test_a_desk_of_records_can_be_looked_at(study: Any) -> None:
    records = study("records")
    found = records.desk(
        np.random.default_rng(1), 0, lambda draw, bad: records.bunching(draw, bad=bad, count=20)
    )
    assert records.flagged("XLA403", found) == set()


def test_a_mean_over_scans_has_its_monte_carlo_error(study: Any) -> None:
    mean = study("figures").mean
    assert str(mean([0.0, 1.0, 0.0, 1.0])) == "50.0 ± 28.9"
    assert mean([0.0] * 98).error == pytest.approx(0.01, rel=0.02)
    assert not mean([0.2, 0.2, 0.3, 0.2]).few_false
    assert mean([0.85, 0.95, 0.9, 0.8]).strong
