"""Cases from sums: what rules see, without any table behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from xlakit.agreement import versions
from xlakit.facts.signals import SignalTable
from xlakit.metrics import Cell, Cube, Key
from xlakit.model import Agreement
from xlakit.rules import Case, Rule, select, shades, wanted
from xlakit.scoring import RESOLVED, Judge, hidden_of, tasks, windows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.model import Window
    from xlakit.rules.case import Segment

    Sums = Mapping[tuple[str, int, str | None], Cell]

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
AS_OF = datetime(2027, 3, 1, tzinfo=UTC)
GROUPS = 64
"""Random groups of respondents that answers are summed in."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An agreement over so many months, and the rule that looks at it."""

    rule: Rule
    agreement: Agreement
    windows: tuple[Window, ...]

    def case(self, sums: Sums, *, columns: tuple[str, ...] = ("team",)) -> Case:
        """Return the case of sums filed under (key, number of the month, team); the whole is team None.

        In place of a team ``column=value`` cuts by another column.
        """
        (version,) = versions(self.agreement)
        cells = {
            Key(key, self.windows[month], _segment(team)): cell for (key, month, team), cell in sums.items()
        }
        cube = Cube(AS_OF, cells)
        todo = tasks(version, (FIRST, _last_day(self.windows)))
        keys = frozenset(key.metric for key in cells)
        judge = Judge(self.agreement, cube, AS_OF, True, keys, hidden_of(self.agreement, cube, todo))  # noqa: FBT003 - the judge's own order
        case = Case(
            agreement=self.agreement,
            as_of=AS_OF,
            judgements=tuple(item for task in todo for item in judge.whole(task)),
            segments=tuple(
                item for task in todo for column in columns for item in judge.by_segment(task, column)
            ),
            cube=cube,
            metrics={task.key: task.metric for task in todo} | wanted([self.rule], self.agreement),
            windows=self.windows,
            measurable=keys,
            columns=columns,
        )
        return replace(case, shades=shades(case))


@cache
def setting(code: str, *, months: int = 1, target: str = "85%", promises: int = 1) -> Setting:
    """Return the setting of one rule: `promises` of time at 90 %, users content at `target`."""
    fixes = [f"fix{number}" if number else "fix" for number in range(promises)]
    agreement = Agreement.model_validate(
        {
            "apiVersion": "xlakit/v1",
            "kind": "Agreement",
            "metadata": {"name": "studied"},
            "term": {"start": str(FIRST), "end": str(LAST)},
            "clocks": {
                **{name: {"within": "4h"} for name in fixes},
                "answer": {"stop": "first-reply", "within": "1h"},
            },
            "segments": ["team"],
            "objectives": [
                *(
                    {
                        "name": name,
                        "metric": {"name": "within", "clock": name},
                        "expected": {"at_least": "90%"},
                    }
                    for name in fixes
                ),
                {"name": "happy", "metric": "csat", "expected": {"at_least": target}},
            ],
        }
    )
    (version,) = versions(agreement)
    last = date(FIRST.year + (months - 1) // 12, (months - 1) % 12 + 1, 28)
    (rule,) = select([code])
    return Setting(rule, agreement, tuple(windows_of(version, "month", (FIRST, last))))


def _last_day(windows: Sequence[Window]) -> date:
    last = windows[-1].start
    return date(last.year, last.month, 28)


def share(hits: int, count: int, **more: Any) -> Cell:  # noqa: ANN401 - as a cell takes them
    """Return the sums of a share: `hits` of `count`."""
    return Cell(count=count, total=hits, squares=hits, **more)


def green(month: int, team: str | None, answers: Cell, *, fixed: int = 190) -> dict[Any, Cell]:
    """Return the sums of one place: `fixed` of 200 promises kept, and what users said."""
    return {
        ("fix", month, team): share(fixed, 200),
        ("happy", month, team): answers,
        ("happy" + RESOLVED, month, team): share(2 * answers.count, 2 * answers.count),
    }


@cache
def quiet(code: str, months: int = 1) -> Case:
    """Return a case in which all is well, for rules that look at signals only."""
    return setting(code, months=months).case(
        {key: cell for month in range(months) for key, cell in green(month, None, share(270, 300)).items()}
    )


def signalled(code: str, name: str, rows: Sequence[Mapping[str, Any]], months: int = 1) -> Case:
    """Return the quiet case with one signal; the numbers of months become windows."""
    case = quiet(code, months)
    columns = tuple(rows[0])
    filled = tuple(
        tuple(case.windows[row[column]] if column == "window" else row[column] for column in columns)
        for row in rows
    )
    return replace(case, signals={name: SignalTable(columns, filled)}, columns=("team",))


def team(number: int) -> Segment:
    """Return the segment of a team."""
    return (("team", f"{number:03d}"),)


def _segment(part: str | None) -> Segment:
    if part is None:
        return ()
    column, _, value = part.rpartition("=")
    return ((column or "team", value),)
