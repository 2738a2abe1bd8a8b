"""A metric by name and parameters: what an objective holds instead of a function."""

from __future__ import annotations

from typing import Any

from pydantic import model_serializer, model_validator

from xlakit.model.base import Value
from xlakit.model.quantity import TextValue


def _written(value: Any) -> Any:  # noqa: ANN401 - a parameter may be anything a file can hold
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | TextValue) else value


class MetricRef(Value):
    """The name of a catalogue metric with its parameters, as an agreement writes it.

    ``csat`` and ``{name: within, clock: response}`` are both read; parameters stay as they are written
    until the catalogue, which knows their types, reads them. Whole numbers, flags and durations given by
    Python become the text a file would hold, so that both ways of writing are equal.

    Examples
    --------
    >>> MetricRef.model_validate("csat").params
    {}
    >>> MetricRef.model_validate({"name": "within", "clock": "response"}).params
    {'clock': 'response'}
    >>> from xlakit.model import Duration
    >>> MetricRef(name="reopen_rate", params={"follow_up": Duration.parse("14d"), "n": 3}).params
    {'follow_up': '336h', 'n': '3'}
    """

    name: str
    params: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever the file holds
        if isinstance(value, str):
            return {"name": value}
        if isinstance(value, dict) and not isinstance(value.get("params"), dict):
            rest = {key: item for key, item in value.items() if key != "name"}
            value = {**({"name": value["name"]} if "name" in value else {}), "params": rest}
        if isinstance(value, dict) and isinstance(value.get("params"), dict):
            return {**value, "params": {key: _written(item) for key, item in value["params"].items()}}
        return value

    @model_serializer(mode="plain")
    def _to_file(self) -> str | dict[str, Any]:
        return {"name": self.name, **self.params} if self.params else self.name

    @classmethod
    def __get_pydantic_json_schema__(cls, _: Any, __: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's hook
        return {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
            ]
        }

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.name}({inside})" if inside else self.name
