"""Keys of protected dialogues within one transaction: what they seal, and which of them go after it.

The files themselves are kept by `key_folder.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.errors import ClaimLostError
from storage.key_folder import BLOCK, DialogueKey, KeyFolder

EVENT: Final = "event"
WORDS: Final = "words"
RENDERED: Final = "parts"
MESSAGE: Final = "message"
"""What a text is sealed about, so that none can be put in the place of another."""


_ID: Final = 512
"""To how many bytes a text is filled up; an id of a platform stands in an index, which takes no long ones."""


class KeyGoneError(ClaimLostError):
    """The key of a protected dialogue is gone: what was sealed with it can be read by nobody."""


class Plain:
    """What stands for a key where nothing is sealed."""

    def sealed(self, text: str, about: str) -> str:
        """Return the text as it is."""
        del about
        return text

    def opened(self, text: str, about: str) -> str:
        """Return the text as it is."""
        del about
        return text


@dataclass(frozen=True)
class Own:
    """The key that a row is sealed with; whatever it does not open is gone."""

    key: DialogueKey

    def sealed(self, text: str, about: str) -> str:
        """Return the text encrypted."""
        return self.key.sealed(text, about, _ID if about == MESSAGE else BLOCK)

    def opened(self, text: str, about: str) -> str:
        """Return the text; raise KeyGoneError when it cannot be opened."""
        opened = self.key.opened(text, about)
        if opened is None:
            raise KeyGoneError
        return opened


class Keys:
    """The keys that a transaction can use; without a folder there are none."""

    def __init__(self, folder: KeyFolder | None = None) -> None:
        self.folder = folder
        self._made: list[str] = []
        self._discarded: dict[str, datetime] = {}

    def make(self, now: datetime) -> DialogueKey | None:
        """Make a key; None when that is not possible."""
        if self.folder is None:
            return None
        try:
            key = self.folder.make(now)
        except OSError:
            return None
        self._made.append(key.handle)
        return key

    def get(self, handle: str, now: datetime | None) -> DialogueKey | None:
        """Return a key that is there and, when the time is told, not too old."""
        return self.folder.get(handle, now) if self.folder else None

    def opening(self, handle: str | None, now: datetime | None = None) -> Own | Plain:
        """Return what opens the rows of a dialogue, of any age unless the time is told.

        For what is in no dialogue they are as they are. Raise KeyGoneError when the key is gone.
        """
        if handle is None:
            return Plain()
        key = self.folder.get(handle, now) if self.folder else None
        if key is None:
            raise KeyGoneError
        return Own(key)

    def all(self, now: datetime | None) -> tuple[DialogueKey, ...]:
        """Return every key that is there and, when the time is told, not too old."""
        return self.folder.all(now) if self.folder else ()

    def expired(self, now: datetime) -> tuple[str, ...]:
        """Return which keys are there and too old."""
        return self.folder.expired(now) if self.folder else ()

    def discard(self, handles: Iterable[str], now: datetime) -> None:
        """Remove these once the transaction is durable."""
        self._discarded.update(dict.fromkeys(handles, now))

    def marks(self, event: str, now: datetime) -> tuple[str, ...]:
        """Return what stood for an event if it was of a dialogue that ended within the hour."""
        return self.folder.marks(event, now) if self.folder else ()

    def settle(self, *, durable: bool) -> None:
        """Remove what was discarded, or, when nothing became of the transaction, what was made in it."""
        if self.folder is None:
            return
        if durable:
            for handle, now in self._discarded.items():
                self.folder.retire(handle, now)
        else:
            for handle in self._made:
                self.folder.remove(handle)
