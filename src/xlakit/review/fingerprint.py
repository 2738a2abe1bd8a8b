"""One number for what an agreement means: equal when two files promise the same."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel

from xlakit.model.quantity import TextValue

if TYPE_CHECKING:
    from xlakit.model import Agreement

_ONLY_READ = {"title", "description"}


def fingerprint(agreement: Agreement) -> str:
    """Return the SHA-256 of what `agreement` means, in hexadecimal.

    Titles and descriptions are left out. The order of keys, the form of writing (YAML, JSON, Python), a
    default that is stated or not, and ``95%`` or ``95.0%`` make no difference; the order of lists does.

    Examples
    --------
    >>> from xlakit.agreement import parse
    >>> text = '''
    ... apiVersion: xlakit/v1
    ... kind: Agreement
    ... metadata: {name: demo, title: A title}
    ... term: {start: 2026-01-01, end: 2026-12-31}
    ... objectives: [{name: happy, metric: csat, expected: {at_least: 85%}}]
    ... '''
    >>> same = text.replace("85%", "85.0%").replace("A title", "Another")
    >>> fingerprint(parse(text)) == fingerprint(parse(same)), len(fingerprint(parse(text)))
    (True, 64)
    >>> fingerprint(parse(text)) == fingerprint(parse(text.replace("85%", "85.1%")))
    False
    """
    text = json.dumps(_meaning(agreement), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _meaning(value: object) -> object:
    if isinstance(value, TextValue):
        return str(value)
    if isinstance(value, BaseModel):
        fields = {
            **{name: getattr(value, name) for name in type(value).model_fields},
            **(value.model_extra or {}),
        }
        # What stands at its default says nothing, so that a field the model gains later breaks no seal.
        silent = {name for name, info in type(value).model_fields.items() if fields[name] == info.default}
        return {name: _meaning(item) for name, item in fields.items() if name not in _ONLY_READ | silent}
    if isinstance(value, dict):
        return {str(key): _meaning(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_meaning(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value.isoformat() if isinstance(value, date) else value
