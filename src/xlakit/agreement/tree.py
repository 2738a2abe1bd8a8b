"""What a file says before anyone asks what it means: text in mappings and lists, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlakit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Path = tuple[str | int, ...]
SHOWN = 60
DEEPEST = 40
MOST_VALUES = 50_000


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping, a list, one text, or nothing (``null``), with the line on which it begins.

    Attributes
    ----------
    line
        1-based.
    value
        Every scalar is text as it is written: ``NO``, ``08:00`` and ``250000.00`` are what they look like.
    key_lines
        For a mapping, the line of each key.
    """

    line: int
    value: str | tuple[Node, ...] | dict[str, Node] | None
    key_lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str | None:
        """The text of a scalar; None for everything else."""
        return self.value if isinstance(self.value, str) else None

    @property
    def entries(self) -> dict[str, Node]:
        """The entries of a mapping; none for everything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> tuple[Node, ...]:
        """The items of a list; none for everything else."""
        return self.value if isinstance(self.value, tuple) else ()

    def child(self, part: str | int) -> Node | None:
        """Return the entry or the item of that key or index, or None."""
        if isinstance(part, str):
            return self.entries.get(part)
        return self.items[part] if 0 <= part < len(self.items) else None

    def at(self, path: Path) -> Node | None:
        """Return what stands at `path`, or None."""
        node: Node | None = self
        for part in path:
            node = None if node is None else node.child(part)
        return node

    def line_of(self, path: Path) -> int:
        """Return the line to look at for `path`: that of the text, of its key, or of what should hold it."""
        node, line = self, self.line
        for part in path:
            child = node.child(part)
            if child is None:
                return line
            line = node.key_lines.get(part, child.line) if isinstance(part, str) else child.line
            node = child
        return node.line if node.text is not None else line

    def key_line(self, path: Path) -> int:
        """Return the line of the key that `path` ends in."""
        parent = self.at(path[:-1])
        line = parent.key_lines.get(str(path[-1])) if parent is not None and path else None
        return self.line_of(path) if line is None else line

    def plain(self) -> object:
        """Return the dictionaries, lists, texts and Nones it stands for."""
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        return self.value

    def with_entry(self, path: Path, value: Node, line: int) -> Node:
        """Return a copy with `value`, whose key stands on `line`, at `path`; missing mappings are made."""
        if not path:
            return value
        part, rest = path[0], path[1:]
        below = self.child(part) or Node(line, {})
        changed = below.with_entry(rest, value, line)
        if isinstance(part, int):
            return replace(self, value=(*self.items[:part], changed, *self.items[part + 1 :]))
        at = self.key_lines.get(part, line) if rest else line
        return Node(self.line, {**self.entries, part: changed}, {**self.key_lines, part: at})


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake at a place in the tree, before it is told which file that is.

    ``on_key`` marks a mistake of the key itself, not of what it holds; ``line`` overrides the line of the
    place (the second of two equal keys is not in the tree).
    """

    path: Path
    what: str
    got: str | None = None
    hint: str | None = None
    on_key: bool = False
    line: int | None = None


class UnreadableError(Exception):
    """What follows in the text cannot be read at all; everything found before it still counts."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


def is_text(value: str) -> bool:
    """Whether `value` can be written to a file: it holds no lone surrogate."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def dotted(path: Path) -> str:
    """Return `path` as people write it.

    Examples
    --------
    >>> dotted(("objectives", 2, "expected", "at_least"))
    'objectives[2].expected.at_least'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def shown(text: str | None) -> str | None:
    """Return `text` short enough for one line of a message."""
    return text if text is None or len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def problems(file: str, tree: Node | None, faults: Iterable[Fault]) -> tuple[Problem, ...]:
    """Return the problems that `faults` are, one a place, in the order of the file.

    Where two checks speak of the same place, the first in `faults` is kept: a value that cannot be read
    need not be told that it also fits nothing.
    """
    first: dict[Path, Problem] = {}
    for fault in faults:
        line = fault.line
        if line is None and tree is not None:
            line = tree.key_line(fault.path) if fault.on_key else tree.line_of(fault.path)
        problem = Problem(file, line, dotted(fault.path), fault.what, shown(fault.got), fault.hint)
        first.setdefault(fault.path, problem)
    return tuple(sorted(first.values(), key=lambda problem: (problem.line or 0, problem.path)))
