"""Sets of half-open spans of time ``[start, end)``, as two arrays, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ints: TypeAlias = npt.NDArray[np.int64]


class Spans(NamedTuple):
    """Starts and ends in microseconds, every start before its end."""

    starts: Ints
    ends: Ints


def no_spans() -> Spans:
    """Return the empty set."""
    return Spans(np.empty(0, np.int64), np.empty(0, np.int64))


def combine(sets: Sequence[Spans], *, at_least: int, holes: Spans | None = None) -> Spans:
    """Return, sorted and disjoint, the time that lies in at least so many of the sets.

    Each set but a single one must be disjoint in itself. What lies in `holes`, which must be disjoint,
    counts as lying in none of them.
    """
    weight = sum(len(spans.starts) for spans in sets) + 1 if holes is not None else 0
    parts = [(spans, 1) for spans in sets] + ([(holes, -weight)] if holes is not None else [])
    times = np.concatenate([edge for spans, _ in parts for edge in spans])
    steps = np.concatenate(
        [
            np.full(len(edge), sign * step)
            for spans, step in parts
            for edge, sign in zip(spans, (1, -1), strict=True)
        ]
    )
    order = np.argsort(times, kind="stable")
    times, depth = times[order], np.cumsum(steps[order])
    settled = np.append(times[1:] != times[:-1], True) if len(times) else np.empty(0, bool)
    times, inside = times[settled], depth[settled] >= at_least
    edges = times[np.diff(inside, prepend=False)]
    return Spans(edges[::2], edges[1::2])


def union(sets: Sequence[Spans]) -> Spans:
    """Return, sorted and disjoint, the time that lies in any of the sets."""
    return combine(sets, at_least=1)


def clip(spans: Spans, start: int, end: int) -> Spans:
    """Return the part of the spans that lies in ``[start, end)``."""
    starts, ends = np.maximum(spans.starts, start), np.minimum(spans.ends, end)
    kept = starts < ends
    return Spans(starts[kept], ends[kept])


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return a few half-open spans sorted, those that overlap or touch as one.

    Examples
    --------
    >>> joined([(8, 12), (1, 3), (12, 17), (9, 10)])
    ((1, 3), (8, 17))
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
