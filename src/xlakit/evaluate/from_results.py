"""Judging without a desk: counts and figures that somebody else measured, against the same agreement.

Outcomes, levels and figures are those of the marks that money settles, so that a scorecard and a statement of the same
results cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from xlakit.agreement import versions
from xlakit.errors import DataError, message
from xlakit.evaluate.money import shared_alone
from xlakit.metrics import Cube, among
from xlakit.model import Count, Estimate, Judgement, Outcome, Period, Scorecard, Subject
from xlakit.review import fingerprint, not_evaluated
from xlakit.rules import Case, NotApplicable, run, select
from xlakit.scoring import Ratio, bar, bars, margin, relieved, running, score, tasks, to_spare
from xlakit.scoring.moving import stated
from xlakit.settlement import for_windows, settle
from xlakit.settlement.measured import read_results
from xlakit.settlement.placing import TermWindows, placed
from xlakit.stats import proportion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from fractions import Fraction

    from xlakit.agreement import Version
    from xlakit.metrics import Metric, MetricEntry, Metrics
    from xlakit.model import Agreement, Level, Levels, Statement, Window
    from xlakit.model.clauses import Excused
    from xlakit.model.results import Result, Results
    from xlakit.rules import Rule
    from xlakit.scoring import Bar, Bars
    from xlakit.settlement.mark import Mark
    from xlakit.settlement.measured import Reading
    from xlakit.settlement.placing import Placed

NEEDS = "needs a desk"
PLACES, MOST_PLACES = 6, 40
"""A figure that is no count is written in millionths or finer, as supplied results are: it reads as no count."""


def evaluate_results(
    agreement: Agreement,
    results: Results,
    *,
    period: str | Period | None = None,
    as_of: datetime | None = None,
    rules: str | Rule | Iterable[str | Rule] | None = None,
    metrics: Metrics = None,
    previous: Statement | None = None,
) -> Scorecard:
    """Return the scorecard of results: judgements, score and statement; every rule needs a desk.

    The parameters are those of `evaluate`. Without `as_of` it is the end of the last window in the results.
    """
    held, chosen, own = versions(agreement), select(rules, agreement), among(metrics)
    asked = Period.parse(period) if isinstance(period, str) else period
    reading, rows = read_results(results, held, as_of), placed(results, TermWindows(held))
    every = _judgements(results, held, reading, rows, own)
    judgements = tuple(item for item in every if asked is None or _touches(item.window, asked))
    case = Case(agreement, reading.as_of, judgements, (), Cube(reading.as_of, {}), {}, (), frozenset())
    _, reports = run([replace(rule, check=_needs_a_desk, signals=()) for rule in chosen], case)
    statement = None
    if agreement.commercials is not None:
        statement = settle(agreement, results, as_of=as_of, previous=previous)
        if asked is not None:
            statement = for_windows(statement, {item.window.label for item in judgements})
    return Scorecard(
        subject=Subject(
            agreement=agreement.metadata.name,
            title=agreement.metadata.title or agreement.metadata.name,
            customer=agreement.metadata.customer,
            provider=agreement.metadata.provider,
            as_of=reading.as_of,
            tickets=0,
            answers=0,
            covered=0,
            results=len(results),
            fingerprint=fingerprint(agreement),
        ),
        judgements=judgements,
        rules=reports,
        score=score(judgements, agreement.scoring),
        problems=(
            *(
                Count(where="results", reason=text.removeprefix("results: "), rows=1)
                for text in reading.problems
            ),
            *shared_alone(agreement),
        ),
        not_evaluated=not_evaluated(agreement),
        statement=statement,
    )


def refuse_segments(by: object) -> None:
    """Refuse to report by columns: results have none.

    Raises
    ------
    DataError
        Columns are asked for.
    """
    if by:
        hint = "leave it out, or judge a desk"
        raise DataError(message("by", "results hold no columns to report by", got=str(by), hint=hint))


def _needs_a_desk(_: Case) -> NotApplicable:
    return NotApplicable(NEEDS)


def _touches(window: Window, period: Period) -> bool:
    return window.start.date() <= period.last and window.end.date() > period.first


@dataclass(frozen=True, slots=True)
class _Stated:
    """One version of the agreement, with the metrics of its objectives."""

    version: Version
    metrics: Mapping[str, Metric]


def _judgements(
    results: Results,
    held: Sequence[Version],
    reading: Reading,
    rows: Placed,
    own: Mapping[str, MetricEntry],
) -> list[Judgement]:
    """Return the judgements of finished windows and of those in progress, in the order of a desk's scorecard."""
    stated = [
        _Stated(version, {task.key: task.metric for task in tasks(version, None, own)}) for version in held
    ]
    marks = list(reading.marks)
    if reading.unfinished:
        later = max(window.end for window in reading.unfinished.values())
        marks += [
            mark for mark in read_results(results, held, later).marks if mark.window.end > reading.as_of
        ]
    marks.sort(key=lambda mark: (mark.promise.version, mark.promise.index, mark.window.start, mark.name))
    return [
        _judgement(mark, agreed, stated[mark.promise.version], rows, reading.as_of)
        for mark in marks
        if (agreed := mark.promise.objective.levels_for(mark.part)) is not None
    ]


def _judgement(mark: Mark, agreed: Levels, stated_in: _Stated, rows: Placed, as_of: datetime) -> Judgement:
    objective, agreement = mark.promise.objective, stated_in.version.agreement
    metric = stated_in.metrics[objective.name]
    row = rows.sums.get(mark.name, {}).get(mark.window.label)
    unfinished = mark.window.end > as_of
    levels = agreed if unfinished else _levels(agreed, mark.levels)
    how = agreement.settlement.excused
    estimate = (
        _own(row, mark, how, gathers=unfinished) if unfinished or mark.value is None else _judged(mark, row)
    )
    shown = not metric.from_answers or not 0 < estimate.count < agreement.surveys.anonymity
    value = estimate.exact if shown and not unfinished and mark.value is not None else None
    outcome, reason = (
        (Outcome.IN_PROGRESS, running(mark.window)) if unfinished else (mark.outcome, mark.reason)
    )
    return Judgement(
        objective=mark.name,
        title=" ".join([objective.title or objective.name, *([mark.part] if mark.part else [])]),
        metric=metric.name,
        kind=objective.kind or metric.kind,
        basis=metric.basis,
        unit=metric.unit,
        direction=metric.direction,
        window=mark.window,
        estimate=estimate if shown else Estimate.nothing(),
        levels=levels,
        outcome=outcome,
        margin=None if value is None else margin(levels.expected, value),
        to_spare=None if value is None else to_spare(levels.expected, estimate),
        weight=objective.weight,
        status="in_progress" if unfinished else "final",
        version=agreement.metadata.version or "1",
        suppressed=not shown,
        excused=mark.excused,
        disputed=0 if row is None else row.disputed,
        reason=reason,
    )


def _levels(agreed: Levels, used: Bars) -> Levels:
    """Return the levels that a mark was judged against: those agreed, but for what has moved."""
    if bars(agreed) == used:
        return agreed
    minimum = None if agreed.minimum is None or used.minimum is None else _moved(agreed.minimum, used.minimum)
    return agreed.model_copy(update={"expected": _moved(agreed.expected, used.expected), "minimum": minimum})


def _moved(agreed: Level, used: Bar) -> Level:
    return agreed if bar(agreed) == used else stated(agreed, used.exact)


def _judged(mark: Mark, row: Result | None) -> Estimate:
    """Return the figure that decided."""
    if mark.counted is not None:
        found = proportion(mark.counted.over, mark.counted.under)
    elif mark.value is not None:
        found = _figure(mark.value.exact, mark.volume)
    else:
        found = Estimate.nothing()
    low, high = (None, None) if row is None else (row.low, row.high)
    return (
        found
        if low is None and high is None
        else found.model_copy(update={"low": low, "high": high, "method": "stated"})
    )


def _own(row: Result | None, mark: Mark, how: Excused, *, gathers: bool) -> Estimate:
    """Return what is known of a window that nothing was decided in, from its own rows."""
    if row is None:
        return Estimate.nothing()
    if row.good is None:
        return Estimate.nothing() if row.value is None else _figure(row.value, row.total or 0)
    higher = mark.levels.expected.higher
    left = relieved(Ratio(row.good, row.total or 0), mark.excused, how, higher=higher)
    if (
        not gathers and left.under != mark.volume
    ):  # its records wait for other windows, or others' are among them
        return Estimate(value=None, count=mark.volume)
    return proportion(left.over, left.under)


def _figure(value: Fraction, volume: int) -> Estimate:
    """Return a figure that is no count. Its numerator is no number of successes: its quantum is a millionth or less."""
    places, under = PLACES, value.denominator
    while places < MOST_PLACES and 10**places % under:
        places += 1
    whole = 10**places % under == 0
    places = places if whole else PLACES
    return Estimate(
        value=float(value),
        count=max(volume, 1),
        numerator=int(value * 10**places) if whole else value.numerator * 10**places,
        denominator=1 if whole else under,
        quantum=Decimal(1).scaleb(-places),
    )
