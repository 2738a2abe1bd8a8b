"""All signals, by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xlakit.facts.signals import (
    answer_ages,
    bins,
    closures,
    crossed,
    decisions,
    early_closures,
    invitations,
    pauses,
    picks,
    priorities,
    promises,
    requesters,
    respondents,
    silences,
    splitting,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.facts.signals.signal import Signal

_ALL: tuple[Signal, ...] = (
    answer_ages.SIGNAL,
    bins.SIGNAL,
    closures.SIGNAL,
    crossed.SIGNAL,
    decisions.SIGNAL,
    early_closures.SIGNAL,
    invitations.SIGNAL,
    pauses.SIGNAL,
    picks.SIGNAL,
    priorities.SIGNAL,
    promises.SIGNAL,
    requesters.SIGNAL,
    respondents.SIGNAL,
    silences.SIGNAL,
    splitting.SIGNAL,
)
SIGNALS: Mapping[str, Signal] = MappingProxyType({signal.name: signal for signal in _ALL})
