"""The main job, wired together: records in, a judgement with its evidence out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from xlakit.agreement import versions
from xlakit.callable_module import make_callable
from xlakit.errors import DataError, MeasureError, message, near_miss
from xlakit.facts import Facts, build_facts
from xlakit.facts.signals import SIGNALS, SignalSources
from xlakit.metrics import Cube, Plan, among, can_cut, count, ever, first_instant, invitations_known, needed
from xlakit.model import Count, Judgement, Period, Scorecard, Subject
from xlakit.review import fingerprint, not_evaluated
from xlakit.rules import Case, run, select, shades, wanted
from xlakit.scoring import (
    Judge,
    Task,
    hidden_of,
    only_where_green,
    plans,
    points_events,
    points_plans,
    points_tasks,
    score,
    span,
    tasks,
    windows_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from xlakit.agreement import Version
    from xlakit.facts.signals import SignalTable
    from xlakit.metrics import Cell, Key, Metric, MetricEntry, Metrics
    from xlakit.model import Agreement, Window
    from xlakit.rules import Rule
    from xlakit.tables import Desk


def evaluate(
    agreement: Agreement,
    desk: Desk,
    *,
    period: str | Period | None = None,
    as_of: datetime | None = None,
    by: str | Sequence[str] | None = None,
    rules: str | Rule | Iterable[str | Rule] | None = None,
    engine: str | None = None,
    metrics: Metrics = None,
) -> Scorecard:
    """Judge a desk against an agreement.

    Parameters
    ----------
    agreement
        From `load_agreement`.
    desk
        The records; those outside the agreement's scope and term are counted, not judged.
    period
        ``2026``, ``2026-Q1``, ``2026-03``, ``2026-W09`` or ``2026-01-15/2026-02-14``: the windows that touch it.
        Without one, every window that the data reach.
    as_of
        The instant to judge from; the last instant in the data unless stated. A window that ends later is
        IN_PROGRESS: shown, never judged. Records later than this are not seen.
    by
        Columns to report segments by; the agreement's ``segments`` unless stated.
    rules
        Exactly the rules to run: codes, rules of one's own, or both mixed. All that are built in and all that
        the agreement holds, unless stated; ``rules.catalogue(agreement) + (mine,)`` runs one's own beside them.
    engine
        Where partitions run; ``local`` is the only one so far.
    metrics
        Metrics of one's own that the agreement names, as for `load_agreement`.

    Returns
    -------
    Scorecard
        Judgements, findings, score: frozen and serialisable.

    Raises
    ------
    MeasureError
        An objective names a metric, parameter, column or rule that does not exist.
    DataError
        `as_of` has no zone, or the engine is not known.
    ValueError
        `period` is not a period of time.

    Examples
    --------
    >>> import xlakit as xk
    >>> agreement = xk.load_agreement('''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: tiny}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: fixed-for-good, metric: reopen_rate, expected: {at_most: 5%}}
    ... ''')
    >>> desk = xk.Desk(
    ...     tickets=[
    ...         {"ticket_id": ticket, "opened_at": opened, "resolved_at": resolved, "reopen_count": reopened}
    ...         for ticket, opened, resolved, reopened in (
    ...             ("1", "2026-03-02T09:00Z", "2026-03-02T11:00Z", 0),
    ...             ("2", "2026-03-09T09:00Z", None, None),
    ...             ("3", "2026-04-01T09:00Z", "2026-04-20T09:00Z", 1),
    ...         )
    ...     ]
    ... )
    >>> [item.outcome.value for item in xk.evaluate(agreement, desk)["fixed-for-good"]]
    ['MET', 'IN_PROGRESS']
    """
    _check(as_of, engine)
    held, chosen, own = versions(agreement), select(rules, agreement), among(metrics)
    read = _read(held, chosen, (by,) if isinstance(by, str) else by, own)
    facts = build_facts(desk, agreement, as_of=as_of, needed=read)
    asked = Period.parse(period) if isinstance(period, str) else period
    dates = span(held, asked, *_reach(facts, desk, agreement.term.timezone))
    columns = _known(agreement, facts) if by is None else _asked(by, facts)
    parts = [_part(version, agreement, desk, facts, dates, columns, chosen, own) for version in held]
    case = Case(
        agreement=agreement,
        as_of=facts.as_of,
        judgements=tuple(item for part in parts for item in part.judgements),
        segments=tuple(item for part in parts for item in part.segments),
        cube=Cube(facts.as_of, {key: cell for part in parts for key, cell in part.cube.cells.items()}),
        metrics={key: metric for part in parts for key, metric in part.metrics.items()},
        windows=tuple(window for part in parts for window in part.windows),
        measurable=frozenset(key for part in parts for key in part.measurable),
    )
    case = replace(case, shades=shades(case), columns=columns)
    case = replace(case, signals=_signals(chosen, case, desk, facts))
    findings, reports = run(chosen, case)
    return Scorecard(
        subject=_subject(agreement, facts),
        judgements=case.judgements,
        segments=case.segments,
        shades=case.shades,
        findings=findings,
        rules=reports,
        score=score(
            case.judgements,
            agreement.scoring,
            points_events(
                points_tasks(agreement, own), case.cube, case.windows, least=agreement.surveys.anonymity
            ),
        ),
        problems=(
            *desk.counts,
            *facts.notes,
            *_outside(agreement, facts),
            *_unknown(agreement, facts),
            *(doubt for part in parts for doubt in part.doubts),
        ),
        not_evaluated=not_evaluated(agreement),
    )


def _signals(rules: tuple[Rule, ...], case: Case, desk: Desk, facts: Facts) -> Mapping[str, SignalTable]:
    """Return the signals that `rules` ask for, those that the desk allows."""
    segments = tuple(name for name in case.columns if name in facts.tickets.columns)
    sources = SignalSources(desk, case.agreement, facts, case.windows, segments)
    names = dict.fromkeys(name for rule in rules for name in rule.signals)
    made = {name: SIGNALS[name].make(sources) for name in names}
    return {name: table for name, table in made.items() if table is not None}


def _words(agreement: Agreement) -> tuple[object, ...]:
    """Return what facts read of an agreement apart from its clocks: when it changes, facts change."""
    return agreement.scope, agreement.priorities, agreement.statuses, agreement.surveys


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What one version of the agreement makes of the windows that begin while it holds."""

    judgements: tuple[Judgement, ...]
    segments: tuple[Judgement, ...]
    cube: Cube
    metrics: Mapping[str, Metric]
    windows: tuple[Window, ...]
    measurable: frozenset[str]
    doubts: tuple[Count, ...]


def _part(
    version: Version,
    first: Agreement,
    desk: Desk,
    facts: Facts,
    dates: tuple[date, date] | None,
    columns: tuple[str, ...],
    rules: tuple[Rule, ...],
    own: Mapping[str, MetricEntry],
) -> _Part:
    agreement = version.agreement
    todo = tasks(version, dates, own)
    probes = wanted(rules, agreement)
    metrics = {task.key: task.metric for task in todo} | probes
    finished = tuple(
        window for window in windows_of(version, agreement.window, dates) if window.end <= facts.as_of
    )
    if any(task.windows for task in todo) and _words(agreement) != _words(first):
        # Clocks are dated by themselves: each runs under the version in which it started.
        names = ("clocks", "calendars", "maintenance", "settlement", "term")
        dated = {name: getattr(first, name) for name in names}
        read = needed(metrics.values(), columns)
        facts = build_facts(desk, agreement.model_copy(update=dated), as_of=facts.as_of, needed=read)
    probing = [
        Plan(
            key, probes[key], finished, ((), *((name,) for name in cuts if can_cut(facts, probes[key], name)))
        )
        for rule in rules
        for cuts in [dict.fromkeys((*(columns if rule.by_segment else ()), *rule.cuts))]
        for key in wanted([rule], agreement)
    ]
    pointed = points_tasks(first, own)
    cube = count(facts, [*plans(todo, columns, facts), *probing, *points_plans(pointed, finished)])
    measurable = _measurable(facts, metrics, cube)
    hidden = hidden_of(agreement, cube, todo)
    judge = Judge(agreement, cube, facts.as_of, invitations_known(facts), measurable, hidden)
    whole = tuple(item for task in todo for item in judge.whole(task))
    cut = tuple(item for task in todo for column in columns for item in judge.by_segment(task, column))
    return _Part(
        judgements=_gaps(whole, todo),
        segments=_gaps(cut, todo),
        cube=cube,
        metrics=metrics,
        windows=finished,
        measurable=measurable,
        doubts=tuple(doubt for task in todo for doubt in judge.without_levels(task)),
    )


def cube(agreement: Agreement, desk: Desk, *, as_of: datetime | None = None, metrics: Metrics = None) -> Cube:
    """Return the sums that judging `agreement` needs, for every window that the data reach.

    Cubes of parts of the same facts add up: ``Cube + Cube``. A cube is confidential working data: nothing
    in it is withheld. Metrics that only the whole desk can give make it refuse ``+``.

    Examples
    --------
    >>> import xlakit as xk
    >>> agreement = xk.load_agreement('''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: tiny}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: fixed-for-good, metric: reopen_rate, expected: {at_most: 5%}}
    ... ''')
    >>> desk = xk.Desk(tickets=[{"ticket_id": "1", "opened_at": "2026-03-02T09:00Z", "resolved_at": None}])
    >>> xk.cube(agreement, desk).cells
    {}
    """
    held, own = versions(agreement), among(metrics)
    facts = build_facts(desk, agreement, as_of=as_of, needed=_read(held, (), None, own))
    dates = span(held, None, *_reach(facts, desk, agreement.term.timezone))
    found: dict[Key, Cell] = {}
    people: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    for version in held:
        todo = tasks(version, dates, own)
        made = count(facts, plans(todo, _known(agreement, facts), facts))
        found |= made.cells
        people |= made.whole_desk
        personal |= made.personal
    return Cube(facts.as_of, found, people, personal)


def _read(
    held: tuple[Version, ...],
    rules: tuple[Rule, ...],
    by: Sequence[str] | None,
    own: Mapping[str, MetricEntry],
) -> frozenset[str]:
    """Return the names of the fact columns and frames that judging reads under any version."""
    found: set[str] = set()
    for version in held:
        agreement = version.agreement
        metrics = [task.metric for task in tasks(version, None, own)]
        columns = agreement.segments if by is None else by
        pointed = [task.metric for task in points_tasks(held[0].agreement, own)]
        found |= needed([*metrics, *wanted(rules, agreement).values(), *pointed], columns)
    for rule in rules:
        found |= {*rule.cuts, *(name for signal in rule.signals for name in SIGNALS[signal].needed)}
    return frozenset(found)


def _check(as_of: datetime | None, engine: str | None) -> None:
    if as_of is not None and as_of.tzinfo is None:
        raise DataError(
            message(
                "as_of", "an instant needs a time zone", got=as_of.isoformat(), hint="datetime(…, tzinfo=…)"
            )
        )
    if engine not in {None, "local"}:
        raise DataError(message("engine", "no such engine", got=engine, hint="local"))


def _reach(facts: Facts, desk: Desk, timezone: str) -> tuple[date, date]:
    """Return the first and last local date that the data reach, as seen from ``as_of``."""
    zone = ZoneInfo(timezone)
    first = first_instant(facts)
    last = min(facts.as_of, desk.data_until) if desk.data_until is not None else facts.as_of
    begin = last if first is None else first
    return begin.astimezone(zone).date(), max(begin, last).astimezone(zone).date()


def _known(agreement: Agreement, facts: Facts) -> tuple[str, ...]:
    """Return the agreement's segments that this desk has a column for."""
    return tuple(column for column in agreement.segments if column in facts.tickets.columns)


def _asked(by: str | Sequence[str], facts: Facts) -> tuple[str, ...]:
    """Return the columns to report by, which the tickets must have."""
    columns = (by,) if isinstance(by, str) else tuple(by)
    for column in columns:
        if column not in facts.tickets.columns:
            hint = near_miss(column, facts.tickets.columns)
            raise MeasureError(message("by", "the tickets have no such column", got=column, hint=hint))
    return columns


def _unknown(agreement: Agreement, facts: Facts) -> tuple[Count, ...]:
    """Return a note for each of the agreement's segments that the desk cannot be cut by."""
    known = _known(agreement, facts)
    return tuple(
        Count(
            where=f"tickets.{column}",
            reason="the agreement reports by it, the desk has no such column",
            rows=0,
        )
        for column in agreement.segments
        if column not in known
    )


def _gaps(judgements: tuple[Judgement, ...], todo: tuple[Task, ...]) -> tuple[Judgement, ...]:
    """Return the judgements, with the frustration gap measured only where efficiency was met."""
    people = {task.key for task in todo if any(leaf.grain == "respondents" for leaf in task.metric.leaves)}
    return tuple(
        only_where_green(item, judgements) if item.objective.split("/", 1)[0] in people else item
        for item in judgements
    )


def _measurable(facts: Facts, metrics: Mapping[str, Metric], cube: Cube) -> frozenset[str]:
    """Return the keys of metrics for which some row, in any window or none, added something."""
    counted = {key.metric for key, cell in cube.cells.items() if not cell.is_empty()}
    return frozenset(key for key, metric in metrics.items() if key in counted or ever(facts, metric))


def _subject(agreement: Agreement, facts: Facts) -> Subject:
    covered = facts.tickets.filter(pl.col("in_scope"))
    answered = facts.answers.filter(pl.col("answered") & pl.col("in_scope"))
    return Subject(
        agreement=agreement.metadata.name,
        title=agreement.metadata.title or agreement.metadata.name,
        customer=agreement.metadata.customer,
        provider=agreement.metadata.provider,
        as_of=facts.as_of,
        tickets=facts.tickets.height,
        answers=answered.height,
        covered=covered.height,
        fingerprint=fingerprint(agreement),
    )


def _outside(agreement: Agreement, facts: Facts) -> tuple[Count, ...]:
    """Return the count of tickets opened outside the term, which are not judged as such."""
    zone = agreement.term.timezone
    local = facts.tickets.filter(
        ~pl.col("opened_at")
        .dt.convert_time_zone(zone)
        .dt.date()
        .is_between(agreement.term.start, agreement.term.end)
    )
    if local.is_empty():
        return ()
    return (
        Count(
            where="tickets.opened_at",
            reason="opened outside the term of the agreement; judged only where decided inside it",
            rows=local.height,
            example=str(local.get_column("ticket_id").min()),
        ),
    )


make_callable(__name__, evaluate)
