"""JSON text → tree. Numbers, true and false stay the text they are written as; null is nothing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from xlakit.agreement.tree import DEEPEST, MOST_VALUES, Fault, Node, Path, UnreadableError, is_text

if TYPE_CHECKING:
    from collections.abc import Callable

_BLANK = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


def json_tree(text: str) -> tuple[Node | None, list[Fault]]:
    r"""Return the tree that `text` writes, and what is wrong with the writing; None when nothing can be read.

    Examples
    --------
    >>> json_tree('{"weight": 0.10, "title": null}')[0].plain()
    {'weight': '0.10', 'title': None}
    >>> [(fault.what, fault.line) for fault in json_tree('{"a": 1,\n "a": 2}')[1]]
    [('is written twice, first on line 1', 2)]
    """
    reader = _Reader(text)
    try:
        return reader.document(), reader.faults
    except UnreadableError as stop:
        return None, [*reader.faults, stop.fault]


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.position = 0
        self.counted = 0
        self.line = 1
        self.values = 0
        self.decoder = json.JSONDecoder()

    def document(self) -> Node:
        node = self.value((), 1)
        if self.peek():
            self._stop("nothing is expected after the closing brace")
        return node

    def value(self, path: Path, depth: int) -> Node:
        self.values += 1
        sign = self.peek()
        if depth > DEEPEST:
            raise UnreadableError(Fault(path[:3], f"is nested deeper than {DEEPEST} levels", line=self.line))
        if self.values > MOST_VALUES:
            raise UnreadableError(Fault(path[:3], f"holds more than {MOST_VALUES} values", line=self.line))
        if sign == "{":
            return self._mapping(path, depth)
        if sign == "[":
            return self._list(path, depth)
        line = self.line
        if sign == '"':
            return Node(line, self._string(path))
        found = _WORD.match(self.text, self.position)
        if not found:
            self._stop("a value is expected")
        self.position = found.end()
        return Node(line, None if found[0] == "null" else found[0])

    def peek(self) -> str:
        """Return the next character that is not blank, "" at the end, and set the line it is on."""
        found = _BLANK.match(self.text, self.position)
        self.position = found.end() if found else self.position
        self.line += self.text.count("\n", self.counted, self.position)
        self.counted = self.position
        return self.text[self.position : self.position + 1]

    def _string(self, path: Path) -> str:
        line = self.line
        try:
            value, self.position = self.decoder.raw_decode(self.text, self.position)
        except json.JSONDecodeError as error:
            self.line += self.text.count("\n", self.counted, error.pos)
            self._stop(error.msg)
        if not is_text(value):
            self.faults.append(Fault(path, "holds half a character (a lone surrogate)", line=line))
            return ""
        return str(value)

    def _until(self, end: str, step: Callable[[], None]) -> None:
        self.position += 1
        if self.peek() == end:
            self.position += 1
            return
        while True:
            step()
            sign = self.peek()
            if sign not in (end, ","):
                self._stop(f"',' or '{end}' is expected")
            self.position += 1
            if sign == end:
                return

    def _list(self, path: Path, depth: int) -> Node:
        line, items = self.line, list[Node]()
        self._until("]", lambda: items.append(self.value((*path, len(items)), depth + 1)))
        return Node(line, tuple(items))

    def _mapping(self, path: Path, depth: int) -> Node:
        line, entries, lines = self.line, dict[str, Node](), dict[str, int]()

        def entry() -> None:
            if self.peek() != '"':
                self._stop("a key in double quotes is expected")
            at, key = self.line, self._string(path)
            if self.peek() != ":":
                self._stop("':' is expected")
            self.position += 1
            item = self.value((*path, key), depth + 1)
            if key in entries:
                what = f"is written twice, first on line {lines[key]}"
                self.faults.append(Fault((*path, key), what, hint="keep one of the two", line=at))
            else:
                entries[key], lines[key] = item, at

        self._until("}", entry)
        return Node(line, entries, lines)

    def _stop(self, what: str) -> NoReturn:
        got = self.text[self.position : self.position + 20].split("\n", 1)[0]
        raise UnreadableError(Fault((), f"is not JSON: {what}", got or None, line=self.line))
