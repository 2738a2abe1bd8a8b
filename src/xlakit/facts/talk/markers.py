"""The markers of an empathetic reply, in one text or in a column of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from xlakit.errors import DataError, message, near_miss
from xlakit.facts.talk.english import ENGLISH
from xlakit.facts.talk.german import GERMAN
from xlakit.facts.talk.lexicon import MARKERS, Lexicon
from xlakit.facts.talk.plain import legible_expr, plain_expr

Classifier = Callable[[str], "Mapping[str, bool] | Iterable[str] | None"]
"""Any callable: text → the markers it carries, as a set of names or as name → bool; None for "cannot tell"."""


@dataclass(frozen=True, slots=True)
class EmpathyMarkers:
    """What one reply carries.

    Attributes
    ----------
    acknowledgement
        It names the trouble or the feeling of the user, or apologises for it.
    collaboration
        It works with the user: together, with you, shall we.
    explanation
        It says why.
    enablement
        It teaches: how to avoid it, how to do it oneself, what to do next time.

    Examples
    --------
    >>> EmpathyMarkers(True, False, True, False).score
    0.5
    """

    acknowledgement: bool
    collaboration: bool
    explanation: bool
    enablement: bool

    @property
    def score(self) -> float:
        """Return the mean of the four: 0 (none), 0.25, 0.5, 0.75 or 1 (all); higher is better."""
        return (self.acknowledgement + self.collaboration + self.explanation + self.enablement) / len(MARKERS)


def default_lexicon() -> Lexicon:
    """Return the lexicon that is used unless a classifier is passed: English and German.

    Examples
    --------
    >>> sorted(default_lexicon()("Das war so, weil der Speicher voll war."))
    ['explanation']
    """
    return ENGLISH | GERMAN


def empathy_markers(text: str | None, *, classifier: Classifier | None = None) -> EmpathyMarkers | None:
    """Return which of the four markers of an empathetic reply a text carries.

    The default classifier is a lexicon of English and German wordings that anyone can read, and extend with
    ``ENGLISH | Lexicon(...)``. It sees words, not meaning: it takes a canned "we apologise for any
    inconvenience" for an acknowledgement, does not notice sarcasm, does not know whether the explanation is
    true or the advice any good, and misses what is said in words that it does not list. It sees through
    the commonest look-alikes ("let us know", "the cause is unknown", "if it happens again, call us"), not
    through every negation. Use it to compare many replies, never to judge one agent by one reply.

    Parameters
    ----------
    text
        One message in plain text. Lines quoted with ``>`` and tags are left out. None gives None.
    classifier
        Any callable from a text to the names of its markers, or to name → bool; None from it gives None.

    Returns
    -------
    EmpathyMarkers | None
        Four booleans, and ``score``: their mean, 0 to 1, higher is better.

    Raises
    ------
    DataError
        `text` is no text; or the classifier names a marker that does not exist, or gives one that is
        neither true nor false.

    References
    ----------
    S-45 (empathetic response: acknowledge, together, explain why, teach).

    Examples
    --------
    >>> empathy_markers("Password reset. Ticket closed.").score
    0.0
    >>> empathy_markers("I know how annoying this is. It was caused by an update.")
    EmpathyMarkers(acknowledgement=True, collaboration=False, explanation=True, enablement=False)
    >>> empathy_markers("Sorry!", classifier=lambda text: {"acknowledgement": "Sorry" in text}).score
    0.25
    >>> empathy_markers(None) is None
    True
    """
    if text is None:
        return None
    if not isinstance(text, str):
        raise DataError(
            message("empathy", "a text is expected", got=repr(text), hint="None stands for a missing one")
        )
    return _result((classifier or default_lexicon())(text))


def explained(text: str | None, *, classifier: Classifier | None = None) -> bool | None:
    """Return whether a text says why: whether it carries the marker ``explanation``.

    What a lexicon cannot do is said at `empathy_markers`: it sees that a reason is given, not whether it is
    true or understood.

    Raises
    ------
    DataError
        As `empathy_markers`.

    References
    ----------
    S-48 (explanation depth).

    Examples
    --------
    >>> explained("The disk was full, which is why nothing was saved.")
    True
    >>> explained("The root cause is unknown."), explained(None) is None
    (False, True)
    """
    markers = empathy_markers(text, classifier=classifier)
    return None if markers is None else markers.explanation


def empathy_frame(texts: pl.Series, *, classifier: Classifier | None = None) -> pl.DataFrame:
    """Return `empathy_markers` of each text: four boolean columns and ``score``, null for null.

    A lexicon reads a column of texts at once, as Polars expressions; any other classifier is asked once for each
    distinct text.

    Raises
    ------
    DataError
        As `empathy_markers`.

    Examples
    --------
    >>> frame = empathy_frame(pl.Series(["Let's look at it together.", "Closed.", None]))
    >>> frame.select("collaboration", "score").rows()
    [(True, 0.25), (False, 0.0), (None, None)]
    """
    frame = pl.DataFrame({"text": texts.cast(pl.String)})
    chosen = classifier or default_lexicon()
    if isinstance(chosen, Lexicon):
        marks = marks_in(frame.select(legible_expr(pl.col("text"))), chosen)
    else:
        distinct = frame.unique().drop_nulls().sort("text")
        found = [_result(chosen(text)) for text in distinct["text"].to_list()]
        told = distinct.with_columns(
            pl.Series(marker, [None if one is None else getattr(one, marker) for one in found], pl.Boolean)
            for marker in MARKERS
        )
        marks = frame.join(told, on="text", how="left", maintain_order="left").drop("text")
    return marks.with_columns(score=sum(pl.col(marker).cast(pl.Int64) for marker in MARKERS) / len(MARKERS))


def marks_in(read: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return the four markers of the legible column ``text``."""
    return read.select(plain_expr(pl.col("text"))).select(lexicon.marks(pl.col("text")))


def _result(found: Mapping[str, bool] | Iterable[str] | None) -> EmpathyMarkers | None:
    if found is None:
        return None
    if isinstance(found, str):
        found = (found,)
    told = dict(found) if isinstance(found, Mapping) else dict.fromkeys(found, True)
    for marker, carried in told.items():
        if marker not in MARKERS:
            raise DataError(
                message("classifier", "no such marker", got=str(marker), hint=near_miss(str(marker), MARKERS))
            )
        if carried not in {True, False}:
            raise DataError(
                message("classifier", f"{marker} is true or false", got=repr(carried), hint="p >= 0.5")
            )
    return EmpathyMarkers(*(bool(told.get(marker, False)) for marker in MARKERS))
