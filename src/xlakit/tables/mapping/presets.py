"""The presets by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.errors import DataError, message, near_miss
from xlakit.tables.mapping.servicenow import SERVICENOW

if TYPE_CHECKING:
    from xlakit.tables.mapping.spec import Mapping

PRESETS: dict[str, Mapping] = {SERVICENOW.name: SERVICENOW}


def preset(name: str) -> Mapping:
    """Return the preset called `name`.

    Raises
    ------
    DataError
        There is none of that name.

    Examples
    --------
    >>> preset("servicenow").values["status"]["Active"]
    'open'
    """
    if name not in PRESETS:
        raise DataError(message("mapping", "is not known", got=name, hint=near_miss(name, PRESETS)))
    return PRESETS[name]
