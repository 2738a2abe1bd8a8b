"""What a rule has to say: coded, evidenced, and with a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from xlakit.model.base import Value
from xlakit.model.window import Window

if TYPE_CHECKING:
    from datetime import datetime

Severity = Literal["info", "warning", "severe"]
Section = Literal["raised", "clear", "not_applicable", "ignored"]
Shade = Literal["CONFIRMED", "SUSPECTED", "POSSIBLE", "HEALTHY", "RED", "INVERSE", "UNKNOWN"]
"""The classes of a window or segment between its efficiency and its experience side."""


class Evidence(Value):
    """One number a finding rests on, with its interval where it is an estimate."""

    what: str
    value: float | int | str | None
    low: float | None = None
    high: float | None = None
    count: int | None = None
    unit: str = ""


class Finding(Value):
    """One thing that should be known, and what to do about it.

    ``examples`` are ids of tickets; they are given for operational data only, and for answers only where
    the surveys are ``identified``.
    """

    code: str
    severity: Severity
    title: str
    message: str
    objective: str | None = None
    segment: tuple[tuple[str, str], ...] = ()
    window: Window | None = None
    evidence: tuple[Evidence, ...] = ()
    tickets_affected: int | None = None
    examples: tuple[str, ...] = ()
    advice: str = ""

    @property
    def window_start(self) -> datetime | None:
        """Where the window begins that the finding speaks of; None where it speaks of no single one."""
        return None if self.window is None else self.window.start


class RuleReport(Value):
    """Where one rule ended up: exactly one section, with the reason where it was not judged."""

    code: str
    title: str
    section: Section
    reason: str = ""


class ShadeOf(Value):
    """The watermelon class of a window, for the whole or for one segment of it."""

    window: Window
    segment: tuple[tuple[str, str], ...] = ()
    shade: Shade
    severe: bool = False
    reason: str = ""
