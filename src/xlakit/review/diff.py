"""Two agreements beside each other: what changed in words, and what that does to weights and incentives."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from xlakit.agreement import versions
from xlakit.metrics import among
from xlakit.model.agreement_diff import AgreementDiff, TermChange, WeightChange
from xlakit.model.objective import ObjectiveKind
from xlakit.review.check import classify
from xlakit.review.diff_incentives import gradient_changes
from xlakit.review.diff_terms import ORDER, terms
from xlakit.review.fingerprint import fingerprint
from xlakit.review.known import measured
from xlakit.review.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlakit.metrics import MetricEntry, Metrics
    from xlakit.model import Agreement
    from xlakit.model.agreement_diff import Effect
    from xlakit.review.diff_terms import Path, Term
    from xlakit.review.known import Measured

_NAMED = {"objectives": "objective", "clocks": "clock", "calendars": "calendar"}
_REPORTED: tuple[Path, ...] = (
    ("segments",),
    ("rules",),
    ("metadata", "name"),
    ("scoring", "values"),
    ("term", "review"),
)
_NEVER_JUDGED = frozenset({"wished", "kind_reason"})
_EFFECTS: tuple[Effect, ...] = ("major", "minor", "patch")
_FIRST = "1"


def diff(old: Agreement, new: Agreement, *, metrics: Metrics = None) -> AgreementDiff:
    """Return what is different in `new`: in words, in weights, in incentives, and as a version.

    Terms are compared as they hold, stated or by default; an objective under another name is a removal and an
    addition. Which outcomes on a history would turn is not asked here: no data take part.

    Parameters
    ----------
    old, new
        Two agreements, or two versions of one (`amendment_diffs`).
    metrics
        Metrics of one's own that they name, as for `load_agreement`.

    Raises
    ------
    MeasureError
        An agreement that was built by hand names a metric the catalogue does not have.

    Examples
    --------
    >>> from xlakit.review import load_agreement
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo, version: "1.2"}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives:
    ...   - {name: happy, metric: csat, expected: {at_least: 85%}, minimum: {at_least: 80%}}
    ... '''
    >>> old, new = load_agreement(text), load_agreement(text.replace("80%", "75%"))
    >>> found = diff(old, new)
    >>> [item.words for item in found.changes], found.effect, found.proposal
    (['happy: minimum was at least 80%, is at least 75%'], 'major', '2.0.0')
    >>> bool(diff(old, old)), diff(old, old).effect
    (False, None)
    """
    own = among(metrics)
    one, two = _Side(old, own), _Side(new, own)
    changes = tuple(_changes(one, two))
    effect = min((item.effect for item in changes), key=_EFFECTS.index, default=None)
    version = old.metadata.version or _FIRST
    return AgreementDiff(
        old=_called(old),
        new=_called(new),
        changes=changes,
        classification_before=one.classification,
        classification_after=two.classification,
        user_reported_before=one.user_reported,
        user_reported_after=two.user_reported,
        weights=tuple(
            WeightChange(kind=kind, before=one.share(kind), after=two.share(kind))
            for kind in get_args(ObjectiveKind)
        ),
        gradients=gradient_changes(old, new),
        fingerprint_before=fingerprint(old),
        fingerprint_after=fingerprint(new),
        effect=effect,
        version_before=version,
        proposal=None if effect is None else _next(version, effect),
    )


def amendment_diffs(agreement: Agreement, *, metrics: Metrics = None) -> tuple[AgreementDiff, ...]:
    """Return what each amendment of one agreement changes, version to version, in the order of their dates.

    Empty without amendments.
    """
    held = [version.agreement for version in versions(agreement)]
    return tuple(diff(one, two, metrics=metrics) for one, two in pairwise(held))


class _Side:
    """One of the two agreements, with its metrics."""

    def __init__(self, agreement: Agreement, own: Mapping[str, MetricEntry]) -> None:
        self.agreement = agreement
        self.made: dict[str, Measured] = {
            item.name: measured(item.metric, agreement, own) for item in agreement.objectives
        }
        self.terms = terms(agreement, {name: made.kind for name, made in self.made.items()})
        self.weight = sum((item.weight for item in agreement.objectives), Decimal(0))
        self.reported = sum(
            (item.weight for item in agreement.objectives if self.made[item.name].basis == "user_reported"),
            Decimal(0),
        )
        self.classification = classify(self.reported, self.weight)

    @property
    def user_reported(self) -> Fraction:
        return Fraction(self.reported) / Fraction(self.weight) if self.weight else Fraction(0)

    def share(self, kind: ObjectiveKind) -> Fraction:
        """Return the share of the weight that objectives of that kind carry."""
        if not self.weight:
            return Fraction(0)
        of_kind = (
            item.weight
            for item in self.agreement.objectives
            if (item.kind or self.made[item.name].kind) == kind
        )
        return Fraction(sum(of_kind, Decimal(0))) / Fraction(self.weight)

    def names(self, section: str) -> set[str]:
        """Return what a section holds by name."""
        return {path[1] for path in self.terms if path[0] == section}

    def described(self, section: str, name: str) -> str:
        """Return one named thing in words."""
        if section == "objectives":
            objective = self.agreement.objective(name)
            return in_words(objective, self.made[name], self.agreement.window)
        return f"{_NAMED[section]} {name}"


def _changes(one: _Side, two: _Side) -> Iterator[TermChange]:
    gone: set[Path] = set()
    for section in _NAMED:
        for name in sorted(one.names(section) ^ two.names(section)):
            gone.add((section, name))
            yield _whole(one, two, section, name)
    found = [
        _change(path, one.terms.get(path), two.terms.get(path))
        for path in sorted(one.terms.keys() | two.terms.keys(), key=_rank)
        if path[:2] not in gone and one.terms.get(path) != two.terms.get(path)
    ]
    yield from (item for item in found if not _follows(item, found))
    meant = bool(gone) or any(item.effect != "patch" for item in found)
    if not meant and _meaning(one.agreement) != _meaning(two.agreement):
        words = "the same terms, written in another form or order"
        yield TermChange(where="", what="changed", effect="minor", words=words)


def _meaning(agreement: Agreement) -> str:
    """Return the fingerprint without the version, which names a meaning and is none."""
    metadata = agreement.metadata.model_copy(update={"version": None})
    return fingerprint(agreement.model_copy(update={"metadata": metadata}))


def _rank(path: Path) -> tuple[object, ...]:
    sections = ("objectives", "clocks", "calendars")
    return (sections.index(path[0]) if path[0] in sections else len(sections), path)


def _follows(item: TermChange, found: Iterable[TermChange]) -> bool:
    """Whether a change of order says no more than that lines came and went."""
    if not item.where.endswith(ORDER):
        return False
    lines = item.where.removesuffix(ORDER) + "limits."
    return any(other.where.startswith(lines) and other.what != "changed" for other in found)


def _whole(one: _Side, two: _Side, section: str, name: str) -> TermChange:
    added = name in two.names(section)
    text = (two if added else one).described(section, name)
    return TermChange(
        where=f"{section}.{name}",
        what="added" if added else "removed",
        effect="minor" if added else "major",
        before=None if added else text,
        after=text if added else None,
        words=f"added: {text}" if added else f"removed: {text}",
    )


def _change(path: Path, before: Term | None, after: Term | None) -> TermChange:
    where = _subject(path)
    only_read = all(term is None or term.only_read for term in (before, after))
    if before is None or after is None:
        said = after or before
        text = "" if said is None else said.text
        words = f"{where} added: {text}" if before is None else f"{where} removed (was {text})"
    else:
        words = f"{where} was {before.text}, is {after.text}"
    return TermChange(
        where=".".join(path),
        what="added" if before is None else "removed" if after is None else "changed",
        effect=_effect(path, only_read=only_read),
        before=None if before is None else before.text,
        after=None if after is None else after.text,
        words=words,
    )


def _effect(path: Path, *, only_read: bool) -> Effect:
    if only_read:
        return "patch"
    reported = any(path[: len(place)] == place for place in _REPORTED)
    of_objective = path[0] == "objectives" and bool(_NEVER_JUDGED & {path[2], path[-2]})
    return "minor" if reported or of_objective or path[-1] in _NEVER_JUDGED else "major"


def _subject(path: Path) -> str:
    """Return a place as people say it: ``clock response: limits priority P1``."""
    if path[0] == "amendments":
        return f"from {path[1]} on: {' '.join(path[2:])}"
    words = [part.replace("_", " ") for part in path]
    if path[0] not in _NAMED:
        return " ".join(words)
    kind = "" if path[0] == "objectives" else f"{_NAMED[path[0]]} "
    return f"{kind}{path[1]}: {' '.join(words[2:])}"


def _called(agreement: Agreement) -> str:
    return f"{agreement.metadata.name} {agreement.metadata.version or _FIRST}"


def _next(version: str, effect: Effect) -> str | None:
    """Return the next version; None where the one stated is no number."""
    found = re.match(r"(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?=\s|$)", version)
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in found.groups())
    if effect == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if effect == "minor" else f"{major}.{minor}.{patch + 1}"
