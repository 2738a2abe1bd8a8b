"""What pydantic says of a value, in the words of somebody who reads the agreement file."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from xlakit.agreement.fields import keys_at
from xlakit.agreement.tree import Fault
from xlakit.errors import near_miss
from xlakit.model import Duration

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from xlakit.agreement.tree import Node, Path

_WORDS = {
    "string_type": "a text is expected",
    "dict_type": "a mapping is expected",
    "model_type": "a mapping is expected",
    "tuple_type": "a list is expected",
    "string_too_short": "is empty",
    "too_short": "needs at least one entry",
}
_PATTERNS = {
    "currency": "an ISO 4217 currency code such as EUR is expected",
    "country": "an ISO 3166 country code such as DE is expected",
}
_UNITS = {
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
    **dict.fromkeys(("week", "weeks"), "w"),
}
_FLAGS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def worded(tree: Node, path: Path, error: ErrorDetails, *, on_key: bool) -> Fault:
    """Return what pydantic's `error` about `path` (about its key, with `on_key`) says, as a fault."""
    kind = error["type"]
    if kind == "missing":
        return Fault(path, "is missing")
    if kind == "extra_forbidden":
        hint = near_miss(str(path[-1]), keys_at(path[:-1]))
        return Fault(path, "is not a key known here", hint=hint, on_key=True)
    node = tree.at(path)
    if node is not None and node.value is None:
        return Fault(path, "has no value", hint="write one, or remove the key")
    context = error.get("ctx", {})
    if kind == "literal_error":
        return _choice(path, _got(node), str(context.get("expected", "")))
    if kind == "value_error":
        what = str(context.get("error", error["msg"]))
        if on_key:
            return Fault(path, what, str(path[-1]), on_key=True)
        return Fault(path, what, node.text if node else None, _meant(what, node.text if node else None))
    words = (
        _PATTERNS.get(str(path[-1]), "is not written as expected") if "pattern" in kind else _WORDS.get(kind)
    )
    return Fault(path, words or error["msg"], _got(node), _form(path, kind, node))


def _form(path: Path, kind: str, node: Node | None) -> str | None:
    if kind == "model_type" and (keys := keys_at(path)):
        return f"its keys are {', '.join(sorted(keys))}"
    if kind == "tuple_type" and node is not None and node.text is not None:
        return f'write ["{node.text}"]'
    return None


def _choice(path: Path, got: str | None, expected: str) -> Fault:
    choices = re.findall(r"'([^']*)'", expected)
    near = difflib.get_close_matches(got or "", choices, n=1)
    what = f"is not one of {', '.join(choices)}" if len(choices) > 1 else f"is not {expected}"
    if path[0] == "clocks" and path[-1] in {"start", "stop", "cancel"}:
        what += ", or a condition such as {status: open}"
    return Fault(path, what, got, f"did you mean {near[0]!r}?" if near else None)


def _got(node: Node | None) -> str | None:
    if node is None or node.value is None:
        return None
    if node.text is not None:
        return node.text
    return "{…}" if isinstance(node.value, dict) else "[…]"


def _meant(what: str, got: str | None) -> str | None:
    """Return what the writer probably meant, where that is plain."""
    if got is None:
        return None
    if Duration.expected in what or "length of time" in what:
        words = re.sub(r"[a-z]+", lambda word: _UNITS.get(word[0], word[0]), got.lower()).replace(" ", "")
        return words if re.fullmatch(Duration.pattern, words) else None
    if "IANA" in what:
        near = difflib.get_close_matches(got, sorted(available_timezones()), n=1)
        return f"did you mean {near[0]!r}?" if near else None
    if what == "true or false is expected":
        return _FLAGS.get(got.lower())
    if "percentage" in what and re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", got):
        return f"write {got}% for {got} in a hundred"
    return None
