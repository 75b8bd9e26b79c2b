"""The keys of protected dialogues: for how long each is there, and what is left when it goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.key_folder import KeyFolder

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def test_a_key_opens_what_it_sealed_for_a_day(tmp_path: Path) -> None:
    """Then it is too old; and nothing opens what was sealed about something else, or with another key."""
    folder = KeyFolder(tmp_path)
    key, other = folder.make(NOW), folder.make(NOW)
    sealed = key.sealed("een verhaal", "event")
    assert key.opened(sealed, "event") == "een verhaal"
    assert key.opened(sealed, "words") is None
    assert other.opened(sealed, "event") is None
    assert folder.get(key.handle, NOW + timedelta(hours=23)) == key
    assert folder.get(key.handle, NOW + timedelta(hours=24)) is None


def test_a_key_that_goes_recognises_for_an_hour_and_opens_nothing(tmp_path: Path) -> None:
    """What stays is not the key, and says nothing of its author."""
    folder = KeyFolder(tmp_path)
    key = folder.make(NOW)
    folder.retire(key.handle, NOW)
    assert folder.get(key.handle, NOW) is None
    (left,) = tmp_path.iterdir()
    assert key.secret not in left.read_bytes()
    assert folder.marks("event 1", NOW + timedelta(minutes=59)) == (key.event_mark("event 1"),)
    assert key.event_mark("author") != key.digest("author")
    assert folder.marks("event 1", NOW + timedelta(hours=1)) == ()
    assert not list(tmp_path.iterdir())


def test_only_the_owner_reads_a_key(tmp_path: Path) -> None:
    """Nor can anybody else look into the folder."""
    folder = KeyFolder(tmp_path / "keys")
    key = folder.make(NOW)
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys" / key.handle).stat().st_mode & 0o077 == 0
