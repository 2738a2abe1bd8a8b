"""Which keys the model knows at a place of the file, read from its annotations."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from xlakit.model import Agreement, CalendarChoice, MetricRef, Value
from xlakit.model.quantity import TextValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.agreement.tree import Path

_NOT_BY_KEYS = (TextValue, MetricRef, CalendarChoice)


def keys_at(path: Path) -> frozenset[str]:
    """Return the keys the model knows at `path`; none where names are free or where a plain value stands.

    Examples
    --------
    >>> sorted(keys_at(("objectives", 0, "expected")))
    ['at_least', 'at_most']
    >>> keys_at(("clocks",)), keys_at(("no", "such", "place"))
    (frozenset(), frozenset())
    """
    return frozenset(key for model in _models(_annotations(path)) for key in _fields(model))


def is_open(path: Path) -> bool:
    """Whether `path` holds names the parties choose: clocks, priorities, conditions, parameters."""
    return any(
        get_origin(item) is dict or item in {MetricRef, CalendarChoice, Any} for item in _annotations(path)
    )


def _annotations(path: Path) -> list[Any]:
    found: list[Any] = [Agreement]
    for part in path:
        found = [member for item in found for below in _below(item, part) for member in _members(below)]
    return found


def _members(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - annotations have no common type
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _below(annotation: Any, part: str | int) -> Iterator[Any]:  # noqa: ANN401 - as above
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and isinstance(part, int):
        yield arguments[0]
    elif get_origin(annotation) is dict and isinstance(part, str):
        yield arguments[1]
    for model in _models([annotation]):
        if part in (fields := _fields(model)):
            yield fields[str(part)]


def _models(annotations: list[Any]) -> Iterator[type[Value]]:
    for item in annotations:
        if isinstance(item, type) and issubclass(item, Value) and not issubclass(item, _NOT_BY_KEYS):
            yield item


def _fields(model: type[Value]) -> dict[str, Any]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}
