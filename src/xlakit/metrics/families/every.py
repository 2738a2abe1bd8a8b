"""All metrics of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.metrics.families import (
    clocks,
    communication,
    disconnect,
    empathy,
    excellence,
    factors,
    frustration,
    headroom,
    knowledge,
    listening,
    lost_time,
    observed,
    paradox,
    proactive,
    reaching,
    satisfaction,
    savings,
    self_service,
    silence,
    solved,
    supplied,
    surveys,
    watermelons,
    wishes,
    work_backlog,
    work_effort,
    work_paths,
    work_people,
    work_volume,
)

if TYPE_CHECKING:
    from xlakit.metrics.entry import MetricEntry

ENTRIES: tuple[MetricEntry, ...] = (
    *clocks.ENTRIES,
    *communication.ENTRIES,
    *disconnect.ENTRIES,
    *empathy.ENTRIES,
    *excellence.ENTRIES,
    *factors.ENTRIES,
    *frustration.ENTRIES,
    *headroom.ENTRIES,
    *knowledge.ENTRIES,
    *listening.ENTRIES,
    *lost_time.ENTRIES,
    *observed.ENTRIES,
    *paradox.ENTRIES,
    *proactive.ENTRIES,
    *reaching.ENTRIES,
    *satisfaction.ENTRIES,
    *savings.ENTRIES,
    *self_service.ENTRIES,
    *silence.ENTRIES,
    *solved.ENTRIES,
    *supplied.ENTRIES,
    *surveys.ENTRIES,
    *watermelons.ENTRIES,
    *wishes.ENTRIES,
    *work_backlog.ENTRIES,
    *work_effort.ENTRIES,
    *work_paths.ENTRIES,
    *work_people.ENTRIES,
    *work_volume.ENTRIES,
)
