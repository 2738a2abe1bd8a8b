"""Clocks explained: every interval, counted or not, and why."""

from xlakit.facts.explain.clock import explain_clock

__all__ = ["explain_clock"]
