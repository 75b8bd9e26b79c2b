"""Messages in Matrix whose key is late: each of them is told, once."""

from __future__ import annotations

from pathlib import Path

from adapters.matrix.folder import KeyFolder
from adapters.matrix.unread import GRACE, Sealed, Unread


def test_every_message_of_a_session_is_told_once(tmp_path: Path) -> None:
    """The core says it once for a session, and must know each message that belongs to it."""
    unread = Unread(KeyFolder(tmp_path), 0)
    messages = [Sealed("!room", f"$event-{number}", "@anna:here", "session", number) for number in range(2)]
    for each in messages:
        unread.note(each)
    assert unread.late(GRACE) == (messages[0],)
    assert unread.late(GRACE + 1) == (messages[1],)
    assert unread.late(GRACE + 2) == ()
    assert unread.take(lambda _room, _session: True) != ()
