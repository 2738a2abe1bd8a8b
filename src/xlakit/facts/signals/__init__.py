"""Signals: small named aggregate tables that rules ask for, one file each."""

from xlakit.facts.signals.every import SIGNALS
from xlakit.facts.signals.signal import Signal, SignalSources, SignalTable

__all__ = ["SIGNALS", "Signal", "SignalSources", "SignalTable"]
