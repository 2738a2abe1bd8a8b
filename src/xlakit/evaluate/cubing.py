"""The sums behind a scorecard, for whoever stores and adds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.agreement import versions
from xlakit.evaluate.reading import known_segments, reach, read
from xlakit.facts import build_facts
from xlakit.metrics import Cube, among, count
from xlakit.scoring import plans, span, tasks

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.metrics import Cell, Key, Metrics
    from xlakit.model import Agreement
    from xlakit.tables import Desk


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
    facts = build_facts(desk, agreement, as_of=as_of, needed=read(held, (), None, own))
    dates = span(held, None, *reach(facts, desk, agreement.term.timezone))
    found: dict[Key, Cell] = {}
    people: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    for version in held:
        todo = tasks(version, dates, own)
        made = count(facts, plans(todo, known_segments(agreement, facts), facts))
        found |= made.cells
        people |= made.whole_desk
        personal |= made.personal
    return Cube(facts.as_of, found, people, personal)
