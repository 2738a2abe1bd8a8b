"""The knowledge base: its articles, which tickets used one, and which tickets found their subject in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.cut import column
from xlakit.facts.families.known import known_rows
from xlakit.facts.sources import UTC_TIME, Family, Frame
from xlakit.tables import dtypes_of

if TYPE_CHECKING:
    from xlakit.facts.sources import Sources

LINKS = {
    "article_linked": pl.Boolean(),
    "articles_known": pl.Boolean(),
    "category_article_at": UTC_TIME,
    "category_reviewed_at": UTC_TIME,
}
MEANINGS = {
    "article_linked": "whether the ticket names an article or has an article event; null on a desk that records "
    "neither",
    "articles_known": "true where the articles of its category can be known, false without a category; null without "
    "articles that have categories",
    "category_article_at": "the last creation or review of an article of its category up to the opening, as far as "
    "the table tells; null without one",
    "category_reviewed_at": "the last review of an article of its category up to the instant looked from; null "
    "without one",
}
DOMAINS = {"views": (0, 1, 40, 900), "helpful_yes": (0, 1, 7, 60), "helpful_no": (0, 1, 5)}
"""Values that make sense, for columns whose type says too little."""


def make_articles(sources: Sources) -> pl.DataFrame | None:
    """Return one row an article that existed by ``as_of``, or None without a table of them."""
    given = sources.desk.articles
    if given is None:
        return None
    return known_rows(given, "articles", since="created_at", as_of=sources.as_of).sort("article_id")


def make_links(sources: Sources) -> pl.DataFrame:
    """Return which tickets used an article, and which found their category in the knowledge base."""
    tickets = sources.tickets
    events = sources.events.filter(pl.col("kind") == "article").select("ticket_id").unique()
    named = column(tickets, "article_id", pl.String).cast(pl.String).is_not_null()
    recorded = "article_id" in tickets.columns or events.height > 0
    used = named | tickets.get_column("ticket_id").is_in(events.get_column("ticket_id").implode())
    linked = used if recorded else pl.repeat(None, tickets.height, dtype=pl.Boolean, eager=True)
    rows = tickets.select(
        "ticket_id", "opened_at", column(tickets, "category", pl.String).cast(pl.String).alias("category")
    ).with_columns(linked.alias("article_linked"))
    articles = make_articles(sources)
    unsorted = articles is not None and bool(articles.height) and articles["category"].is_null().all()
    if articles is None or unsorted:
        unknown = [name for name in LINKS if name != "article_linked"]
        return rows.with_columns(pl.lit(None, LINKS[name]).alias(name) for name in unknown)
    return _covered(rows, articles).with_columns(articles_known=pl.col("category").is_not_null())


def _covered(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return the tickets with the last known work on their category's articles, before the opening and ever."""
    dated = articles.filter(pl.col("category").is_not_null()).select("category", "created_at", "reviewed_at")
    work = (
        dated.unpivot(["created_at", "reviewed_at"], index="category", value_name="category_article_at")
        .filter(pl.col("category_article_at").is_not_null())
        .select("category", pl.col("category_article_at").cast(UTC_TIME))
        .sort("category_article_at")
    )
    last = dated.group_by("category").agg(category_reviewed_at=pl.col("reviewed_at").max())
    return (
        rows.sort("opened_at", "ticket_id")
        .join_asof(
            work,
            left_on="opened_at",
            right_on="category_article_at",
            by="category",
            strategy="backward",
            check_sortedness=False,
        )
        .join(last, on="category", how="left")
    )


ARTICLES = Frame("articles", dtypes_of("articles"), {}, ("article_id",), make_articles, DOMAINS)
KNOWLEDGE = Family("knowledge", LINKS, MEANINGS, make_links, DOMAINS)
