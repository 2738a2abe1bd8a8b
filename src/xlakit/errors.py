"""Everything xlakit raises on purpose.

::

    XlakitError
    ├── AgreementError    (ValueError)   the agreement is wrong; all problems at once
    ├── DataError         (ValueError)   the data cannot be read or understood at all
    ├── MeasureError      (LookupError)  a metric or rule was asked for that does not exist or cannot apply
    ├── CalendarError     (ValueError)   a calendar was asked about time it does not know
    ├── MissedError       (RuntimeError) an objective was missed and the caller asked to be told by an error
    └── MissingExtraError (ImportError)  an optional dependency is needed

Each also subclasses the builtin a caller would catch. Doubts about single rows are never raised: they
are kept in ``desk.problems``. Every message reads ``<where>: <what is wrong>; got <value>. Hint: <next step>.``
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class XlakitError(Exception):
    """The root of the tree; catch it to catch everything xlakit raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an agreement: where it stands, what is wrong, what was found, what to do next.

    Examples
    --------
    >>> print(Problem("desk.yaml", 14, "objectives[2].expected", "a share needs a percent sign", "95", "95%"))
    desk.yaml:14: objectives[2].expected: a share needs a percent sign; got '95'. Hint: 95%.
    >>> print(Problem("<text>", None, "clocks", "is missing"))
    <text>: clocks: is missing.
    """

    file: str
    line: int | None
    path: str
    what: str
    got: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: " + message(self.path or "agreement", self.what, got=self.got, hint=self.hint)


class AgreementError(XlakitError, ValueError):
    """The agreement is wrong. ``problems`` lists every mistake found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DataError(XlakitError, ValueError):
    """The data cannot be used at all (a required column is missing, a file is not what its name says)."""


class MeasureError(XlakitError, LookupError):
    """A metric, rule or template that does not exist was asked for, or one that cannot apply here."""


class CalendarError(XlakitError, ValueError):
    """A calendar is contradictory, or was asked about time outside its validity."""


class MissedError(XlakitError, RuntimeError):
    """At least one judged objective was below its expected level (``card.raise_for_breach()``)."""


class MissingExtraError(XlakitError, ImportError):
    """An optional dependency is needed; the message names the extra that brings it."""

    @classmethod
    def build(cls, what: str, extra: str) -> MissingExtraError:
        """Return the error for `what`, which the extra `extra` would make possible."""
        return cls(message(what, "needs an optional dependency", hint=f"pip install 'xlakit[{extra}]'"))


def message(where: str, what: str, *, got: str | None = None, hint: str | None = None) -> str:
    """Return the one sentence in which every xlakit error is worded.

    Examples
    --------
    >>> message("surveys", "column 'csat' is missing", got="['rate']", hint="columns={'rate': 'csat'}")
    "surveys: column 'csat' is missing; got ['rate']. Hint: columns={'rate': 'csat'}."
    """
    text = f"{where}: {what}"
    if got is not None:
        shown = got if got.startswith(("[", "{", "'", '"')) else repr(got)
        text += f"; got {shown}"
    text += "."
    if hint is not None:
        text += f" Hint: {hint}" if hint.endswith(("?", ".")) else f" Hint: {hint}."
    return text


def require_zone(as_of: datetime | None) -> None:
    """Refuse an instant without a zone; None is no instant.

    Raises
    ------
    DataError
        It has none.

    Examples
    --------
    >>> from datetime import datetime
    >>> require_zone(None)
    >>> require_zone(datetime(2026, 3, 1))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    xlakit.errors.DataError: as_of: an instant needs a time zone; got '2026-03-01T00:00:00'. Hint: ...
    """
    if as_of is not None and as_of.tzinfo is None:
        hint = "datetime(…, tzinfo=…)"
        raise DataError(message("as_of", "an instant needs a time zone", got=as_of.isoformat(), hint=hint))


def near_miss(name: str, known: Iterable[str]) -> str | None:
    """Return a hint naming the closest of `known`, or listing them when none is close.

    Examples
    --------
    >>> near_miss("reopen_rat", ["csat", "reopen_rate"])
    "did you mean 'reopen_rate'?"
    >>> near_miss("x", []) is None
    True
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known are {', '.join(names)}" if names else None
