"""Folders: tables by file name, keywords by desk.toml, nothing outside the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xlakit.errors import DataError
from xlakit.tables import load_desk

if TYPE_CHECKING:
    from pathlib import Path

TICKETS = "ticket_id,opened_at\n1,2026-03-02 09:00\n"
EVENTS = "ticket_id,at,kind\n1,2026-03-02 09:05,reply\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "desk"
    home.mkdir()
    (home / "tickets.csv").write_text(TICKETS)
    (home / "events.csv").write_text(EVENTS)
    (home / "desk.toml").write_text('timezone = "Europe/Berlin"\n')
    (home / "README.md").write_text("notes")
    return home


def test_tables_are_found_by_name_and_keywords_read_from_desk_toml(folder: Path) -> None:
    for source in (folder, str(folder), folder / "desk.toml"):
        desk = load_desk(source)
        assert (desk.tickets.height, desk.events.height, desk.timezone) == (1, 1, "Europe/Berlin")


def test_keywords_of_the_call_go_before_those_of_the_file(folder: Path) -> None:
    desk = load_desk(folder, timezone="UTC", events=[])
    assert desk.data_until.isoformat() == "2026-03-02T09:00:00+00:00"
    assert desk.events.height == 0


def test_desk_toml_may_name_files_in_the_folder(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "tickets.csv").rename(folder / "sub" / "export.csv")
    (folder / "desk.toml").write_text('tickets = "sub/export.csv"\ntimezone = "UTC"\n')
    assert load_desk(folder).tickets.height == 1


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/hostname", "sub/../../secret.csv", "link.csv"])
def test_desk_toml_reaches_nothing_outside_the_folder(folder: Path, path: str) -> None:
    (folder.parent / "secret.csv").write_text(TICKETS)
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "desk.toml").write_text(f'surveys = "{path}"\ntimezone = "UTC"\n')
    with pytest.raises(DataError, match="the path leaves the folder"):
        load_desk(folder)


def test_a_linked_table_outside_the_folder_is_refused_too(folder: Path) -> None:
    (folder.parent / "secret.csv").write_text(TICKETS)
    (folder / "surveys.csv").symlink_to(folder.parent / "secret.csv")
    with pytest.raises(DataError, match="the path leaves the folder"):
        load_desk(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("timezon = 'UTC'\n", "is no keyword of load_desk; got 'timezon'. Hint: did you mean 'timezone'"),
        ("timezone = \n", "desk/desk.toml: cannot be read"),
        ("tickets = 3\n", "tickets is expected to be a path; got '3'"),
        ("connection = 'x'\n", "databases are not read"),
    ],
)
def test_a_broken_desk_toml_is_a_clear_error(folder: Path, text: str, words: str) -> None:
    (folder / "desk.toml").write_text(text)
    with pytest.raises(DataError, match=words):
        load_desk(folder)


def test_two_files_for_one_table_are_refused(folder: Path) -> None:
    (folder / "tickets.tsv").write_text(TICKETS)
    with pytest.raises(DataError, match=r"two files hold tickets; got \['tickets.csv', 'tickets.tsv'\]"):
        load_desk(folder)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the folder holds no table"):
        load_desk(tmp_path)
