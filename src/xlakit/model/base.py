"""The base of every value in the model: frozen, strict, nothing extra."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value. Equality is by content; unknown keys are errors; types are not coerced."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, populate_by_name=True, validate_default=True
    )


class Recomputable(Value):
    """A value that can compute more of itself on demand; what it needs for that is not part of its content."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def __getstate__(self) -> dict[Any, Any]:
        """Return what is kept in a file or sent to another process: all that is said, not how to compute more."""
        forgotten = dict.fromkeys(type(self).__private_attributes__)
        return super().__getstate__() | {"__pydantic_private__": forgotten}
