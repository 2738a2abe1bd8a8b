"""The committed JSON Schema is the one the model gives, and it accepts what the reader accepts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from xlakit.agreement.schema import FILE, schema, text

AGREEMENTS = Path(__file__).parents[1] / "data" / "agreements"
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def errors(value: Any, rule: dict[str, Any], where: str = "") -> list[str]:
    """Return where `value` breaks `rule`: the keywords that the schema uses, read literally."""
    unread = set(rule) - READ
    assert not unread, f"the schema uses {unread}, which this test does not read"
    if "$ref" in rule:
        return errors(value, SCHEMA["$defs"][rule["$ref"].removeprefix("#/$defs/")], where)
    found = _scalar_errors(value, rule, where)
    if "anyOf" in rule or "oneOf" in rule:
        members = rule.get("anyOf", rule.get("oneOf"))
        if all(errors(value, member, where) for member in members):
            found.append(f"{where}: no member accepts {value!r}")
    if isinstance(value, dict) and not found:
        found += [f"{where}.{key} is missing" for key in rule.get("required", ()) if key not in value]
        names = rule.get("propertyNames")
        for key, item in value.items():
            found += errors(key, names, f"{where}.{key}") if names else []
            below = _rule_of(key, rule)
            if below is False:
                found.append(f"{where}.{key} is unknown")
            elif isinstance(below, dict):
                found += errors(item, below, f"{where}.{key}")
    if isinstance(value, list) and not found:
        found += [f"{where} is too short"] if len(value) < rule.get("minItems", 0) else []
        for index, item in enumerate(value):
            found += errors(item, rule.get("items", {}), f"{where}[{index}]")
    return found


def _rule_of(key: str, rule: dict[str, Any]) -> dict[str, Any] | bool:
    """Return the rule for the entry `key`, True where anything goes and False where nothing does."""
    found: dict[str, Any] | bool = rule.get("properties", {}).get(key, rule.get("additionalProperties", True))
    matching = [
        item for pattern, item in rule.get("patternProperties", {}).items() if re.search(pattern, key)
    ]
    return matching[0] if matching else found


READ = {
    *(
        "$ref",
        "$defs",
        "$schema",
        "title",
        "description",
        "default",
        "format",
        "type",
        "pattern",
        "enum",
        "const",
    ),
    *(
        "anyOf",
        "oneOf",
        "required",
        "properties",
        "additionalProperties",
        "propertyNames",
        "patternProperties",
        "items",
    ),
    *("minItems", "minLength"),
}


def _scalar_errors(value: Any, rule: dict[str, Any], where: str) -> list[str]:
    types = rule.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(isinstance(value, TYPES[name]) for name in types):
        return [f"{where}: {value!r} is not {types}"]
    if isinstance(value, str) and "pattern" in rule and not re.search(rule["pattern"], value):
        return [f"{where}: {value!r} does not match {rule['pattern']}"]
    if isinstance(value, str) and len(value) < rule.get("minLength", 0):
        return [f"{where} is empty"]
    if "enum" in rule and value not in rule["enum"]:
        return [f"{where}: {value!r} is not one of {rule['enum']}"]
    if "const" in rule and value != rule["const"]:
        return [f"{where}: {value!r} is not {rule['const']!r}"]
    return []


def as_an_editor_reads_it(name: str) -> Any:
    """Return the file as a YAML 1.2 editor sees it: numbers and flags, but dates, NO and 08:00 as text."""

    class Loader(yaml.SafeLoader):
        pass

    kept = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in kept]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load((AGREEMENTS / name).read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader


def test_the_committed_schema_is_the_one_the_model_gives() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run: python -m xlakit.agreement.schema"
    assert schema() == SCHEMA


@pytest.mark.parametrize("name", ["small.yaml", "realistic.yaml", "numbered.yaml"])
def test_the_schema_accepts_the_examples(name: str) -> None:
    assert errors(as_an_editor_reads_it(name), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind",), "Contract"),
        (("windw",), "month"),
        (("window",), "day"),
        (("term", "start"), 2026),
        (("metadata", "name"), "a name"),
        (("clocks", "response", "within", "P1"), "15min"),
        (("clocks", "response", "within"), "15min"),
        (("clocks", "response", "stop"), "first_reply"),
        (("objectives",), []),
        (("objectives", 0, "expected", "at_leest"), "95%"),
        (("objectives", 0, "weight"), "heavy"),
        (("objectives", 0, "metric"), 3),
        (("surveys",), {"csat": {"scale": "1-5"}}),
        (("calendars", "office", "hours", "mon"), ["8-12"]),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(path: tuple[str | int, ...], value: object) -> None:
    document = as_an_editor_reads_it("small.yaml")
    place = document
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert errors(document, SCHEMA) != []
