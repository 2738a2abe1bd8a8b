"""Metrics of communication: explanations, plain words, promised times, and all of it in one figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.arithmetic import rest_of, weighted
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.factor import find, names_it
from xlakit.metrics.families.silence import DAY, silence_breaches

if TYPE_CHECKING:
    from datetime import timedelta
    from fractions import Fraction

    from xlakit.metrics.combined import Combined
    from xlakit.metrics.leaf import Leaf
    from xlakit.metrics.metric import Metric

TEXTS = "reply events with their text"
PROMISED = "promised events, or tickets.promised_at"
_RESOLVED = pl.col("first_resolved_at").is_not_null()


def explanation_rate() -> Leaf:
    """Return the share of resolved tickets in whose replies the agent says why.

    Higher is better. Found by the default lexicon in any public agent reply; whether the reason is true or
    understood it cannot tell. A ticket without any reply counts as not explained: for desks that explain on the
    phone narrow it by channel. Left out: unresolved tickets, those whose replies have no text, and desks that
    keep no texts.

    Returns
    -------
    Leaf
        Reads ``tickets.explained``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-48; ``xlakit.facts.talk.explained``.

    Examples
    --------
    >>> explanation_rate().where(channel_not="phone").name
    'explanation_rate where channel_not=phone'
    """
    return define.share(
        "explanation_rate",
        pl.when(_RESOLVED).then(pl.col("explained")),
        title="tickets explained",
        **_told("tickets", "higher", TEXTS, "S-48"),
    )


def jargon_index() -> Leaf:
    """Return unexplained terms of the trade per 100 words that agents wrote to users.

    Lower is better. Terms of the default glossary, but for those that the same reply explains. Weigh it by the kind of
    requester with ``.by("requester_profile")`` where tickets have such a column. Left out: unresolved tickets, and
    tickets without a public agent reply that has a text.

    Returns
    -------
    Leaf
        Reads ``tickets.jargon_mentions``, ``words_written``. Unit: count per 100 words, at least 0.

    References
    ----------
    Measurement framework S-49; ``xlakit.facts.talk.jargon``.

    Examples
    --------
    >>> jargon_index().direction
    'lower'
    """
    return define.ratio(
        "jargon_index",
        pl.when(_RESOLVED).then(pl.col("jargon_mentions")),
        pl.when(_RESOLVED).then(pl.col("words_written")),
        title="jargon per 100 words",
        quantum=Decimal(100),
        low=0,
        **{**_told("tickets", "lower", TEXTS, "S-49"), "unit": "count"},
    )


def promise_accuracy() -> Leaf:
    """Return the share of promised times that were kept: promises kept over promises made.

    Higher is better. Every promise counts, also those made anew after the first; on the promised instant is kept. A
    ticket belongs to the window in which its first promise was met or passed, so that broken promises on open tickets
    count, too. Left out: promises whose instant is still to come, and tickets without one.

    Returns
    -------
    Leaf
        Reads ``tickets.promises_kept``, ``promises_decided``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-50 (realistic against optimistic timelines).

    Examples
    --------
    >>> promise_accuracy().high
    1
    """
    made = pl.col("promises_decided")
    return define.ratio(
        "promise_accuracy",
        pl.min_horizontal("promises_kept", made),
        made,
        at=pl.col("promise_decided_at"),
        title="promised times kept",
        low=0,
        high=1,
        **{**_told("tickets", "higher", PROMISED, "S-50"), "unit": "share"},
    )


def promise_bias(*, promise: Literal["first", "last"] = "first") -> Leaf:
    """Return the mean of resolution less promised time: above 0 promises were too optimistic.

    Lower is better down to 0; below 0 promises were cautious. Left out: tickets without a promise, and unresolved ones.

    Parameters
    ----------
    promise
        Of several promises the ``first`` (default), which the user planned with, or the ``last``.

    Returns
    -------
    Leaf
        Reads ``tickets.promise_error_seconds``. Unit: seconds; may be negative.

    References
    ----------
    Measurement framework S-50.

    Examples
    --------
    >>> promise_bias().unit, promise_bias(promise="last").name
    ('seconds', 'promise_bias(promise=last)')
    """
    define.one_of("promise_bias: promise", promise, ("first", "last"))
    column = "promise_error_seconds" if promise == "first" else "last_promise_error_seconds"
    return define.mean(
        "promise_bias",
        pl.when(_RESOLVED).then(pl.col(column)),
        params=define.defaults(promise=(promise, "first")),
        title="delay against the promised time",
        unit="seconds",
        **_told("tickets", "lower", PROMISED, "S-50"),
    )


def re_explain_rate(*, by: Literal["asked", "factor"] = "asked") -> Leaf:
    """Return the share of tickets on which the user had to explain again.

    Lower is better. Left out, by ``asked``: unresolved tickets, desks without ``asked`` events, and tickets with
    several of them that do not say what was asked for. By ``factor``: answers that tick none.

    Parameters
    ----------
    by
        ``asked`` (default): the same information was asked for twice (two ``asked`` events with an equal value).
        ``factor``: the user ticks having to explain again (factor ``re_explaining``).

    Returns
    -------
    Leaf
        Reads ``tickets.asked_again``, or ``answers.factors``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-84.

    Examples
    --------
    >>> re_explain_rate().basis, re_explain_rate(by="factor").basis
    ('observed', 'user_reported')
    """
    define.one_of("re_explain_rate: by", by, ("asked", "factor"))
    told = _told("tickets", "lower", "asked events", "S-84")
    value: pl.Expr = pl.when(_RESOLVED).then(pl.col("asked_again"))
    if by == "factor":
        told = _told("answers", "lower", "surveys with the column 'factors'", "S-84")
        value = names_it(find("re_explaining"))
    return define.share(
        "re_explain_rate", value, params=define.defaults(by=(by, "asked")), title="users asked twice", **told
    )


def communication_quality(
    *,
    silence: Decimal | int = 1,
    explanation: Decimal | int = 1,
    jargon: Decimal | int = 1,
    promises: Decimal | int = 1,
    max_gap: timedelta = DAY,
) -> Combined:
    """Return the weighted mean of four parts of communication, each from 0 to 1.

    Higher is better. The parts: 1 - `silence_breaches`, `explanation_rate`, the share of words that are no
    unexplained jargon (1 - `jargon_index` / 100: rarely below 0.9, so weigh it up where it matters), and
    `promise_accuracy`. Weights are renormalised over the parts that have a value, and the method names the
    others. It has no value where none has.

    Parameters
    ----------
    silence, explanation, jargon, promises
        Weights, at least 0; a part with weight 0 is left out.
    max_gap
        As for `silence_breaches`.

    Returns
    -------
    Combined
        Reads what its parts read. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-51 (composite of S-47 to S-50).

    Examples
    --------
    >>> communication_quality(promises=0).name
    'communication_quality(promises=0)'
    """
    weights = {"silence": silence, "explanation": explanation, "jargon": jargon, "promises": promises}
    parts: dict[str, Metric] = {
        "silence": rest_of(1, silence_breaches(max_gap=max_gap)),
        "explanation": explanation_rate(),
        "jargon": _plain_words(),
        "promises": promise_accuracy(),
    }
    if min(weights.values()) < 0 or not any(weights.values()):
        raise MeasureError(
            message("communication_quality", "weights are at least 0, and one is above", got=str(weights))
        )
    chosen: dict[Metric, int | Fraction | Decimal] = {
        parts[name]: weight for name, weight in weights.items() if weight
    }
    stated = {name: (f"{Decimal(weight).normalize():f}", "1") for name, weight in weights.items()}
    return weighted(chosen).named(
        "communication_quality",
        params=define.defaults(**stated, max_gap=(define.text_of(max_gap), define.text_of(DAY))),
        title="quality of communication",
        kind="experience",
        basis="observed",
        unit="share",
        direction="higher",
        low=0,
        high=1,
        source="S-51",
    )


def _plain_words() -> Leaf:
    words = pl.col("words_written")
    return define.ratio(
        "plain_words",
        pl.when(_RESOLVED).then(pl.max_horizontal(words - pl.col("jargon_mentions"), pl.lit(0))),
        pl.when(_RESOLVED).then(words),
        title="words that are no unexplained jargon",
        low=0,
        high=1,
        **{**_told("tickets", "higher", TEXTS, "S-49"), "unit": "share"},
    )


def _told(grain: str, direction: str, needs: str, source: str) -> dict[str, Any]:
    """Return what these metrics share."""
    return {"grain": grain, "side": "experience", "direction": direction, "needs": needs, "source": source}


ENTRIES = (
    MetricEntry(
        "communication_quality",
        communication_quality,
        {**dict.fromkeys(("silence", "explanation", "jargon", "promises"), "number"), "max_gap": "duration"},
    ),
    MetricEntry("explanation_rate", explanation_rate),
    MetricEntry("jargon_index", jargon_index),
    MetricEntry("promise_accuracy", promise_accuracy),
    MetricEntry("promise_bias", promise_bias, {"promise": "choice:first|last"}),
    MetricEntry("re_explain_rate", re_explain_rate, {"by": "choice:asked|factor"}),
)
