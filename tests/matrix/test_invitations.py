"""Who may invite the bot, and what becomes of invitations that came while it was away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.events import text
from tests.matrix.installing import Install, running, with_settings
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_only_who_belongs_may_invite(install: Install, newcomer: Newcomer) -> None:
    """People of other homeservers are declined, unless they are named; nor is any word of theirs answered."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    installed = install(allowed_servers=("elders.example",), allowed_inviters=(anna.id,))
    bot = Resident(installed, installed.account)
    async with running(installed):
        declined = await bert.create_room(bot.id, name="Vreemd")
        gone = await bert.sees(
            declined, lambda seen: _membership(seen.state_key, seen.content, bot) == "leave"
        )
        assert gone.sender == bot.id
        room = await bot.room(anna, bert)
        await bert.send(room, text("!voorloper help", mentions=[bot.id]))
        await bot.answers(anna, room, await anna.say(room, "!voorloper help"))
        assert len(bot.shown(anna, room)) == 2
        assert bot.id not in await bert.members(declined)


async def test_invitations_of_others_are_not_its_own(bot: Resident, newcomer: Newcomer) -> None:
    """That somebody else is invited into a room changes nothing for the bot (pitfall 18)."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna)
    await anna.invite(room, bert.id)
    await bot.answers(anna, room, await anna.say(room, "!voorloper L1"))
    assert bert.watch.invited
    assert len(bot.shown(anna, room)) == 2


async def test_an_invitation_waits(install: Install, newcomer: Newcomer) -> None:
    """One from before the first start is accepted, and one from while the bot was down (pitfall 19)."""
    installed, anna = install(), await newcomer("anna")
    bot = Resident(installed, installed.account)
    before = await anna.create_room(bot.id, name="Vooraf")
    async with running(installed):
        await bot.welcomed(anna, before)
        await bot.answers(anna, before, await anna.say(before, "!voorloper help"))
    meanwhile = await anna.create_room(bot.id, name="Intussen")
    async with running(installed):
        await bot.welcomed(anna, meanwhile)
        await bot.answers(anna, meanwhile, await anna.say(meanwhile, "!voorloper help"))
        assert len(bot.shown(anna, before)) == 2


async def test_who_belongs_may_change(install: Install, newcomer: Newcomer) -> None:
    """Every message counts: who belongs no more is not answered, and where they invited it the bot stays."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    installed = install()
    bot = Resident(installed, installed.account)
    room = await anna.create_room(bot.id, bert.id, name="Leren")
    await bert.join(room)
    async with running(installed):
        await bot.welcomed(anna, room)
        await bot.answers(anna, room, await anna.say(room, "!voorloper help"))
    others = with_settings(installed, allowed_servers=("elders.example",), allowed_inviters=(bert.id,))
    async with running(others):
        await anna.say(room, "!voorloper help")
        await bot.answers(bert, room, await bert.say(room, "!voorloper help"))
        assert len(bot.shown(bert, room)) == 3


def _membership(who: str | None, content: dict[str, object], bot: Resident) -> object:
    return content.get("membership") if who == bot.id else None
