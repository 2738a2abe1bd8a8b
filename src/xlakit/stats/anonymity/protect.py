"""Hiding figures until nothing hidden can be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.sparse import csr_array, eye_array, vstack

from xlakit.stats.anonymity.audit import TINY, Audit
from xlakit.stats.anonymity.choose import complement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xlakit.stats.anonymity.table import Table

Reason = Literal["primary", "homogeneous", "complementary", "not published", "asked"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit found.

    Attributes
    ----------
    reasons
        Why each figure of the table is hidden; None where it is shown.
    low, high
        The ranges of all targets, targets × layers: the figures, then the small cells that are none.
    exposed
        The hidden targets that are not protected.
    programs
        How many linear programs were solved.
    """

    reasons: tuple[Reason | None, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    small: NDArray[np.int64]
    exposed: NDArray[np.int64]
    programs: int


def protect(table: Table, k: int, *, homogeneous: bool = False) -> Outcome:
    """Return which figures of `table` to hide at threshold `k`, and what can still be worked out."""
    counts, scored = table.counts, len(table.layers) > 1
    few = (counts > TINY) & (counts < k - TINY)
    alike = (counts > TINY) & (table.held <= TINY).any(axis=1) & (homogeneous and scored)
    audit = Audit(table, _targets(table, k), ~(few | alike))
    programs = _hide(audit, k)
    found = _exact(audit, k)
    if len(found.exposed):
        audit.show(counts <= TINY)
        found = _exact(audit, k)
    reasons: list[Reason | None] = []
    for index, shown in enumerate(audit.shown):
        reason: Reason = "primary" if few[index] else "homogeneous" if alike[index] else "complementary"
        reasons.append(None if shown else reason)
    return Outcome(
        tuple(reasons), found.low, found.high, found.small, found.exposed, found.programs + programs
    )


def audited(table: Table, k: int, shown: NDArray[np.bool_]) -> Outcome:
    """Return what can be worked out where exactly the figures of `shown` are published."""
    return _exact(Audit(table, _targets(table, k), shown), k)


def _small(table: Table, k: int) -> NDArray[np.int64]:
    """Return the cells below `k` that no figure shows alone: differences must not tell them either."""
    alone = np.zeros(table.rows.shape[1], dtype=bool)
    alone[table.rows[np.diff(table.rows.indptr) == 1].indices] = True
    return np.flatnonzero(table.known & ~alone & (table.cells > TINY) & (table.cells < k - TINY))


def _targets(table: Table, k: int) -> csr_array:
    cells = eye_array(table.rows.shape[1], format="csr")[_small(table, k)]
    return csr_array(vstack([table.rows, cells], format="csr"))


def _hidden(audit: Audit) -> NDArray[np.int64]:
    """Return the targets that must be protected, small ones first."""
    counts = audit.table.counts
    figures = np.flatnonzero(~audit.shown & (counts > TINY))
    cells = np.arange(len(counts), audit.targets.shape[0])
    return np.concatenate([cells, figures[np.argsort(counts[figures], kind="stable")]])


def _hide(audit: Audit, k: int) -> int:
    """Hide more until every hidden target has been seen to be protected; return the programs that chose."""
    programs, settled = 0, False
    while not settled:
        settled = True
        for target in _hidden(audit):
            while (lack := _lacking(audit, int(target), k)) is not None:
                layer, rise = lack
                row = audit.targets[[target], :].toarray()[0]
                more, programs = complement(audit.table, audit.shown, row, layer, rise), programs + 1
                shown = audit.shown.copy()
                # Where no choice was found nothing but the empty figures is shown any longer.
                shown[more if len(more) else audit.table.counts > TINY] = False
                if (shown == audit.shown).all():
                    break  # nothing is left to hide
                audit.show(shown)
                settled = False
    return programs


def _lacking(audit: Audit, target: int, k: int) -> tuple[int, float] | None:
    """Return the layer in which a target must be able to be more, and by how much; None if protected."""
    table = audit.table
    needed = _needed(audit, target)
    if _enough(audit.highs[target] - audit.lows[target], needed, k * table.scale):
        return None
    found = np.array([audit.range(target, layer) for layer in range(len(table.layers))])
    widths = found[:, 1] - found[:, 0]
    if _enough(widths, needed, k * table.scale):
        return None
    wanted = np.maximum(widths, needed)
    mass = np.array([layer.sum() for layer in table.layers])
    wanted += max(0.0, k * table.scale - float(wanted.sum())) * mass / mass.sum()
    layer = int(np.argmax(wanted - widths))
    return layer, float(found[layer, 0] + wanted[layer])


def _needed(audit: Audit, target: int) -> NDArray[np.float64]:
    """Return the least width of each layer of a target, beside the width of its count.

    The sum of its scores must be open by one answer from one end of the scale to the other. It can be no
    wider where a published figure around it lies nearer to an end: that says so much of all its members.
    """
    table = audit.table
    if len(table.layers) == 1:
        return np.zeros(1)
    row = audit.targets[[target], :]
    around = audit.shown & ((table.inside @ row.T).toarray()[:, 0] >= row.sum() - TINY)
    held = table.held[around]
    return np.minimum(table.scale, held.min(axis=0)) if len(held) else np.full(len(table.layers), table.scale)


def _enough(widths: NDArray[np.float64], needed: NDArray[np.float64], k: float) -> bool:
    return bool(widths.sum() >= k - TINY and (widths >= needed - TINY).all())


def _exact(audit: Audit, k: int) -> Outcome:
    """Return the exact range of every hidden target."""
    table, shape = audit.table, audit.lows.shape
    low, high, exposed = np.zeros(shape), np.zeros(shape), []
    must = set(_hidden(audit).tolist())
    for target in sorted(must.union(np.flatnonzero(~audit.shown).tolist())):
        for layer in range(shape[1]):
            low[target, layer], high[target, layer] = audit.range(target, layer)
        widths = high[target] - low[target]
        if target in must and not _enough(widths, _needed(audit, target), k * table.scale):
            exposed.append(target)
    truth = np.column_stack([audit.targets @ layer for layer in table.layers])
    reasons: tuple[Reason | None, ...] = tuple(None if shown else "asked" for shown in audit.shown)
    return Outcome(
        reasons,
        truth + low,
        truth + high,
        _small(table, k),
        np.array(exposed, dtype=np.int64),
        audit.programs,
    )
