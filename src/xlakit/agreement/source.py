"""Where an agreement comes from: a file that is named, or the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlakit.errors import AgreementError, Problem, near_miss

Format = Literal["yaml", "json"]
FORMATS: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
LARGEST = 1_048_576
TEXT = "<text>"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of an agreement, what to call it in messages, and the format its name promises, if any."""

    text: str
    file: str = TEXT
    format: Format | None = None


def read(path_or_text: str | Path) -> Source:
    """Return the source that `path_or_text` is.

    A ``Path`` is a file. A ``str`` that holds a line break, or begins with ``{``, is the text of an
    agreement; any other is the name of a file. Files end in ``.yaml``, ``.yml`` or ``.json``, are UTF-8 and
    at most 1 MiB. No name inside a file is ever followed.

    Raises
    ------
    AgreementError
        There is no such file, or it is no text of that size.

    Examples
    --------
    >>> read('{"kind": "Agreement"}').file
    '<text>'
    >>> read("nowhere.yaml")
    Traceback (most recent call last):
        ...
    xlakit.errors.AgreementError: nowhere.yaml: agreement: no such file.
    """
    if isinstance(path_or_text, str):
        if "\n" in path_or_text or path_or_text.lstrip().startswith("{"):
            return from_text(path_or_text)
        if not path_or_text.strip() or "\x00" in path_or_text:
            raise _refused(TEXT, "is empty")
    return _from_file(Path(path_or_text))


def from_text(text: str, file: str = TEXT) -> Source:
    """Return the source of `text`, called `file` in messages.

    Raises
    ------
    AgreementError
        The text is larger than 1 MiB.
    """
    if len(text) > LARGEST:
        raise _refused(file, "is larger than 1 MiB")
    return Source(text, file, FORMATS.get(Path(file).suffix.lower()))


def _from_file(path: Path) -> Source:
    name = str(path)
    try:
        if path.is_dir():
            raise _refused(name, "is a folder", hint="name the agreement file in it")
        if not path.is_file():
            raise _refused(name, "no such file", hint=_neighbour(path))
        if path.suffix.lower() not in FORMATS:
            raise _refused(name, "an agreement file ends in .yaml, .yml or .json")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _refused(name, f"cannot be read: {error.strerror or error}") from None
    if len(content) > LARGEST:
        raise _refused(name, "is larger than 1 MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(name, "is not UTF-8 text", line=line, hint="save it as UTF-8") from None
    return from_text(text, name)


def _neighbour(path: Path) -> str | None:
    if not path.parent.is_dir():
        return None
    names = [item.name for item in path.parent.iterdir() if item.suffix.lower() in FORMATS]
    hint = near_miss(path.name, names)
    return hint if hint is not None and hint.startswith("did you mean") else None


def _refused(file: str, what: str, *, line: int | None = None, hint: str | None = None) -> AgreementError:
    return AgreementError([Problem(file, line, "", what, hint=hint)])
