"""The front door for agreements: read, checked by itself, checked against the catalogue, all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from xlakit.agreement import Fault, Node, amended, examine, problems, read
from xlakit.errors import AgreementError, CalendarError
from xlakit.metrics import among
from xlakit.model import Agreement, CalendarSpec, SurveyTerms, Term
from xlakit.model.clauses import Maintenance, Settlement
from xlakit.review.against_catalogue import catalogue_faults
from xlakit.review.known import measured
from xlakit.review.scoring_clause import scoring_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xlakit.metrics import MetricEntry, Metrics


def load_agreement(path_or_text: str | Path, *, metrics: Metrics = None) -> Agreement:
    r"""Return the agreement in a file or a text, once nothing is wrong with it.

    Parameters
    ----------
    path_or_text
        A ``Path``, or the name of a file (``.yaml``, ``.yml``, ``.json``; UTF-8; at most 1 MiB). A ``str``
        that holds a line break, or begins with ``{``, is the text itself.
    metrics
        Metrics of one's own that it may name beside the catalogue, or ``xlakit.metrics.installed()``.

    Raises
    ------
    AgreementError
        With every mistake at once, each with its file, line, place and next step, in the order of the lines.

    Examples
    --------
    >>> from xlakit.errors import AgreementError
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: a, metric: csat, expectd: {at_least: 85%}}
    ...   - {name: reopened, metric: reopen_rate, expected: {at_most: 5}}
    ... '''
    >>> try:
    ...     load_agreement(text)
    ... except AgreementError as error:
    ...     print(*error.problems, sep="\n")
    <text>:7: objectives[0].expectd: is not a key known here. Hint: did you mean 'expected'?
    <text>:8: objectives[1].expected.at_most: a share is written with its percent sign; got '5'. Hint: write 5%.
    >>> fixed = load_agreement(text.replace("expectd", "expected").replace("5}", "5%}"))
    >>> [str(objective.expected) for objective in fixed.objectives]
    ['at least 85%', 'at most 5%']
    """
    reading = examine(read(path_or_text))
    faults = list(reading.faults)
    if reading.tree is not None:
        outside = partial(_outside, within=among(metrics))
        faults += outside(reading.tree)
        if not faults:
            faults += amended(reading.tree, outside)
    if reading.agreement is None or faults:
        raise AgreementError(problems(reading.file, reading.tree, faults))
    return reading.agreement


def _outside(tree: Node, within: Mapping[str, MetricEntry]) -> Iterator[Fault]:
    """Find what only the catalogue and the calendars of the world can tell."""
    terms = _terms(tree)
    yield from catalogue_faults(tree, within, lambda ref: measured(ref, terms, within))
    yield from scoring_faults(tree, terms, within)
    yield from _calendars(tree)
    yield from _maintenance(tree)


def _terms(tree: Node) -> Agreement:
    """Return as much of the agreement as metrics ask for, also where other parts of the file are wrong."""
    surveys = SurveyTerms()
    try:
        if (node := tree.child("surveys")) is not None:
            surveys = SurveyTerms.model_validate(node.plain())
    except ValidationError:
        pass  # the file's own check has said so; the defaults stand in
    parts: dict[str, Any] = {"surveys": surveys, "settlement": Settlement()}
    return Agreement.model_construct(**parts)


def _calendars(tree: Node) -> Iterator[Fault]:
    from xlakit.worktime import Calendar

    calendars = tree.child("calendars")
    for name, node in calendars.entries.items() if calendars is not None else ():
        try:
            spec = CalendarSpec.model_validate(node.plain())
        except ValidationError:
            continue
        try:
            Calendar.from_spec(spec)
        except CalendarError as error:
            holidays = node.at(("holidays", "country"))
            below = ("holidays", "country") if holidays is not None else ()
            yield Fault(("calendars", name, *below), str(error).rstrip("."))


def _maintenance(tree: Node) -> Iterator[Fault]:
    """Find maintenance clauses whose rules have no end."""
    from xlakit.worktime import windows_of

    clauses = tree.child("maintenance")
    for index, node in enumerate(clauses.items if clauses is not None else ()):
        try:
            clause = Maintenance.model_validate(node.plain())
            term = Term.model_validate(_plain(tree.child("term")))
        except ValidationError:
            continue
        try:
            windows_of(clause, term)
        except CalendarError as error:
            what = str(error).removeprefix("maintenance: ").rstrip(".")
            yield Fault(("maintenance", index, "rrule"), what)


def _plain(node: Node | None) -> object:
    return None if node is None else node.plain()
