"""Files → rows: CSV, TSV, Parquet and JSON lines, also gzipped; what is not what its name says is refused."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import polars as pl

from xlakit.errors import DataError, message
from xlakit.tables.delimited import read_delimited
from xlakit.tables.json_lines import read_json_lines
from xlakit.tables.table_read import Source

DELIMITED = {".csv": None, ".tsv": "\t", ".txt": None}
PARQUET = {".parquet", ".pq"}
JSON_LINES = {".jsonl", ".ndjson"}
KNOWN = (*DELIMITED, *sorted(PARQUET), *sorted(JSON_LINES))
SIGNATURES = {
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip file",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3": "an SQLite database",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
SNIFFED = 8_192


def is_table_file(path: Path) -> bool:
    """Whether the name of `path` ends as a file that can be read does."""
    return _suffix(path)[0] in KNOWN


def read_file(path: str | Path, table: str) -> Source:
    """Return the rows of a file.

    Raises
    ------
    DataError
        There is no such file, its kind is not known, or it is not what its name says.
    """
    path = Path(path)
    where = f"{table}: {path.name}"
    suffix, zipped = _suffix(path)
    if suffix not in KNOWN:
        hint = f"known are {', '.join(KNOWN)}, and .gz after a text file"
        raise DataError(message(where, "the kind of file is not known", got=path.suffix, hint=hint))
    data = _bytes(path, where, zipped=zipped)
    if not data.strip():
        raise DataError(message(where, "the file is empty"))
    if suffix in PARQUET:
        return _parquet(data, where)
    _refuse_foreign(data, where, suffix)
    data = data.removeprefix(b"\xef\xbb\xbf")
    _refuse_other_encodings(data, where)
    if suffix in JSON_LINES:
        return read_json_lines(data, where)
    return read_delimited(data, where, DELIMITED[suffix])


def _suffix(path: Path) -> tuple[str, bool]:
    zipped = path.suffix.lower() == ".gz"
    return Path(path.stem if zipped else path.name).suffix.lower(), zipped


def _bytes(path: Path, where: str, *, zipped: bool) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise DataError(message(where, what, got=str(path))) from None
    if not zipped:
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(message(where, f"the file is not whole gzip ({error})")) from None


def _parquet(data: bytes, where: str) -> Source:
    try:
        return Source.of(pl.read_parquet(data))
    except (pl.exceptions.PolarsError, OSError) as error:
        what = f"the file is not Parquet ({str(error).splitlines()[0]})"
        raise DataError(message(where, what)) from None


def _refuse_foreign(data: bytes, where: str, suffix: str) -> None:
    found = next((name for mark, name in SIGNATURES.items() if data.startswith(mark)), None)
    if found is None and b"\x00" in data[:SNIFFED]:
        found = "binary data"
    if found is not None:
        hint = "name the file after what it holds, or export it as CSV in UTF-8"
        raise DataError(message(where, f"the name says {suffix}, the file holds {found}", hint=hint))


def _refuse_other_encodings(data: bytes, where: str) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        got = data[error.start : error.start + 1].hex()
        raise DataError(
            message(
                f"{where}: line {line}", "the text is not UTF-8", got=f"byte 0x{got}", hint="save it as UTF-8"
            )
        ) from None
