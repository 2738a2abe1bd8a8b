"""What a metric reads of a desk."""

from __future__ import annotations

from xlakit.model import Value


class Requirement(Value):
    """What a metric reads: groups of which each is needed; inside a group any one entry will do.

    An entry is ``table``, ``table.column`` (with at least one value) or ``events:kind`` (at least one event
    of that kind).
    """

    groups: tuple[tuple[str, ...], ...]


SOLVED = ("tickets.resolved_at", "events:status")
"""Where resolutions are read from."""
