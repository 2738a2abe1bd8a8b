"""The kinds of statistics."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What the finished number is.

    SHARE: hits of rows. NET: ups less downs of rows. MEAN: sum over rows. RATIO: sum over another sum.
    TOTAL: a sum. PERCENTILE: a value of the order of the rows. SUMMARY: a ratio that only the rows of the
    whole desk can give. BOUNDED: a mean over those who answered, between what the silent could make of it.
    """

    SHARE = "share"
    NET = "net"
    MEAN = "mean"
    RATIO = "ratio"
    TOTAL = "total"
    PERCENTILE = "percentile"
    SUMMARY = "summary"
    BOUNDED = "bounded"
