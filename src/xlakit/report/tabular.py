"""Rows of plain values as a table of the kind that somebody asks for."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from xlakit.errors import MissingExtraError, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlakit.model.scorecard import FrameKind

_KINDS: Final[tuple[str, ...]] = ("polars", "pandas", "arrow", "dicts")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"pandas": ("pyarrow", "pandas"), "arrow": ("pyarrow",)}


def tabular(rows: Sequence[dict[str, Any]], types: Mapping[str, type], kind: FrameKind) -> Any:  # noqa: ANN401 - the kind decides the type
    """Return `rows` as a table of that kind.

    Parameters
    ----------
    rows
        Dicts of plain values.
    types
        The columns in order: ``str``, ``int``, ``float``, ``Decimal`` or ``datetime`` (in UTC).
    kind
        ``polars``, ``pandas``, ``arrow`` or ``dicts``.

    Raises
    ------
    MissingExtraError
        `kind` needs a library that is not installed.
    ValueError
        `kind` is none of the four.
    """
    if kind not in _KINDS:
        hint = f"one of {', '.join(_KINDS)}"
        raise ValueError(message("to_frame", "there is no such kind of table", got=kind, hint=hint))
    if kind == "dicts":
        return list(rows)
    for library in _NEEDED.get(kind, ()):
        try:
            import_module(library)
        except ImportError:
            where = f"to_frame({kind!r})"
            raise MissingExtraError.build(where, "pandas") from None
    import polars as pl

    dtypes = {
        str: pl.String(),
        int: pl.Int64(),
        float: pl.Float64(),
        Decimal: pl.Decimal(38, 6),
        datetime: pl.Datetime("us", "UTC"),
    }
    frame = pl.DataFrame(rows, schema={name: dtypes[kept] for name, kept in types.items()})
    if kind == "arrow":
        return frame.to_arrow()
    return frame.to_pandas(use_pyarrow_extension_array=True) if kind == "pandas" else frame
