"""Conditions as data: which records a clause speaks of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from xlakit.model.text import as_list

NOT = "_not"


def _condition(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_list(item) for key, item in value.items()}
    return value


Condition = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_condition),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
            },
        }
    ),
]
"""Column → accepted values. All columns must match; ``status_not: new`` accepts everything else.

A record whose column is null matches neither ``column`` nor ``column_not``: unknown is not different.
"""


def column_of(key: str) -> tuple[str, bool]:
    """Return the column that a condition's key speaks of and whether it is negated.

    Examples
    --------
    >>> column_of("status_not"), column_of("site")
    (('status', True), ('site', False))
    """
    return (key.removesuffix(NOT), True) if key.endswith(NOT) else (key, False)
