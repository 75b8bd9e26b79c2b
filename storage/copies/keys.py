"""Putting the key stores of a backup back in the folders that the settings name. Nothing is ever deleted."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.copies.archive import KEYS, BackupError
from storage.copies.restoring import Opened


@dataclass(frozen=True)
class KeysBack:
    """What became of the key stores, in sentences."""

    told: tuple[str, ...]


def check_keys(backup: Opened, stores: Sequence[Path], *, replace: bool) -> None:
    """Raise BackupError when a key store is in the way and may not be replaced."""
    for number, store in enumerate(stores):
        if not replace and (backup.folder / KEYS / str(number)).is_dir() and _in_use(store):
            raise BackupError(
                f"There are keys in {store} already. Stop the bot, and add --replace to put those of the "
                "backup there; what is there now is kept beside it."
            )


def put_keys_back(backup: Opened, stores: Sequence[Path], now: datetime, *, replace: bool) -> KeysBack:
    """Put each key store where the settings say; what was there is kept beside it under another name.

    Raise BackupError when there is something and it may not be replaced, or a folder cannot be written.
    """
    check_keys(backup, stores, replace=replace)
    told = []
    for number in range(backup.manifest.key_stores):
        if number >= len(stores):
            told.append(f"Key store {number} stays in the backup: the settings name no folder for it.")
            continue
        try:
            told.append(_put(backup.folder / KEYS / str(number), stores[number], now))
        except OSError as error:
            raise BackupError(
                f"The database is back, but the keys cannot be put in {stores[number]}: {error.strerror}. "
                f"Unpack {KEYS}/{number} of the backup there by hand."
            ) from None
    return KeysBack(tuple(told))


def _put(source: Path, store: Path, now: datetime) -> str:
    aside = store.with_name(f"{store.name}.before-{now:%Y%m%dT%H%M%SZ}")
    coming = store.with_name(f"{store.name}.coming")
    store.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(coming, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, coming)
    else:
        coming.mkdir()
    coming.chmod(0o700)
    kept = ""
    if _in_use(store):
        store.rename(aside)
        kept = f"; what was there is in {aside}"
    elif store.exists():
        store.rmdir()
    coming.rename(store)
    return f"The keys are back in {store}{kept}."


def _in_use(store: Path) -> bool:
    return store.exists() and any(store.iterdir())
