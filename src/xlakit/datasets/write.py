"""A synthetic desk as a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl
from polars import selectors as cs

from xlakit.datasets.office import ZONE
from xlakit.errors import DataError, message

if TYPE_CHECKING:
    from xlakit.datasets.desk_data import DeskData

Format = Literal["parquet", "csv"]
FORMATS = ("parquet", "csv")


def write_desk(data: DeskData, folder: str | Path, *, format: Format = "parquet") -> Path:  # noqa: A002 - what people call it
    """Write the tables of `data` into `folder`, which `load_desk` reads as a desk, and return the folder.

    Parameters
    ----------
    folder
        Where to write ``tickets.*``, ``events.*``, ``surveys.*`` and ``desk.toml``; made if it is not there.
        Files of these names are replaced, and the same tables in the other format removed: two files of
        one table would be ambiguous.
    format
        ``parquet`` keeps types; ``csv`` writes instants as ISO 8601 in UTC and lists separated by ``;``.

    Raises
    ------
    DataError
        An unknown format.

    Examples
    --------
    >>> import tempfile
    >>> from xlakit.datasets import synthetic_desk
    >>> folder = write_desk(synthetic_desk(tickets=3), tempfile.mkdtemp(), format="csv")
    >>> sorted(path.name for path in folder.iterdir())
    ['desk.toml', 'events.csv', 'surveys.csv', 'tickets.csv']
    """
    if format not in FORMATS:
        raise DataError(
            message("write_desk.format", "is not known", got=format, hint=f"one of {', '.join(FORMATS)}")
        )
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, frame in data.tables().items():
        for known in FORMATS:
            (place / f"{name}.{known}").unlink(missing_ok=True)
        path = place / f"{name}.{format}"
        if format == "parquet":
            frame.write_parquet(path)
        else:
            flat(frame).write_csv(path)
    told = f"# A made-up desk: the story {data.story!r}, seed {data.seed}.\n"
    (place / "desk.toml").write_text(f'{told}timezone = "{ZONE}"\n', encoding="utf-8")
    return place


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with instants and lists written as text."""
    return frame.with_columns(
        cs.datetime().dt.strftime("%Y-%m-%dT%H:%M:%SZ"), cs.by_dtype(pl.List(pl.String)).list.join("; ")
    )
