"""Business calendars and time on them."""

from xlakit.worktime.calendar import Calendar
from xlakit.worktime.in_turn import in_turn
from xlakit.worktime.recurring import windows_of

__all__ = ["Calendar", "in_turn", "windows_of"]
