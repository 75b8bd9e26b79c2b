"""Keys, ids, dates and audiences: small things everything hangs on."""

from __future__ import annotations

import pytest

from bot.domain.audience import Audience, Readership, audience_of
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import CONSOLE, CONSOLE_ACCOUNT, AccountKey, PlaceKey, RoomKey
from bot.domain.model import EntryId, PartialDate
from bot.domain.people import Readers, Role, Room
from bot.language.detect import language_of

ROOM = RoomKey(PlaceKey("slack", "T1"), "C1")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("console", CONSOLE_ACCOUNT),
        ("slack:T123:U456", AccountKey(PlaceKey("slack", "T123"), "U456")),
        ("matrix:@a:b.nl", AccountKey(PlaceKey("matrix", "b.nl"), "@a:b.nl")),
        ("matrix:@a:b.nl:8448", AccountKey(PlaceKey("matrix", "b.nl:8448"), "@a:b.nl:8448")),
    ],
)
def test_an_account_is_written_as_it_is_read(text: str, key: AccountKey) -> None:
    """The written form of an account reads back as the same account, with or without @ before it."""
    assert AccountKey.parse(text) == key
    assert AccountKey.parse(f"@{text}") == key
    assert str(key) == text


@pytest.mark.parametrize("text", ["", "slack", "slack:T1", "slack::U1", ":T1:U1", "@bram", "matrix:@a"])
def test_what_is_no_account_is_refused(text: str) -> None:
    """Anything else is refused with an example of how it is written."""
    with pytest.raises(MalformedKeyError, match="slack:T123:U456"):
        AccountKey.parse(text)


def test_a_place_is_written_as_it_is_read() -> None:
    """The written form of a place reads back as the same place."""
    for place in (CONSOLE, PlaceKey("slack", "T1"), PlaceKey("matrix", "b.nl:8448")):
        assert PlaceKey.parse(str(place)) == place
    with pytest.raises(MalformedKeyError):
        PlaceKey.parse("slack")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("slack:T1:C1", ROOM),
        ("matrix:b.nl:!abc:b.nl", RoomKey(PlaceKey("matrix", "b.nl"), "!abc:b.nl")),
        ("matrix:b.nl:8448:!abc:c.nl:8448", RoomKey(PlaceKey("matrix", "b.nl:8448"), "!abc:c.nl:8448")),
        ("matrix:b.nl:!AbC", RoomKey(PlaceKey("matrix", "b.nl"), "!AbC")),
        ("console:hall", RoomKey(CONSOLE, "hall")),
    ],
)
def test_a_room_is_written_as_it_is_read(text: str, key: RoomKey) -> None:
    """The written form of a room reads back as the same room, with the colons that Matrix has in it."""
    assert RoomKey.parse(text) == key
    assert str(key) == text


@pytest.mark.parametrize(
    "text", ["", "slack", "slack:T1", "slack:T1:", "slack::C1", ":T1:C1", "matrix:!a:b.nl", "matrix:b.nl:!"]
)
def test_what_is_no_room_is_refused(text: str) -> None:
    """Anything else is refused with an example of how it is written."""
    with pytest.raises(MalformedKeyError, match="slack:T123:C456"):
        RoomKey.parse(text)


@pytest.mark.parametrize(("text", "expected"), [("L12", "L12"), ("p4", "P4"), (" v7 ", "V7")])
def test_an_entry_id_is_read_in_any_case(text: str, expected: str) -> None:
    """People type ids in lower case too."""
    assert str(EntryId.parse(text)) == expected


@pytest.mark.parametrize("text", ["L0", "L", "12", "X1", "L1x", "L\uff11", "L1234567890"])
def test_what_is_no_entry_id_is_none(text: str) -> None:
    """Only a letter of ours and a number without leading zero is an id."""
    assert EntryId.parse(text) is None


@pytest.mark.parametrize("text", ["2011", "2011-12", "2011-12-05"])
def test_a_partial_date_is_written_as_it_is_read(text: str) -> None:
    """A date keeps the precision it was given with."""
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["11", "2011-13", "2011-02-30", "5 december 2011", "2011-1"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """An impossible or unreadable date is refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - the message differs, the kind is what counts
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("readers", "readership"),
    [
        (Readers.UNKNOWN, Readership.MIXED),
        (Readers.MIXED, Readership.MIXED),
        (Readers.MEMBERS, Readership.MEMBERS),
    ],
)
def test_a_room_is_mixed_until_somebody_says_otherwise(readers: Readers, readership: Readership) -> None:
    """Who reads along decides; unknown counts as mixed, and so does a room where a guest speaks."""
    room = Room(ROOM, readers=readers)
    for role in (Role.MEMBER, Role.COORDINATOR, Role.ADMIN):
        assert audience_of(room, role) == Audience(readership, frozenset({ROOM}))
    assert audience_of(room, Role.STRANGER).readership is Readership.MIXED


def test_a_direct_audience_depends_on_the_person() -> None:
    """A member sees directly what the network and their rooms may see; a stranger only what is public."""
    direct = Room(ROOM, direct=True)
    assert audience_of(direct, Role.MEMBER, [ROOM]) == Audience(Readership.DIRECT, frozenset({ROOM}))
    assert audience_of(direct, Role.STRANGER, [ROOM]) == Audience(Readership.MIXED)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wie heeft ervaring met loting?", "nl"),
        ("who has experience with drawing lots?", "en"),
        ("heeft iemand een tool voor citizen engagement in use?", "nl"),
        ("camera zwerfafval", None),
        ("L12", None),
        ("", None),
    ],
)
def test_the_language_of_a_line_is_told_by_its_small_words(text: str, language: str | None) -> None:
    """Small words decide, and without enough of them nothing is decided."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("account", "place", "known"),
    [
        ("slack:T1:U1", "slack:T1", True),
        ("slack:T1:U1", "slack:T2", False),
        ("matrix:@jan:b.nl", "matrix:c.nl", True),
        ("matrix:@jan:b.nl", "slack:T1", False),
    ],
)
def test_where_an_account_means_somebody(account: str, place: str, known: bool) -> None:  # noqa: FBT001 - expected
    """In its own place; one that holds its homeserver, in all of Matrix."""
    assert AccountKey.parse(account).is_known_in(PlaceKey.parse(place)) is known
