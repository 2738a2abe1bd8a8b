from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

import xlakit as xk
from xlakit.errors import DataError, MissingExtraError
from xlakit.tables import workbook
from xlakit.tables.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def written(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def patched(path: Path, part: str, change: dict[str, str]) -> Path:
    """Rewrite one part of a workbook as text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, text.encode() if name == part else data)
    return path


def test_a_history_as_people_keep_it(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["B2"] = "objective"  # a blank row above, a blank column before
    for cell, name in zip("CDEF", ("window", "good", "total", "value"), strict=True):
        sheet[f"{cell}2"] = name
    sheet["G2"] = " "
    rows: list[tuple[object, ...]] = [
        ("fix", "2026-01", 940, 1000, None, "a remark"),
        (None,) * 6,
        ("fix", date(2026, 2, 1), "900", 1000, None, None),
        ("up", datetime(2026, 1, 1), None, None, "99.2%", None),  # noqa: DTZ001 - spreadsheets know no zones
        ("up", "2026-02", None, None, 0.945, None),
        ("up", "2026-03", None, None, True, None),
    ]
    for place, row in enumerate(rows, start=3):
        for cell, value in zip("BCDEFG", row, strict=True):
            sheet[f"{cell}{place}"] = value
    sheet["F7"].number_format = "0.0%"
    other: Any = book.create_sheet("notes", 0)
    other.sheet_state = "hidden"
    other["A1"] = "nothing to see"
    book.create_sheet("more")["A1"] = "objective"
    book.save(tmp_path / "History.XLSX")
    found = xk.load_results(tmp_path / "History.XLSX")
    assert [(item.objective, item.window, item.good, item.value, item.row) for item in found.rows] == [
        ("fix", "2026-01", 940, None, 0),
        ("fix", datetime(2026, 2, 1), 900, None, 2),  # noqa: DTZ001
        ("up", datetime(2026, 1, 1), None, Fraction(124, 125), 3),  # noqa: DTZ001
        ("up", "2026-02", None, Fraction(189, 200), 4),
    ]
    assert found.problems == ("results: row 5: value is not a number; got 'True'.",)


def test_a_formula_counts_by_its_last_result_and_without_one_it_is_no_number(tmp_path: Path) -> None:
    path = written(
        tmp_path / "r.xlsx",
        ("objective", "window", "good", "total", "value"),
        ("up", "2026-01", None, None, "=1-0.055"),
        ("up", "2026-02", None, None, "=1-0.055"),
        ("=A2", "=B2", "=C2", "=D2", "=E2"),
    )
    # What a spreadsheet leaves behind once it has computed: the formula, and a float beside it.
    patched(
        path,
        SHEET,
        {'<c r="E2"><f>1-0.055</f><v /></c>': '<c r="E2"><f>1-0.055</f><v>0.94499999999999995</v></c>'},
    )
    found = xk.load_results(path)
    assert [item.value for item in found.rows] == [Fraction(189, 200)]
    assert found.problems == (
        "results: row 1: value is not a number; got '=1-0.055'.",
        "results: row 2: good is not a whole number; got '=C2'.",
    )


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (0.955, "0.955"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (1e6 + 0.5, "1000000.5"),
        (0.5e21, "5E+20"),
    ],
)
def test_a_number_is_what_the_sheet_shows(tmp_path: Path, held: float, shown: str) -> None:
    sheet = read_workbook(written(tmp_path / "n.xlsx", ("value",), (held,)), "results")
    assert sheet.rows == [{"value": Decimal(shown)}]


def test_a_sheet_that_lies_about_its_size_is_read_for_what_it_holds(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", ("objective", "window", "value"), ("up", "2026-01", "99%"))
    patched(path, SHEET, {'<dimension ref="A1:C2" />': '<dimension ref="A1:XFD1048576" />'})
    assert len(xk.load_results(path)) == 1
    patched(path, SHEET, {'<dimension ref="A1:XFD1048576" />': '<dimension ref="A1:A1" />'})
    assert len(xk.load_results(path)) == 1


@pytest.mark.parametrize(("last", "rows"), [(1_048_576, 2), (999_999_999_999, None)])
def test_a_row_far_down_does_not_hang(tmp_path: Path, last: int, rows: int | None) -> None:
    path = written(tmp_path / "r.xlsx", ("value",), ("1",), ("2",))
    patched(path, SHEET, {'<row r="3">': f'<row r="{last}">', '<c r="A3"': f'<c r="A{last}"'})
    if rows is None:
        with pytest.raises(DataError, match="more rows than a sheet can have"):
            read_workbook(path, "results")
        return
    assert read_workbook(path, "results").numbers == [0, last - 2]


def test_what_stands_beside_the_heading_is_not_looked_at(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", ("value",), ("1", *[None] * 16_382, "far out"), (None, "a remark"))
    sheet = read_workbook(path, "results")
    assert (sheet.rows, sheet.numbers) == ([{"value": "1"}], [0])


def test_tables_larger_than_any_history_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "r.xlsx", ("a", "b"), (1, 2), (3, 4))
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    with pytest.raises(
        DataError, match=r"results: r.xlsx: the sheet has more than 1 rows. Hint: save it as CSV"
    ):
        read_workbook(path, "results")
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 1)
    with pytest.raises(DataError, match="more than 1 columns; got '2'"):
        read_workbook(path, "results")
    monkeypatch.setattr(workbook, "MOST_BYTES", 2**10)
    with pytest.raises(DataError, match="larger than 0 MiB once it is unpacked"):
        read_workbook(path, "results")


def test_a_bomb_is_seen_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/x.xml", "w") as part:
        for _ in range(17):
            part.write(bytes(2**26))
    with pytest.raises(DataError, match=r"larger than 1,024 MiB once it is unpacked; got '1,088 MiB'"):
        read_workbook(path, "results")


@pytest.mark.parametrize("name", ["text.xlsx", "empty.xlsx", "zip.xlsx", "broken.xlsx", "torn.xlsx"])
def test_what_is_no_workbook_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "zip.xlsx":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "no workbook")
    elif name == "broken.xlsx":
        patched(written(path, ("a",), (1,)), SHEET, {"</sheetData>": "</sheetDada>"})
    elif name == "torn.xlsx":
        whole = written(path, ("a",), (1,)).read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    else:
        path.write_bytes(b"" if name == "empty.xlsx" else b"objective,window\n")
    with pytest.raises(
        DataError, match=rf"results: {name}: the file is no workbook .* Hint: save it as .xlsx"
    ):
        read_workbook(path, "results")


def test_empty_sheets_and_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read .No such file"):
        read_workbook(tmp_path / "none.xlsx", "results")
    with pytest.raises(DataError, match="the file is empty"):
        read_workbook(written(tmp_path / "a.xlsx"), "results")
    with pytest.raises(DataError, match="no rows under its heading"):
        read_workbook(written(tmp_path / "b.xlsx", ("objective",)), "results")
    with pytest.raises(DataError, match=r"names a column twice; got \['good'\]"):
        read_workbook(written(tmp_path / "c.xlsx", ("good", " good "), (1, 2)), "results")


def test_a_sheet_is_never_changed_by_reading_it(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", ("a",), ("=1+1",))
    before = path.read_bytes()
    read_workbook(path, "results")
    assert path.read_bytes() == before
    assert load_workbook(path).active["A2"].value == "=1+1"


def test_without_the_extra_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"xlakit\[excel\]"):
        read_workbook(tmp_path / "r.xlsx", "results")


def test_only_names_of_workbooks_are_workbooks() -> None:
    assert is_workbook("a.XLSX")
    assert is_workbook("a.xlsm")
    assert not is_workbook("a.xls")
    assert not is_workbook([{"a": 1}])
