"""Counts of one metric in windows and segments as a table: which of them are sums of which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from xlakit.errors import DataError, message
from xlakit.stats.anonymity.audit import TINY, determined
from xlakit.stats.anonymity.table import Table, gathered, incidence, layered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from xlakit.model import Window
    from xlakit.stats.anonymity.table import Name

Segment = tuple[tuple[str, str | None], ...]
Figure = tuple["Window", Segment]
Cut = tuple[str, ...]


class Part(NamedTuple):
    """A cell: one segment in one stretch of time, or what a cut leaves over of it."""

    span: int
    segment: Segment
    left_by: Cut = ()


def windowed(
    figures: Mapping[Figure, int],
    sums: Mapping[Figure, float] | None,
    ranges: tuple[float, float] | None,
    keep: Collection[Figure] = (),
) -> Table:
    """Return the table of figures by window and segment.

    Stretches of time between any two edges of windows add up to windows. A segment is the sum of the segments
    that say more of the same columns, and of a rest where those leave answers over. Cuts by different columns
    are bound by what they share alone: how they cross is not published.
    """
    names = sorted(figures, key=repr)
    held, scale, lowest = layered(names, [figures[name] for name in names], sums, ranges)
    spans = _spans(window for window, _ in names)
    finer = _finer({(), *(_plain(segment) for _, segment in names)})
    counted = _with_wholes({(window, _plain(segment)): figures[window, segment] for window, segment in names})
    whole = dict.fromkeys(Part(span, segment) for window, segment in counted for span in spans[window])
    parts = [*whole, *_rests(counted, spans, finer)]
    place = {part: index for index, part in enumerate(parts)}
    relations = _relations(place, finer)
    grouped, rows = gathered(
        {(w, segment): [place[Part(span, _plain(segment))] for span in spans[w]] for w, segment in names}
    )
    matrix = incidence(rows, len(parts))
    at: dict[Name, int] = {name: index for index, name in enumerate(names)}
    layers = tuple(_possible(matrix, relations, layer[[at[each[0]] for each in grouped]]) for layer in held)
    inside = _inside([cast("Figure", each[0]) for each in grouped], parts, spans)
    told = np.zeros(len(parts), dtype=bool)
    table = Table(tuple(parts), grouped, matrix, relations, inside, layers, told, scale, lowest)
    dear = np.array([not set(keep).isdisjoint(each) for each in grouped], dtype=bool)
    return replace(table, known=determined(table), kept=dear)


def _with_wholes(counted: dict[Figure, int]) -> dict[Figure, int]:
    """Return the counts with the whole of every window: cuts by different columns have it in common."""
    sums: dict[Window, dict[Cut, int]] = {}
    for (window, segment), count in counted.items():
        cuts = sums.setdefault(window, {})
        cut = tuple(column for column, _ in segment)
        cuts[cut] = cuts.get(cut, 0) + count
    return {(window, ()): max(cuts.values()) for window, cuts in sums.items()} | counted


def _plain(segment: Segment) -> Segment:
    return tuple(sorted(segment, key=repr))


def _spans(windows: Iterable[Window]) -> dict[Window, range]:
    """Return the stretches of time of each window, numbered."""
    known = set(windows)
    edges = sorted({edge for window in known for edge in (window.start, window.end)})
    number = {edge: index for index, edge in enumerate(edges)}
    return {window: range(number[window.start], number[window.end]) for window in known}


def _finer(segments: set[Segment]) -> dict[Segment, dict[Cut, list[Segment]]]:
    """Return the segments that say one step more than each segment, by the columns of which they speak."""
    cuts = {segment: frozenset(column for column, _ in segment) for segment in segments}
    steps = {
        (less, more)
        for less in set(cuts.values())
        for more in set(cuts.values())
        if less < more and not any(less < between < more for between in set(cuts.values()))
    }
    found: dict[Segment, dict[Cut, list[Segment]]] = {segment: {} for segment in segments}
    for more in sorted(segments, key=repr):
        for less, cut in steps:
            if cut == cuts[more]:
                coarse = tuple(pair for pair in more if pair[0] in less)
                if coarse in found:
                    found[coarse].setdefault(tuple(sorted(cut)), []).append(more)
    return found


def _rests(
    counted: Mapping[Figure, int],
    spans: Mapping[Window, range],
    finer: Mapping[Segment, Mapping[Cut, list[Segment]]],
) -> list[Part]:
    """Return the parts that hold what cuts leave over: where every window around them leaves something."""
    gaps: dict[Part, bool] = {}
    for (window, segment), count in counted.items():
        for cut, members in finer[segment].items():
            present = [counted[window, member] for member in members if (window, member) in counted]
            if not present:
                continue
            if sum(present) > count:
                raise DataError(
                    message(
                        "withheld_everywhere.figures",
                        f"the parts by {', '.join(cut)} of {window.label} hold more answers than their whole",
                        got=f"{sum(present)} of {count}",
                        hint="pass counts that add up, of one metric",
                    )
                )
            for span in spans[window]:
                part = Part(span, segment, cut)
                gaps[part] = gaps.get(part, True) and sum(present) < count
    return sorted((part for part, open_ in gaps.items() if open_), key=repr)


def _relations(place: Mapping[Part, int], finer: Mapping[Segment, Mapping[Cut, list[Segment]]]) -> csr_array:
    """Return the equations that say of which parts a coarser part is the sum."""
    at: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    number = 0
    for part, column in place.items():
        if part.left_by:
            continue
        for cut, members in finer[part.segment].items():
            sums = [Part(part.span, member) for member in members]
            inner = [place[each] for each in (*sums, part._replace(left_by=cut)) if each in place]
            if any(each in place for each in sums):
                at += [number] * (len(inner) + 1)
                columns += [column, *inner]
                signs += [1.0, *[-1.0] * len(inner)]
                number += 1
    return csr_array(coo_array((np.array(signs), (at, columns)), shape=(number, len(place))))


def _possible(rows: csr_array, relations: csr_array, held: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the parts may hold, so that all figures hold what they do."""
    found = linprog(
        np.zeros(rows.shape[1]),
        A_eq=vstack([rows, relations], format="csr"),
        b_eq=np.concatenate([held, np.zeros(relations.shape[0])]),
        bounds=(0, None),
        method="highs-ds",
    )
    if found.status != 0:
        raise DataError(
            message(
                "withheld_everywhere.figures",
                "contradict each other: no answers add up to all of them",
                hint="pass counts (and sums) of one metric, taken at one instant",
            )
        )
    exact: NDArray[np.float64] = np.round(found.x)
    return np.where(np.abs(found.x - exact) < TINY, exact, np.maximum(found.x, 0.0))


def _inside(names: Sequence[Figure], parts: Sequence[Part], spans: Mapping[Window, range]) -> csr_array:
    """Return the parts in each figure, of any cut."""
    by_segment: dict[Segment, list[tuple[int, int]]] = {}
    for index, part in enumerate(parts):
        by_segment.setdefault(part.segment, []).append((part.span, index))
    said = {segment: set(segment) for segment in by_segment}
    rows = []
    for window, segment in names:
        members = [every for other, every in by_segment.items() if said[other] >= set(segment)]
        rows.append(tuple(index for every in members for span, index in every if span in spans[window]))
    return incidence(rows, len(parts))
