"""A pipeline made of answers written by hand, and a runner, for the tests of the commands."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from xlakit.cli.app import build
from xlakit.model import (
    Agreement,
    Estimate,
    Finding,
    Judgement,
    Level,
    Levels,
    Outcome,
    Score,
    Scorecard,
    Subject,
    windows,
)

if TYPE_CHECKING:
    import pytest
    from typer.testing import Result

JANUARY = windows("month", date(2026, 1, 1), date(2026, 1, 31), "Europe/Berlin")[0]
WATERMELON = Finding(
    code="XLA101", severity="severe", title="Watermelon", message="Green outside, red inside."
)


def run(*arguments: object) -> Result:
    """Run one command as a pipe would see it."""
    return CliRunner().invoke(build(), [str(item) for item in arguments], prog_name="xlakit")


def agreement(timezone: str = "Europe/Berlin") -> Agreement:
    """The smallest agreement."""
    return Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "contoso"},
            "term": {"start": "2026-01-01", "end": "2026-12-31", "timezone": timezone},
            "objectives": [{"name": "happy", "metric": "csat", "expected": {"at_least": "85%"}}],
        }
    )


def judgement(outcome: Outcome) -> Judgement:
    """One satisfaction figure with this outcome."""
    return Judgement(
        objective="happy",
        title="Happy users",
        metric="csat",
        kind="experience",
        basis="user_reported",
        unit="share",
        direction="higher",
        window=JANUARY,
        estimate=Estimate(value=0.8, count=100, low=0.71, high=0.87, numerator=80, denominator=100),
        levels=Levels(expected=Level.model_validate({"at_least": "85%"})),
        outcome=outcome,
        weight=Decimal(1),
    )


def scorecard(*outcomes: Outcome, findings: tuple[Finding, ...] = (), title: str = "Contoso") -> Scorecard:
    """A scorecard with these outcomes."""
    return Scorecard(
        subject=Subject(
            agreement="contoso",
            title=title,
            as_of=datetime(2026, 2, 1, tzinfo=UTC),
            tickets=500,
            answers=100,
            covered=500,
        ),
        judgements=tuple(judgement(outcome) for outcome in outcomes),
        findings=findings,
        score=Score(method="net", value=None),
    )


@dataclass
class Pipeline:
    """Stands in for loading and judging; remembers what it was asked."""

    card: Scorecard = field(default_factory=lambda: scorecard(Outcome.MET))
    error: Exception | None = None
    desk: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    review: Any = None
    frame: Any = None

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the stand-ins where the commands look for the rooms."""
        rooms: dict[str, dict[str, Any]] = {
            "review": {"load_agreement": lambda _: agreement(), "check": lambda _: self.review},
            "tables": {"load_desk": self._load_desk},
            "evaluate": {"evaluate": self._evaluate},
            "facts": {"facts_table": self._facts},
        }
        for name, members in rooms.items():
            module = ModuleType(f"xlakit.{name}")
            module.__dict__.update(members)
            monkeypatch.setitem(sys.modules, f"xlakit.{name}", module)

    def _load_desk(self, **options: object) -> object:
        self.desk = options
        return "desk"

    def _evaluate(self, *_: object, **options: object) -> Scorecard:
        self.asked = options
        if self.error is not None:
            raise self.error
        return self.card

    def _facts(self, *_: object, **options: object) -> object:
        self.asked = options
        return self.frame
