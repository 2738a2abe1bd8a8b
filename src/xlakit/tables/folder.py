"""A folder as a desk: ``tickets.*``, ``events.*``, … and a ``desk.toml`` with the keywords of ``load_desk``."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from xlakit.errors import DataError, message, near_miss
from xlakit.tables.files import is_table_file
from xlakit.tables.notes import TABLES

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTION = "desk.toml"
KEYWORDS = (*TABLES, "mapping", "columns", "values", "timezone", "datetime_format", "missing", "connection")


def read_folder(folder: Path) -> dict[str, Any]:
    """Return the keywords of ``load_desk`` that a folder states.

    Files are found by name; ``desk.toml`` may name others, relative to the folder and inside it.

    Raises
    ------
    DataError
        ``desk.toml`` is broken, names an unknown keyword or a path outside the folder, or two files hold
        the same table, or there is none.
    """
    stated = _described(folder)
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        table = path.name.split(".", 1)[0]
        if table not in TABLES or table in stated or not path.is_file() or not is_table_file(path):
            continue
        if table in found:
            got = str([found[table].name, path.name])
            hint = f"{DESCRIPTION} says which one holds: {table} = …"
            raise DataError(message(folder.name, f"two files hold {table}", got=got, hint=hint))
        found[table] = _inside(folder, path.name)
    if not found and not stated:
        hint = "a desk folder holds tickets.csv, events.csv, … or a desk.toml"
        raise DataError(message(folder.name, "the folder holds no table", hint=hint))
    return {**found, **stated}


def _described(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTION
    if not path.is_file():
        return {}
    where = f"{folder.name}/{DESCRIPTION}"
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(message(where, f"cannot be read ({error})")) from None
    for name, value in stated.items():
        if name not in KEYWORDS:
            raise DataError(
                message(where, "is no keyword of load_desk", got=name, hint=near_miss(name, KEYWORDS))
            )
        if name in TABLES:
            if not isinstance(value, str):
                raise DataError(message(where, f"{name} is expected to be a path", got=repr(value)))
            stated[name] = _inside(folder, value)
    return stated


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        hint = "a desk folder names only files of its own"
        raise DataError(
            message(f"{folder.name}/{DESCRIPTION}", "the path leaves the folder", got=name, hint=hint)
        )
    return path
