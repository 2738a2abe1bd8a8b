"""The main job, wired together: records in, a judgement with its evidence out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlakit.agreement import versions
from xlakit.errors import DataError, message, require_zone
from xlakit.evaluate.from_results import evaluate_results, refuse_segments
from xlakit.evaluate.money import due_of, shared_alone, statement_of
from xlakit.evaluate.part import Scene, part_of
from xlakit.evaluate.reading import (
    asked_segments,
    known_segments,
    outside,
    reach,
    read,
    subject,
    unknown_segments,
)
from xlakit.evaluate.relief import relief_of
from xlakit.facts import build_facts
from xlakit.facts.signals import SIGNALS, SignalSources
from xlakit.metrics import Cube, among
from xlakit.model import Period, Scorecard
from xlakit.model.results import Results
from xlakit.review import not_evaluated
from xlakit.rules import Case, run, select, shades
from xlakit.scoring import has_course, points_events, points_tasks, score, span
from xlakit.settlement import Around
from xlakit.tables import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from xlakit.agreement import Version
    from xlakit.evaluate.money import Due
    from xlakit.evaluate.part import Part
    from xlakit.facts import Facts
    from xlakit.facts.signals import SignalTable
    from xlakit.metrics import Metrics
    from xlakit.model import Agreement, Statement
    from xlakit.rules import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What became of one agreement.

    Attributes
    ----------
    card
        Its scorecard, without a statement.
    due
        What the statement is drawn up from; None without commercials.
    """

    card: Scorecard
    due: Due | None

    def with_statement(self, statement: Statement | None) -> Scorecard:
        """Return the scorecard with its statement."""
        return self.card.model_copy(update={"statement": statement})


def evaluate(  # noqa: PLR0913 - keyword-only; they are the documentation of the front door
    agreement: Agreement,
    desk: Desk | Results,
    *,
    period: str | Period | None = None,
    as_of: datetime | None = None,
    by: str | Sequence[str] | None = None,
    rules: str | Rule | Iterable[str | Rule] | None = None,
    engine: str | None = None,
    metrics: Metrics = None,
    previous: Statement | None = None,
) -> Scorecard:
    """Judge a desk against an agreement.

    Parameters
    ----------
    agreement
        From `load_agreement`.
    desk
        The records; those outside the agreement's scope and term are counted, not judged. Or what `load_results`
        returns: a history of counts is judged as it is, without tickets; every rule then says that it needs a desk.
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
    previous
        The statement as it stood: what was sealed in it stays, and what is different now becomes a signed line in
        the first window that is open.

    Returns
    -------
    Scorecard
        Judgements, findings, score, and the statement where the agreement has commercials: frozen and serialisable.

    Raises
    ------
    MeasureError
        An objective names a metric, parameter, column or rule that does not exist.
    DataError
        `as_of` has no zone, the engine is not known, or there is neither a desk nor results.
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
    check_asked(as_of, engine)
    if isinstance(desk, Results):
        refuse_segments(by)
        return evaluate_results(
            agreement, desk, period=period, as_of=as_of, rules=rules, metrics=metrics, previous=previous
        )
    require_desk(desk, "xk.load_desk(…), xk.Desk(…), or xk.load_results(…)")
    found = judge_desk(
        agreement, desk, period=period, as_of=as_of, by=by, rules=rules, metrics=metrics, previous=previous
    )
    card = found.with_statement(None if found.due is None else statement_of(found.due))
    return card.model_copy(update={"problems": (*card.problems, *shared_alone(agreement))})


def judge_desk(
    agreement: Agreement,
    desk: Desk,
    *,
    period: str | Period | None = None,
    as_of: datetime | None = None,
    by: str | Sequence[str] | None = None,
    rules: str | Rule | Iterable[str | Rule] | None = None,
    metrics: Metrics = None,
    previous: Statement | None = None,
) -> Judged:
    """Return what became of an agreement, all but the money: its ceilings may depend on other agreements.

    The parameters are those of `evaluate`.
    """
    held, chosen, own = versions(agreement), select(rules, agreement), among(metrics)
    wanted = read(held, chosen, (by,) if isinstance(by, str) else by, own)
    facts = build_facts(desk, agreement, as_of=as_of, needed=wanted)
    asked = Period.parse(period) if isinstance(period, str) else period
    dates = span(held, asked, *reach(facts, desk, agreement.term.timezone))
    columns = known_segments(agreement, facts) if by is None else asked_segments(by, facts)
    relief, doubts = relief_of(desk, agreement, facts.as_of)
    scene = Scene(
        first=agreement,
        desk=desk,
        facts=facts,
        dates=dates,
        history=_history(held, dates, facts, desk),
        columns=columns,
        rules=chosen,
        own=own,
        relief=relief,
    )
    parts = [part_of(version, scene) for version in held]
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
    card = Scorecard(
        subject=subject(agreement, facts),
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
            *outside(agreement, facts),
            *unknown_segments(agreement, facts),
            *doubts,
            *(doubt for part in parts for doubt in part.doubts),
        ),
        not_evaluated=not_evaluated(agreement),
    )
    return Judged(card, _due(held, parts, scene, case, previous))


def _history(
    held: tuple[Version, ...], dates: tuple[date, date] | None, facts: Facts, desk: Desk
) -> tuple[date, date] | None:
    """Return the dates to look at: also those before a period, where what was then bears on money or levels now."""
    agreements = [version.agreement for version in held]
    bears = any(item.commercials is not None for item in agreements) or any(
        has_course(objective) for item in agreements for objective in item.objectives
    )
    if dates is None or not bears:
        return dates
    zone = agreements[0].term.timezone
    whole = span(held, None, *reach(facts, desk, zone))
    return dates if whole is None else (min(whole[0], dates[0]), dates[1])


def _due(
    held: tuple[Version, ...], parts: Sequence[Part], scene: Scene, case: Case, previous: Statement | None
) -> Due | None:
    settled = [item for part in parts for item in part.settled]
    granted = [item for part in parts for item in part.granted] if scene.relief.is_disputed else None
    incidents = {key: problem for part in parts for key, problem in part.incidents.items()}
    around = Around(as_of=case.as_of, previous=previous)
    found = due_of(held, settled, granted, case.shades, incidents, scene.desk, around)
    if found is None or scene.dates == scene.history:
        return found
    return replace(found, labels=frozenset(item.window.label for item in case.judgements))


def _signals(rules: tuple[Rule, ...], case: Case, desk: Desk, facts: Facts) -> Mapping[str, SignalTable]:
    """Return the signals that `rules` ask for, those that the desk allows."""
    segments = tuple(name for name in case.columns if name in facts.tickets.columns)
    sources = SignalSources(desk, case.agreement, facts, case.windows, segments)
    names = dict.fromkeys(name for rule in rules for name in rule.signals)
    made = {name: SIGNALS[name].make(sources) for name in names}
    return {name: table for name, table in made.items() if table is not None}


def require_desk(desk: object, hint: str = "xk.load_desk(…), xk.Desk(…)") -> None:
    """Refuse what is no desk.

    Raises
    ------
    DataError
        It is something else.
    """
    if not isinstance(desk, Desk):
        raise DataError(message("evaluate", "a desk is expected", got=type(desk).__name__, hint=hint))


def check_asked(as_of: datetime | None, engine: str | None) -> None:
    """Refuse an instant without a zone, and an engine that is not known.

    Raises
    ------
    DataError
        One of them is.
    """
    require_zone(as_of)
    if engine not in {None, "local"}:
        raise DataError(message("engine", "no such engine", got=engine, hint="local"))
