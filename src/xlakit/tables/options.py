"""How the user's tables are to be read: names, values, zone, forms of time, missing codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xlakit.errors import DataError, message, near_miss
from xlakit.model.records import RECORDS
from xlakit.tables.mapping import Mapping as Preset
from xlakit.tables.mapping import preset
from xlakit.tables.patterns import Pattern, pattern_of

Names = Mapping[str, Any]
MISSING = ("", "?")
TABLE_NAMES = ("log", *RECORDS)


@dataclass(frozen=True, slots=True)
class Options:
    """The keywords of ``Desk`` in one form each. Per table: source → canonical, value → canonical."""

    preset: Preset
    columns: Mapping[str, Mapping[str, str]]
    everywhere: Mapping[str, str]
    values: Mapping[str, Mapping[str, Mapping[str, str]]]
    timezone: str | None
    patterns: Mapping[str | None, tuple[Pattern, ...]]
    missing: Mapping[str | None, tuple[str, ...]] = field(default_factory=dict)

    def values_of(self, table: str) -> dict[str, dict[str, str]]:
        """Return canonical column → source value → value, the user's entries before the preset's."""
        found: dict[str, dict[str, str]] = {}
        for layer in (self.preset.values, self.values.get("", {}), self.values.get(table, {})):
            for column, entries in layer.items():
                found[column] = {**found.get(column, {}), **entries}
        return found

    def patterns_of(self, *names: str) -> tuple[Pattern, ...]:
        """Return the forms of time stated for a column, by any of its names."""
        own = next((self.patterns[name] for name in names if name in self.patterns), None)
        return own if own is not None else self.patterns.get(None, ())

    def missing_of(self, *names: str) -> tuple[str, ...]:
        """Return the codes that mean "nothing known" in a column, by any of its names."""
        own = next((self.missing[name] for name in names if name in self.missing), ())
        return (*self.missing.get(None, ()), *own)


def options_of(
    *,
    mapping: str | Preset | None,
    columns: Names | None,
    values: Names | None,
    timezone: str | None,
    datetime_format: str | Iterable[str] | Names | None,
    missing: Iterable[object] | Names,
) -> Options:
    """Return the checked options.

    Raises
    ------
    DataError
        A preset, zone or form of time is not known, or a keyword has the wrong shape.
    """
    columns, values = columns or {}, values or {}
    for name, given in (("columns", columns), ("values", values)):
        if not isinstance(given, Mapping):
            raise DataError(message(name, "a mapping is expected", got=type(given).__name__))
    per_table = _is_per_table(columns)
    return Options(
        preset=preset(mapping) if isinstance(mapping, str) else mapping or Preset(name="none"),
        columns={table: dict(names) for table, names in columns.items()} if per_table else {},
        everywhere={} if per_table else {str(source): _text(name) for source, name in columns.items()},
        values=_values(values),
        timezone=_zone(timezone),
        patterns=_patterns(datetime_format),
        missing=_missing(missing),
    )


def _is_per_table(names: Names) -> bool:
    nested = {key for key, value in names.items() if isinstance(value, Mapping)}
    if not nested:
        return False
    unknown = sorted(set(names) - set(TABLE_NAMES))
    if unknown or len(nested) < len(names):
        hint = near_miss(unknown[0], TABLE_NAMES) if unknown else "columns={'tickets': {…}, 'events': {…}}"
        what = "is given for all tables at once, or table by table, not both"
        raise DataError(message("columns", what, got=str(sorted(names)), hint=hint))
    return True


def _values(values: Names) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for key, inner in values.items():
        if not isinstance(inner, Mapping):
            what = f"{key!r} needs a mapping of source value to value"
            raise DataError(message("values", what, got=repr(inner)))
        nested = key in TABLE_NAMES and all(isinstance(item, Mapping) for item in inner.values())
        for column, entries in inner.items() if nested else [(key, inner)]:
            texts = {_text(source): _text(target) for source, target in entries.items()}
            found.setdefault(key if nested else "", {})[column] = texts
    return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _zone(timezone: str | None) -> str | None:
    if timezone is None:
        return None
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        hint = "an IANA name such as Europe/Berlin"
        raise DataError(message("timezone", "is not known", got=repr(timezone), hint=hint)) from None
    return timezone


def _patterns(given: str | Iterable[str] | Names | None) -> dict[str | None, tuple[Pattern, ...]]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return {name: _several(form) for name, form in given.items()}
    return {None: _several(given)}


def _several(given: str | Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(pattern_of(text) for text in ([given] if isinstance(given, str) else given))


def _missing(given: Iterable[object] | Names) -> dict[str | None, tuple[str, ...]]:
    if isinstance(given, Mapping):
        return {name: _codes(codes) for name, codes in given.items()}
    return {None: _codes(given)}


def _codes(given: object) -> tuple[str, ...]:
    several = [given] if isinstance(given, str) or not isinstance(given, Iterable) else given
    return tuple(_text(code).strip() for code in several)
