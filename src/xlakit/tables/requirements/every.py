"""What every metric of the catalogue reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.tables.requirements import (
    core,
    disconnect,
    self_service,
    talk,
    voice,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.tables.requirements.requirement import Requirement

REQUIREMENTS: Mapping[str, Requirement] = {
    **core.REQUIREMENTS,
    **self_service.REQUIREMENTS,
    **disconnect.REQUIREMENTS,
    **talk.REQUIREMENTS,
    **voice.REQUIREMENTS,
    **work.REQUIREMENTS,
}
"""Metric → what it needs of a desk's tables."""
