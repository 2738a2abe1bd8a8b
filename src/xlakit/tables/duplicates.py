"""Rows that come twice: identical ones, and ones that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.tables.schema import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.tables.notes import Notes
    from xlakit.tables.schema import TableSchema

IDENTICAL = "is identical to another row; one is kept"
CONFLICTING = "contradicts another row of the same id; the one with the latest instant is kept"
KEYS: dict[str, tuple[str, ...]] = {
    "tickets": ("ticket_id",),
    "sessions": ("session_id",),
    "articles": ("article_id",),
    "notices": ("notice_id",),
    "staff": ("agent", "period"),
    "reliefs": ("relief_id",),
    "measurements": ("name", "window_start", "window_end", "segment", "source"),
}
TOLD_APART: dict[str, tuple[str, ...]] = {
    "events": ("at",),
    "surveys": ("answered_at", "sent_at", "respondent"),
}
"""Tables without a key of their own: rows are the same only where one of these is known."""


def without_duplicates(frame: pl.DataFrame, schema: TableSchema, notes: Notes) -> pl.DataFrame:
    """Return `frame` with every row once, whatever the order of rows.

    Of identical rows one is kept. Of rows that share a key and differ, the one is kept that knows the
    latest instant, then the most columns, then the greater text. The others are set aside.
    """
    frame = _without_identical(frame, schema, notes)
    key = [name for name in KEYS.get(schema.name, ()) if name in frame.columns]
    if not key:
        return frame
    again = frame.select(key).is_duplicated()
    if not again.any():
        return frame
    kept = ranked(frame.filter(again)).unique(key, keep="first", maintain_order=True)
    lost = again & ~frame[ROW].is_in(kept[ROW].implode())
    notes.add(schema, frame.filter(lost), column=key[0], reason=CONFLICTING, action="set_aside")
    return frame.filter(~lost)


def _without_identical(frame: pl.DataFrame, schema: TableSchema, notes: Notes) -> pl.DataFrame:
    apart = [name for name in TOLD_APART.get(schema.name, ()) if name in frame.columns]
    coarse = [name for name in schema.required if name in frame.columns]
    if schema.name not in KEYS and not apart:
        return frame
    near = frame.select(coarse).is_duplicated()
    if apart:
        near = near & frame.select(pl.any_horizontal(pl.col(apart).is_not_null())).to_series()
    if not near.any():
        return frame
    part = frame.filter(near)
    text = part.select(as_words(part, [name for name in part.columns if name != ROW]))
    first = text.with_columns(part[ROW]).sort(ROW).unique(text.columns, keep="first", maintain_order=True)
    lost = near & ~frame[ROW].is_in(first[ROW].implode())
    shown = schema.id or coarse[0]
    notes.add(schema, frame.filter(lost), column=shown, reason=IDENTICAL, action="set_aside")
    return frame.filter(~lost)


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows by how much they know, the best first, independently of their order."""
    names = [name for name in frame.columns if name != ROW]
    instants = [name for name in names if isinstance(frame.schema[name], pl.Datetime)]
    words = [word.fill_null("") for word in as_words(frame, sorted(names))]
    latest = pl.max_horizontal(instants) if instants else pl.lit(0)
    filled = pl.sum_horizontal(pl.col(names).is_not_null())
    text = frame.select(pl.concat_str(words, separator="\x1f").alias("text"))["text"]
    order = frame.select(latest.alias("latest"), filled.alias("filled")).with_columns(text)
    place = order.select(pl.arg_sort_by("latest", "filled", "text", descending=True, nulls_last=True))
    return frame[place.to_series()]


def as_words(frame: pl.DataFrame, names: Sequence[str]) -> list[pl.Expr]:
    """Return expressions that write every column as text, for comparison."""
    return [
        pl.col(name).cast(pl.List(pl.String)).list.join("\x1e")
        if isinstance(frame.schema[name], pl.List)
        else pl.col(name).cast(pl.String)
        if not frame.schema[name].is_nested()
        else pl.col(name).struct.json_encode()
        for name in names
    ]
