"""The JSON Schema of agreement files, for editors; ``python -m xlakit.agreement.schema`` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xlakit.model import Agreement

FILE = Path(__file__).with_name("agreement.schema.json")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an agreement file.

    It describes shapes, units and choices. What one part says of another (names, order of levels) is
    beyond a schema; ``load_agreement`` checks that.

    Examples
    --------
    >>> schema()["required"]
    ['apiVersion', 'kind', 'metadata', 'term', 'objectives']
    """
    found = Agreement.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_with_short_descriptions(found)}


def _with_short_descriptions(value: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Keep the first paragraph of each description, as an editor's tooltip has room for it."""
    if isinstance(value, list):
        return [_with_short_descriptions(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_short_descriptions(item) for key, item in value.items()}
    if isinstance(text := found.get("description"), str):
        found["description"] = " ".join(text.split("\n\n", 1)[0].split()).replace("``", "`")
    return found


def text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema next to this module."""
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
