"""Several agreements over one desk: each judged by itself, settled together where they share a cap."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlakit.agreement import versions
from xlakit.errors import AgreementError, CalendarError, DataError, MeasureError, Problem, message
from xlakit.evaluate.coverage import coverage
from xlakit.evaluate.evaluation import check_asked, judge_desk, require_desk
from xlakit.evaluate.money import statement_of
from xlakit.model import Agreement, Portfolio
from xlakit.settlement.shared_caps import shared_ceilings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from xlakit.evaluate.evaluation import Judged
    from xlakit.metrics import Metrics
    from xlakit.model import Period, Scorecard
    from xlakit.model.portfolio import SharedCapWindow
    from xlakit.rules import Rule
    from xlakit.tables import Desk


def evaluate_all(  # noqa: PLR0913 - keyword-only; they are the documentation of the front door
    agreements: Iterable[Agreement],
    desk: Desk,
    *,
    period: str | Period | None = None,
    as_of: datetime | None = None,
    by: str | Sequence[str] | None = None,
    rules: str | Rule | Iterable[str | Rule] | None = None,
    engine: str | None = None,
    metrics: Metrics = None,
    previous: Portfolio | None = None,
) -> Portfolio:
    """Judge one desk against several agreements: of several customers, sites and terms.

    Each agreement judges the tickets of its own scope. Caps that several of them name (``commercials.shared_cap``) hold
    for all of them together.

    Parameters
    ----------
    agreements
        From `load_agreement`; each has a name of its own. Their order decides where a shared cap has a cent to give to
        one of two equal ones, and nothing else.
    desk
        The records of all of them.
    period, as_of, by, rules, engine, metrics
        As for `evaluate`; they hold for every agreement.
    previous
        The portfolio as it stood: what was sealed in its statements stays, agreement by agreement.

    Returns
    -------
    Portfolio
        One scorecard an agreement, the tickets that none or that several of them cover, and totals by currency.

    Raises
    ------
    AgreementError
        Two agreements have one name, or contradict each other about a cap that they share.
    DataError, MeasureError, CalendarError
        As `evaluate`; the message begins with the name of the agreement.

    Examples
    --------
    >>> import xlakit as xk
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: NAME}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... scope: {site: NAME}
    ... objectives:
    ...   - {name: fixed-for-good, metric: reopen_rate, expected: {at_most: 5%}}
    ... '''
    >>> desk = xk.Desk(
    ...     tickets=[
    ...         {"ticket_id": ticket, "opened_at": "2026-03-02T09:00Z", "site": site}
    ...         for ticket, site in (("1", "berlin"), ("2", "oslo"), ("3", "rome"), ("4", None))
    ...     ]
    ... )
    >>> agreements = [xk.load_agreement(text.replace("NAME", site)) for site in ("oslo", "berlin")]
    >>> found = evaluate_all(agreements, desk)
    >>> found.names, found.uncovered_ids, found.overlaps
    (('oslo', 'berlin'), ('3', '4'), ())
    """
    check_asked(as_of, engine)
    require_desk(desk)
    chosen = _named(agreements)
    before = {} if previous is None else {item.agreement: item for item in previous.statements}
    found = []
    for agreement in chosen:
        name = agreement.metadata.name
        with _naming(name):
            found.append(
                judge_desk(
                    agreement,
                    desk,
                    period=period,
                    as_of=as_of,
                    by=by,
                    rules=rules,
                    metrics=metrics,
                    previous=before.get(name),
                )
            )
    at = found[0].card.subject.as_of
    cards, caps = _settled(found)
    seen = coverage([versions(agreement) for agreement in chosen], desk, at)
    return Portfolio(
        cards=cards,
        as_of=at,
        tickets=seen.tickets,
        uncovered=seen.uncovered,
        uncovered_ids=seen.uncovered_ids,
        overlaps=seen.overlaps,
        overlapping_ids=seen.overlapping_ids,
        shared_caps=caps,
    )


def _settled(found: Sequence[Judged]) -> tuple[tuple[Scorecard, ...], tuple[SharedCapWindow, ...]]:
    """Return the scorecards with their statements, and the windows that were asked for in which a shared cap bound."""
    dues = [(index, item.due) for index, item in enumerate(found) if item.due is not None]
    ceilings, caps = shared_ceilings([due.account for _, due in dues])
    granted = ceilings
    if any(due.granted is not None for _, due in dues):
        granted, _ = shared_ceilings([due.granted or due.account for _, due in dues])
    statements = {
        index: statement_of(due, ceilings[place], granted[place]) for place, (index, due) in enumerate(dues)
    }
    cards = tuple(item.with_statement(statements.get(index)) for index, item in enumerate(found))
    shown = {
        item.window.label for card in cards if card.statement is not None for item in card.statement.windows
    }
    return cards, tuple(cap for cap in caps if cap.window in shown)


def _named(agreements: Iterable[object]) -> tuple[Agreement, ...]:
    """Return the agreements, each of which has a name of its own."""
    chosen: list[Agreement] = []
    places: dict[str, list[str]] = {}
    for place, item in enumerate([agreements] if isinstance(agreements, Agreement) else agreements, start=1):
        if not isinstance(item, Agreement):
            what, hint = f"number {place} is no agreement", "xk.load_agreement(…)"
            raise DataError(message("evaluate_all", what, got=type(item).__name__, hint=hint))
        chosen.append(item)
        title = item.metadata.title
        places.setdefault(item.metadata.name, []).append(f"{place} ({title})" if title else str(place))
    if not chosen:
        raise DataError(message("evaluate_all", "there is no agreement", hint="[xk.load_agreement(…), …]"))
    problems = [
        Problem(
            "evaluate_all",
            None,
            "metadata.name",
            f"agreements {' and '.join(held)} have one name",
            got=name,
            hint="give each a name of its own",
        )
        for name, held in places.items()
        if len(held) > 1
    ]
    if problems:
        raise AgreementError(problems)
    return tuple(chosen)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say of which agreement an error speaks."""
    try:
        yield
    except (DataError, MeasureError, CalendarError) as error:
        said = f"{name}: {error}"
        raise type(error)(said) from error
