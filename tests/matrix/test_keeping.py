"""A reply that wishes a message to be kept: its author is asked, and signs under it say how far it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.events import reply, text
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_a_reply_asks_whoever_wrote_it(bot: Resident, newcomer: Newcomer) -> None:
    """Only its author, in a direct room and with a link; once shared, the message gets its second sign."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    theirs = await bot.direct(bert)
    written = await bert.say(room, "Wij zetten bijenhotels op het dak van het stadhuis")
    quoted = await anna.reads(room, "bijenhotels")
    await anna.send(room, reply(quoted, text("!voorloper bewaar")))
    asked = await bot.says(bert, theirs, "deel W1")
    assert "https://matrix.to/#/" in str(asked.content)
    await anna.until(lambda: bot.signs(anna, room, written) == ["💡"])
    for line in ("deel W1", "Bijenhotels op het dak", "Vol", "overslaan", "gelukt", "klaar"):
        await bert.say(theirs, line)
    await bot.says(bert, theirs, "bewaard als concept")
    await anna.until(lambda: bot.signs(anna, room, written) == ["💡", "✅"])


async def test_a_reply_to_the_bot_or_to_nothing_asks_nobody(bot: Resident, newcomer: Newcomer) -> None:
    """What the bot said is nobody's to share; without a reply it says how it is done."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    direct = await bot.direct(anna)
    asked = await anna.say(room, "!voorloper L1")
    answer = await bot.answers(anna, room, asked)
    await anna.send(room, reply(answer, text("!voorloper bewaar")))
    await bot.says(anna, direct, "is geen lid van het netwerk")
    await anna.say(room, "!voorloper bewaar")
    await bot.says(anna, direct, "Bij welk bericht?")
