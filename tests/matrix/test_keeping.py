"""A reply that wishes a message to be kept: its author is asked, and signs under it say how far it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from tests.matrix.events import reply, text
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_a_reply_asks_whoever_wrote_it(bot: Resident, newcomer: Newcomer) -> None:
    """Only its author, by a link; once shared, there is a second sign, which goes when that is undone."""
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
    await bert.say(theirs, "ongedaan")
    await bot.says(bert, theirs, "niet meer gemarkeerd als bewaard")
    await anna.until(lambda: bot.signs(anna, room, written) == ["💡"])


async def test_a_reply_to_the_bot_or_to_nothing_asks_nobody(bot: Resident, newcomer: Newcomer) -> None:
    """What the bot said is nobody's to share; without a reply it says how it is done."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    direct = await bot.direct(anna)
    asked = await anna.say(room, "!voorloper L1")
    answer = await bot.answers(anna, room, asked)
    await anna.send(room, reply(answer, text("!voorloper bewaar")))
    await bot.says(anna, direct, "Dit schreef ik zelf")
    await anna.say(room, "!voorloper bewaar")
    await bot.says(anna, direct, "Bij welk bericht?")


async def test_a_lamp_asks_whoever_wrote_it(bot: Resident, ada: Peer, newcomer: Newcomer) -> None:
    """Only where a coordinator turned that on; a second person, in another spelling, adds nothing."""
    anna, bert, carl = await newcomer("anna"), await newcomer("bert"), await newcomer("carl")
    room = await bot.room(ada, anna, bert, carl)
    theirs, aside, other = await bot.direct(bert), await bot.direct(anna), await bot.direct(carl)
    before = await bert.say(room, "Wij telden de lantaarnpalen in de wijk")
    await anna.react(room, before, "💡")
    await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal lamp aan"))
    written = await bert.say(room, "Wij zetten bijenhotels op het dak van het stadhuis")
    put = await anna.react(room, written, "💡")
    asked = await bot.says(bert, theirs, "deel W")
    assert quote(written) in str(asked.content)
    await bot.says(anna, aside, "Ik heb het gevraagd")
    await anna.redact(room, put)
    await carl.react(room, written, "💡\ufe0f")
    await bot.says(carl, other, "Ik heb het gevraagd")
    await anna.until(lambda: bot.signs(anna, room, written) == ["💡"])
    assert bot.signs(anna, room, before) == []
    assert len([each for each in bot.shown(bert, theirs) if "deel W" in each.body]) == 1


async def test_a_lamp_under_ones_own_or_the_bots_words(bot: Resident, ada: Peer, newcomer: Newcomer) -> None:
    """Who wrote it themselves is asked too; what the bot said is nobody's to share."""
    anna = await newcomer("anna")
    room, direct = await bot.room(ada, anna), await bot.direct(anna)
    on = await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal lamp aan"))
    await anna.react(room, on.id, "💡")
    await bot.says(anna, direct, "Dit schreef ik zelf")
    await anna.react(room, await anna.say(room, "Wij telden zwaluwen"), "💡")
    await bot.says(anna, direct, "Wil je dat anderen kunnen vinden")
