"""YAML text → tree. A small, safe part of YAML: mappings, lists, text, aliases within reason.

Built on PyYAML's event stream, so that nothing is constructed but text: no tags, no merge keys, no
numbers, booleans or dates. Aliases are counted as what they expand to, so a file of a few lines cannot
become a value of a few gigabytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from xlakit.agreement.tree import DEEPEST, MOST_VALUES, Fault, Node, Path, UnreadableError, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = ("~", "null")

# PyYAML raises these two from unguarded chr() and int() calls on escapes and directives.
_BROKEN = (yaml.YAMLError, ValueError, OverflowError)

_HINTS = {
    "'\\t'": "indent with spaces, never with tabs",
    "mapping values are not allowed": "indent it as its neighbours are; quote a text that holds ': '",
    "'%'": "put the text in quotes",
    "'@'": "put the text in quotes",
    "'`'": "put the text in quotes",
    "<stream end>": "a bracket or a brace is not closed",
    "end of stream": "a quotation mark is not closed",
    "expected <block end>": "indent it as its neighbours are",
    "could not find expected ':'": "a key is followed by ': '",
}


def yaml_tree(text: str) -> tuple[Node | None, list[Fault]]:
    r"""Return the tree that `text` writes, and what is wrong with the writing; None when nothing can be read.

    Examples
    --------
    >>> yaml_tree("country: NO\nhours: [08:00]")[0].plain()
    {'country': 'NO', 'hours': ['08:00']}
    >>> [fault.what for fault in yaml_tree("a: 1\na: 2")[1]]
    ['is written twice, first on line 1']
    """
    builder = _Builder(text)
    try:
        return builder.document(), builder.faults
    except UnreadableError as stop:
        return None, [*builder.faults, stop.fault]


Sized = tuple[Node, int, int]
"""A node, how many values it expands to, and how many levels."""


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.anchors: dict[str, Sized | None] = {}
        self.values = 0
        self.events = self._events()

    def _events(self) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(self.text, Loader=yaml.BaseLoader)
        except _BROKEN as error:
            raise UnreadableError(_syntax(self.text, error)) from None

    def document(self) -> Node | None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.faults.append(Fault((), "is empty", line=1))
            return None
        node, _, _ = self.node(next(self.events), (), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            line = _line(after)
            self.faults.append(
                Fault((), "a second document begins here; one file is one agreement", line=line)
            )
        return node

    def node(self, event: Any, path: Path, depth: int) -> Sized:  # noqa: ANN401 - PyYAML's stubs hide the fields
        """Return the node that `event` begins, with its size and its height, all aliases counted in full."""
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, depth)
        self._count(1, depth, path, event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if event.tag is not None:
            what, hint = "tags are not read", "remove the tag: every value is text"
            self.faults.append(Fault(path, what, event.tag, hint, line=_line(event)))
        if isinstance(event, yaml.MappingStartEvent):
            found = self._mapping(_line(event), path, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            found = self._list(_line(event), path, depth)
        else:
            found = self._scalar(event, path), 1, 1
        if event.anchor is not None:
            self.anchors[event.anchor] = found
        return found

    def _alias(self, event: yaml.AliasEvent, path: Path, depth: int) -> Sized:
        name = event.anchor or ""
        found = self.anchors.get(name)
        if found is None:
            inside = name in self.anchors
            what = "an alias stands inside what it repeats" if inside else "an alias has no anchor before it"
            raise UnreadableError(Fault(path, what, f"*{name}", line=_line(event)))
        _, size, height = found
        self._count(size, depth + height - 1, path, event)
        return found

    def _count(self, values: int, depth: int, path: Path, event: yaml.Event) -> None:
        self.values += values
        if depth > DEEPEST:
            raise UnreadableError(
                Fault(path[:3], f"is nested deeper than {DEEPEST} levels", line=_line(event))
            )
        if self.values > MOST_VALUES:
            what = f"holds more than {MOST_VALUES} values once its aliases are written out"
            raise UnreadableError(Fault(path[:3], what, line=_line(event)))

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Node:
        line, plain = _line(event), event.style is None
        if not is_text(event.value):
            self.faults.append(Fault(path, "holds half a character (a lone surrogate)", line=line))
            return Node(line, "")
        if plain and not event.value:
            self.faults.append(Fault(path, "has no value", hint="write one, or remove the key", line=line))
            return Node(line, None)
        return Node(line, None if plain and event.value in NOTHING else event.value)

    def _list(self, line: int, path: Path, depth: int) -> Sized:
        items: list[Node] = []
        size, height = 1, 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            item, below, high = self.node(event, (*path, len(items)), depth + 1)
            items.append(item)
            size, height = size + below, max(height, high)
        return Node(line, tuple(items)), size, height + 1

    def _mapping(self, line: int, path: Path, depth: int) -> Sized:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        size, height = 1, 0
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            at = _line(event)
            written, _, _ = self.node(event, path, depth + 1)
            key = self._key(event, written, path, at)
            below = path if key is None else (*path, key)
            item, amount, high = self.node(next(self.events), below, depth + 1)
            size, height = size + amount + 1, max(height, high)
            if key is None:
                continue
            if key in entries:
                what = f"is written twice, first on line {lines[key]}"
                self.faults.append(Fault(below, what, hint="keep one of the two", line=at))
                continue
            entries[key], lines[key] = item, at
        return Node(line, entries, lines), size, height + 1

    def _key(self, event: yaml.Event, written: Node, path: Path, line: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and event.style is None and event.value == "<<":
            what, hint = "merge keys are not read", "repeat the keys, or use an alias for a whole value"
            self.faults.append(Fault((*path, "<<"), what, hint=hint, line=line))
            return None
        if written.text is None:
            if not isinstance(event, yaml.ScalarEvent) or event.value:
                self.faults.append(Fault(path, "a key is a text", line=line))
            return None
        return written.text


def _line(event: yaml.Event) -> int:
    return int(getattr(event.start_mark, "line", 0)) + 1


def _syntax(text: str, error: Exception) -> Fault:
    if isinstance(error, yaml.MarkedYAMLError):
        at = getattr(error.problem_mark or error.context_mark, "line", None)
        line = None if at is None else min(at, text.count("\n")) + 1
        what = error.problem or "cannot be read"
        hint = next((hint for sign, hint in _HINTS.items() if sign in what), None)
        return Fault((), f"is not YAML: {what}", hint=hint, line=line)
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Fault((), "holds a character that text does not have", f"U+{error.character:04X}", line=line)
    return Fault((), "is not YAML: an escape or a directive is out of range")
