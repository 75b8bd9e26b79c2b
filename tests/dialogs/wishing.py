"""Messages that people write to one another, and wishes that these are kept."""

from __future__ import annotations

from dataclasses import replace

from bot.messages.incoming import Message, SaveRequested
from tests.platforms.plaza import Town

ANNA, BRAM = "anna", "bram"
WORDS = "Het bijenhotel zit vol. Nu zoeken we een tweede dak."
REST = ("De buurt praat erover.", "overslaan", "gelukt", "klaar")


async def writes(here: Town, who: str, words: str = WORDS) -> Message:
    """Let somebody write something to the others in a room."""
    written = Message(here.origin(who, "leren"), words, addressed=False)
    assert await here.happens(written) == ""
    return written


async def wished(here: Town, written: Message, by: str) -> str:
    """Let somebody wish that this is kept; return what is shown because of it."""
    origin = replace(here.origin(by, "leren"), message=written.origin.message)
    return await here.happens(SaveRequested(origin, written.origin.sender.account))


async def says_all(here: Town, who: str, *lines: str) -> str:
    """Let somebody say these lines directly; return what is shown after the last one."""
    said = ""
    for line in lines:
        said = await here.says(who, line)
    return said
