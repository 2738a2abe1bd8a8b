"""All signals, by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.signals.signal import Signal

_ALL: tuple[Signal, ...] = ()
SIGNALS: Mapping[str, Signal] = MappingProxyType({signal.name: signal for signal in _ALL})
