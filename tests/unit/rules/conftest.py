"""A case from ten lines of sums: rules are tested with no table at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from xlakit.agreement import versions
from xlakit.facts.signals import SignalTable
from xlakit.metrics import Cell, Cube, Key
from xlakit.model import Agreement
from xlakit.rules import Case, catalogue, shades, wanted
from xlakit.scoring import RESOLVED, Judge, hidden_of, tasks, windows_of

AGREEMENT: dict[str, Any] = {
    "apiVersion": "xlakit/v1",
    "kind": "Agreement",
    "metadata": {"name": "contoso"},
    "term": {"start": "2026-01-01", "end": "2026-12-31"},
    "clocks": {"fix": {"within": "4h"}},
    "segments": ["team"],
    "objectives": [
        {"name": "fix", "metric": {"name": "within", "clock": "fix"}, "expected": {"at_least": "90%"}},
        {
            "name": "happy",
            "metric": "csat",
            "expected": {"at_least": "85%"},
            "minimum": {"at_least": "70%"},
        },
        {"name": "done", "metric": "reopen_rate", "expected": {"at_most": "5%"}},
    ],
}


def share(hits: int, count: int, **more: Any) -> Cell:
    """The sums of a share: `hits` of `count`."""
    return Cell(count=count, total=hits, squares=hits, **more)


Sums = Mapping[tuple[str, int, Any], Cell]
Signals = Mapping[str, Sequence[Mapping[str, Any]]]
MakeCase = Callable[..., Case]


@pytest.fixture
def make_case() -> MakeCase:
    """Build a case from sums filed under (key, month, team); the whole is team None.

    In place of a team stands ``(column, value)`` where another column is cut by. Signals are rows by name; the number
    of a month stands for its window there.
    """

    def make(
        sums: Sums,
        *,
        as_of: datetime = datetime(2026, 7, 1, tzinfo=UTC),
        signals: Signals | None = None,
        columns: tuple[str, ...] = (),
        **changes: Any,
    ) -> Case:
        agreement = Agreement.model_validate(AGREEMENT | changes)
        (version,) = versions(agreement)
        spoken = [month for _, month, _ in sums]
        dates = (date(2026, min(spoken), 1), date(2026, max(spoken), 28))
        months = {window.start.month: window for window in windows_of(version, "month", dates)}
        cells = {Key(key, months[month], _segment(team)): cell for (key, month, team), cell in sums.items()}
        cube = Cube(as_of, cells)
        todo = tasks(version, dates)
        keys = frozenset(key.metric for key in cells)
        judge = Judge(agreement, cube, as_of, True, keys, hidden_of(agreement, cube, todo))
        probes = wanted(catalogue(), agreement)
        case = Case(
            agreement=agreement,
            as_of=as_of,
            judgements=tuple(item for task in todo for item in judge.whole(task)),
            segments=tuple(item for task in todo for item in judge.by_segment(task, "team")),
            cube=cube,
            metrics={task.key: task.metric for task in todo} | probes,
            windows=tuple(window for window in months.values() if window.end <= as_of),
            measurable=keys,
            signals={name: _table(rows, months) for name, rows in (signals or {}).items()},
            columns=columns,
        )
        return replace(case, shades=shades(case))

    return make


def _segment(part: str | tuple[str, str] | None) -> tuple[tuple[str, str], ...]:
    if part is None:
        return ()
    return (("team", part),) if isinstance(part, str) else (part,)


def _table(rows: Sequence[Mapping[str, Any]], months: Mapping[int, Any]) -> SignalTable:
    """Rows of one signal, with windows in place of the numbers of months."""
    columns = tuple(rows[0]) if rows else ()
    named = [row | {"window": months.get(row["window"])} if "window" in row else row for row in rows]
    return SignalTable(columns, tuple(tuple(row[name] for name in columns) for row in named))


@pytest.fixture
def green() -> dict[tuple[str, int, str | None], Cell]:
    """March with every side kept: 380 of 400 in time, 270 of 300 content, 8 of 400 reopened."""
    return {
        ("fix", 3, None): share(380, 400),
        ("happy", 3, None): share(270, 300, asked=600),
        ("happy" + RESOLVED, 3, None): share(400, 400),
        ("done", 3, None): share(8, 400),
        ("XLA102:frustration_gap", 3, None): share(12, 250),
        ("XLA401:fcr_inflation", 3, None): share(9, 400),
        ("XLA401:verified_fcr", 3, None): share(240, 400),
        ("XLA402:reopen_rate", 3, None): share(8, 400),
    }
