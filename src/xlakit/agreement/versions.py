"""The versions of an agreement: as first written, and as each amendment leaves it."""

from __future__ import annotations

from datetime import date

from xlakit.agreement.amendments import in_force
from xlakit.agreement.dump import dump
from xlakit.agreement.yaml_tree import yaml_tree
from xlakit.model import Agreement, Value

FIRST = "1"


class Version(Value):
    """An agreement and the local dates it holds: from `effective` (included) until `until` (not included).

    ``until`` is None for the last one, which holds to the end of the term.
    """

    effective: date
    until: date | None
    agreement: Agreement


def versions(agreement: Agreement) -> tuple[Version, ...]:
    """Return the versions in force one after another; amendments of one day make one version.

    Each names itself in ``metadata.version``: the agreement's own version (``1`` unless stated), then
    ``1 amended 2026-07-01``.

    Examples
    --------
    >>> from xlakit.agreement import parse
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives: [{name: happy, metric: csat, expected: {at_least: 85%}}]
    ... amendments: [{effective: 2026-07-01, set: {objectives.happy.expected: {at_least: 87%}}}]
    ... '''
    >>> for version in versions(parse(text)):
    ...     print(version.effective, version.agreement.metadata.version, version.agreement.objectives[0].expected)
    2026-01-01 1 at least 85%
    2026-07-01 1 amended 2026-07-01 at least 87%
    """
    own = agreement.metadata.version or FIRST
    texts: dict[date, Agreement] = {agreement.term.start: _named(agreement, own)}
    if agreement.amendments:
        tree, _ = yaml_tree(dump(agreement))
        for effective, changed in in_force(tree) if tree is not None else ():
            later = Agreement.model_validate(changed.plain())
            texts[effective] = _named(later, f"{own} amended {effective}")
    dates = [*texts, None]
    return tuple(
        Version(effective=effective, until=until, agreement=texts[effective])
        for effective, until in zip(texts, dates[1:], strict=True)
    )


def _named(agreement: Agreement, version: str) -> Agreement:
    metadata = agreement.metadata.model_copy(update={"version": version})
    return agreement.model_copy(update={"metadata": metadata})
