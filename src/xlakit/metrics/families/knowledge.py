"""Metrics of the knowledge base: used, covering, fresh, helpful, found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from xlakit.errors import MeasureError, message
from xlakit.metrics import define
from xlakit.metrics.entry import MetricEntry
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from xlakit.metrics.leaf import Leaf

MAX_AGE = timedelta(days=180)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UTC_TIME = pl.Datetime("us", "UTC")
_LAST = pl.col("window_end") - timedelta(microseconds=1)
"""The last instant of the window, whose end lies just outside."""


def kb_link_rate() -> Leaf:
    """Return the share of resolved tickets that were solved with an article.

    Higher is better. A ticket has an article when it names one or has an article event. Left out: unresolved
    tickets, and all of a desk that records neither.

    Returns
    -------
    Leaf
        Reads ``tickets.article_linked``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-43.

    Examples
    --------
    >>> kb_link_rate().kind
    'efficiency'
    """
    return define.share(
        "kb_link_rate",
        pl.when(pl.col("first_resolved_at").is_not_null()).then(pl.col("article_linked")),
        title="resolved tickets with an article",
        side="efficiency",
        direction="higher",
        needs="tickets.article_id, or article events",
        source="S-43",
    )


def kb_coverage(*, max_age: timedelta = MAX_AGE) -> Leaf:
    """Return the share of the categories of tickets that had a current article.

    Higher is better. Counted are the distinct categories of the tickets opened in the window; one is covered
    when, at the opening of one of its tickets, an article of that category had been written or reviewed at
    most `max_age` before. Left out: tickets without a category, and categories of which it cannot be known,
    because the table tells only the last review and that came later. Distinct categories do not add up over
    parts, so cubes that hold it cannot be added.

    Parameters
    ----------
    max_age
        How old the last review may be. 180 days is our choice, not a norm.

    Returns
    -------
    Leaf
        Reads ``tickets.category``, ``category_article_at``, ``category_reviewed_at``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-43.

    Examples
    --------
    >>> kb_coverage().additive, kb_coverage(max_age=timedelta(days=90)).name
    (False, 'kb_coverage(max_age=90d)')
    """
    opened = pl.col("opened_at")
    current = (opened - pl.col("category_article_at") <= max_age).fill_null(value=False)
    later = (pl.col("category_reviewed_at") > opened).fill_null(value=False)
    covered = pl.when(current).then(pl.lit(value=True)).when(~later).then(pl.lit(value=False))
    return define.summary(
        "kb_coverage",
        pl.when(pl.col("articles_known")).then(covered).cast(pl.Int64),
        covered_categories,
        params=_params(max_age),
        title="categories with a current article",
        side="efficiency",
        unit="share",
        direction="higher",
        low=0,
        high=1,
        at=opened,
        reads=("category", "opened_at", "articles_known", "category_article_at", "category_reviewed_at"),
        needs="articles with category, and created_at or reviewed_at; tickets.category",
        source="S-43",
    )


def covered_categories(rows: pl.DataFrame) -> tuple[int, int, int]:
    """Return how many categories are covered, of how many, twice: a category is when one of its rows is.

    Examples
    --------
    >>> covered_categories(pl.DataFrame({"category": ["a", "a", "b", "c", None], "_value": [0, 1, 0, None, 1]}))
    (1, 2, 2)
    """
    known = (
        rows.filter(pl.col("category").is_not_null() & pl.col(VALUE).is_not_null())
        .group_by("category")
        .agg(pl.col(VALUE).max())
    )
    return int(known.get_column(VALUE).sum()), known.height, known.height


def kb_freshness(*, max_age: timedelta = MAX_AGE, weight: Literal["views", "articles"] = "views") -> Leaf:
    """Return the share of views that go to articles reviewed lately, at the end of the window.

    Higher is better. An article is fresh when it was written or reviewed at most `max_age` before the end
    of the window. Left out: articles of which that is not known (no date, or a last review after that end,
    which hides the one before), and those without a number of views. Views are those of the export.

    Parameters
    ----------
    max_age
        How old the last review may be. 180 days is our choice, not a norm.
    weight
        ``views`` (default), or ``articles`` to count each article once.

    Returns
    -------
    Leaf
        Reads ``articles.reviewed_at``, ``created_at``, ``views``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-42.

    Examples
    --------
    >>> kb_freshness(weight="articles").name
    'kb_freshness(weight=articles)'
    """
    if weight not in {"views", "articles"}:
        raise MeasureError(message("kb_freshness: weight", "is not one of views, articles", got=str(weight)))
    many = pl.col("views") if weight == "views" else pl.lit(1, pl.Int64)
    hidden = (pl.col("reviewed_at") > _LAST).fill_null(value=False)
    seen = pl.max_horizontal(pl.when(~hidden).then(pl.col("reviewed_at")), "created_at")
    fresh = _LAST - seen <= max_age
    known = pl.when(fresh).then(many).when(~hidden & seen.is_not_null()).then(0)
    return _stock(
        "kb_freshness",
        known,
        many,
        params=_params(max_age) | define.defaults(weight=(weight, "views")),
        title="article views that are fresh",
        side="efficiency",
        needs="articles with reviewed_at or created_at" + (", and views" if weight == "views" else ""),
        reads=("created_at", "reviewed_at", "views"),
        source="S-42",
    )


def kb_helpfulness() -> Leaf:
    """Return the share of votes on articles that say helpful, over the articles at the end of the window.

    Higher is better. Votes are those of the export, and belong to no person: they are taken as observed, not
    as reported by users. Left out: articles of which one of both counts is unknown, or that have no vote.

    Returns
    -------
    Leaf
        Reads ``articles.helpful_yes``, ``helpful_no``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-42.

    Examples
    --------
    >>> kb_helpfulness().unit
    'share'
    """
    return _stock(
        "kb_helpfulness",
        pl.col("helpful_yes"),
        pl.col("helpful_yes") + pl.col("helpful_no"),
        title="votes that found an article helpful",
        side="experience",
        needs="articles with helpful_yes and helpful_no",
        reads=("created_at", "helpful_yes", "helpful_no"),
        source="S-42",
    )


def kb_search_success() -> Leaf:
    """Return the share of self-service sessions that led to an article.

    Higher is better. Searches themselves are in no table, so a session that opened an article stands for a
    search that found something. Left out: sessions that are not over and led to none yet, and all of a desk
    that does not record articles of sessions.

    Returns
    -------
    Leaf
        Reads ``sessions.article_found``, ``over``. Unit: share, in [0, 1].

    References
    ----------
    Measurement framework S-42.

    Examples
    --------
    >>> kb_search_success().grain
    'sessions'
    """
    found = pl.col("article_found")
    return define.share(
        "kb_search_success",
        pl.when(found | pl.col("over")).then(found),
        title="self-service sessions that led to an article",
        side="experience",
        direction="higher",
        grain="sessions",
        needs="sessions.article_id",
        source="S-42",
    )


def _stock(name: str, value: pl.Expr, per: pl.Expr, **described: Any) -> Leaf:  # noqa: ANN401 - as define.ratio
    there = pl.col("created_at").fill_null(pl.lit(EPOCH, UTC_TIME))
    return define.ratio(
        name,
        value,
        per,
        unit="share",
        direction="higher",
        low=0,
        high=1,
        grain="articles",
        stock=(there, pl.lit(None, UTC_TIME)),
        **described,
    )


def _params(max_age: timedelta) -> dict[str, str]:
    return define.defaults(max_age=(define.text_of(max_age), define.text_of(MAX_AGE)))


ENTRIES = (
    MetricEntry("kb_coverage", kb_coverage, {"max_age": "duration"}),
    MetricEntry("kb_freshness", kb_freshness, {"max_age": "duration", "weight": "choice:views|articles"}),
    MetricEntry("kb_helpfulness", kb_helpfulness),
    MetricEntry("kb_link_rate", kb_link_rate),
    MetricEntry("kb_search_success", kb_search_success),
)
