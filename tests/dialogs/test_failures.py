"""When something breaks: nobody is left without a word, nothing else suffers, and the admins hear of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from aiohttp import ClientSession

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Role, Room
from bot.domain.permissions import Rule as Permission
from bot.ports.store import Transaction
from storage.store import SqlStore
from tests.platforms.assembly import POLICY, chats, prepared
from tests.platforms.chats import LookupChat
from tests.platforms.driving import Platform, platform_here
from tests.platforms.outage import inbox_away
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import PATIENCE, meanwhile, until
from tests.platforms.wire import HOME, OUTAGE, REFUSED, ROOM_CLOSED, Rule, Said, Shown

ADMINS = RoomKey(PlaceKey(LookupChat.platform, HOME), "admins")
NEVER_SAVED = RoomKey(ADMINS.place, "never-saved")
ANNA = Said(account="anna", room="anna", direct=True)
BEN = Said(account="ben", room="ben", direct=True)


def breaking(tries: list[str]) -> Command:
    """Return a command that notes who tries it, writes something, and then breaks."""

    async def run(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
        del arguments, desk
        tries.append(request.origin.event)

        async def act(tx: Transaction) -> Response:
            await tx.rooms.save(Room(NEVER_SAVED), request.change)
            raise RuntimeError

        return act

    return Command(
        dutch=Wording("breek", "", ("breek",)),
        english=Wording("break", "", ("break",)),
        summary="breaks",
        arguments="",
        rule=Permission(Role.MEMBER),
        effect=Effect.FINAL,
        run=run,
    )


@dataclass(frozen=True)
class Network:
    """A running program on a platform that can be told to make trouble, and a clock."""

    platform: Platform
    store: SqlStore
    clock: Clock
    tries: list[str]
    running: asyncio.Task[None]

    async def says(self, who: Said, *texts: str) -> tuple[Said, ...]:
        """Let somebody say these things."""
        return await self.platform.say(*(replace(who, text=text) for text in texts))

    async def reads(self, room: str, *parts: str, seconds: float = PATIENCE) -> str:
        """Wait until all this can be read in a room, in this order; return all that can be read there."""

        def all_there(shown: tuple[Shown, ...]) -> bool:
            return re.search(".*".join(map(re.escape, parts)), _text(shown, room), re.DOTALL) is not None

        return _text(await self.platform.until_shown(all_there, seconds), room)

    async def reads_later(self, room: str, *parts: str) -> str:
        """Let seconds go by until all this can be read in a room; return all that can be read there."""
        for _ in range(20):
            try:
                return await self.reads(room, *parts, seconds=0.2)
            except TimeoutError:
                self.clock.forward(timedelta(seconds=2))
        return await self.reads(room, *parts)

    async def text(self, room: str) -> str:
        """Return everything that can be read in a room now."""
        return _text(await self.platform.shown(), room)

    async def at_rest(self) -> None:
        """Wait until everything is handled and the answers are out."""

        async def nothing_open() -> bool:
            async with self.store.read() as tx:
                return not (await tx.inbox.open(ADMINS.place) or await tx.outbox.open(ADMINS.place))

        await self.platform.read_out()
        await until(nothing_open)


def _text(shown: tuple[Shown, ...], room: str) -> str:
    return "".join(each.text for each in shown if each.posting.room == room)


@pytest.fixture
async def network(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Network]:
    """Run a program whose clock the test moves, and which therefore looks at it often."""
    monkeypatch.setattr("bot.pump.POLL", 0.02)
    clock, tries = Clock(), list[str]()
    async with platform_here(LookupChat.platform) as platform, ClientSession() as session:
        program = await prepared(
            store,
            chats({platform.name: platform.url}, session),
            now=clock,
            policy=replace(POLICY, admin_room=ADMINS),
            commands=(breaking(tries),),
        )
        async with meanwhile(program.run()) as running:
            yield Network(platform, store, clock, tries, running)


async def test_a_handler_that_raises_leads_to_a_sentence_with_a_code(network: Network) -> None:
    """After three tries the person gets a sentence and a code, the admins the same code; nothing is saved."""
    await network.says(ANNA, "breek")
    said = await network.reads_later(
        "anna", "Er ging iets mis en ik heb niets opgeslagen.", "deze code: ", "."
    )
    code = re.search(r"code: ([0-9a-f]{4})\.", said)
    assert code
    await network.reads(ADMINS.id, code[1])
    async with network.store.read() as tx:
        assert await tx.rooms.get(NEVER_SAVED) is None
    assert len(network.tries) == 3


async def test_that_something_went_wrong_is_told_in_the_language_somebody_chose(network: Network) -> None:
    """As everything else that only they read."""
    await network.says(ANNA, "taal en", "break")
    await network.reads_later("anna", "Something went wrong and I have not saved anything.")


async def test_what_comes_after_a_message_that_breaks_is_answered_after_it(network: Network) -> None:
    """The next message of the conversation waits while the broken one is tried again; others do not."""
    await network.says(ANNA, "breek", "zoek later")
    await network.says(BEN, "zoek meteen")
    await network.reads("ben", "“meteen”")
    assert await network.text("anna") == ""
    said = await network.reads_later("anna", "Er ging iets mis", "“later”")
    assert said.count("Er ging iets mis") == 1


async def test_a_refused_message_dies_and_the_rest_goes_on(network: Network) -> None:
    """What the platform will never take is given up at once; later answers come, and the admins hear."""
    await network.platform.rule(Rule(REFUSED, words="verboden"))
    await network.says(ANNA, "zoek verboden", "zoek goed")
    said = await network.reads("anna", "“goed”")
    assert "verboden" not in said
    await network.reads(ADMINS.id, "lookup:home:anna")


async def test_a_closed_room_waits_and_other_rooms_go_on(network: Network) -> None:
    """Answers for a room that cannot be written in wait, in order; those for other rooms do not."""
    await network.platform.rule(Rule(ROOM_CLOSED, room="anna"))
    await network.says(ANNA, "zoek een", "zoek twee")
    await network.says(BEN, "zoek drie")
    await network.reads("ben", "“drie”")
    await network.platform.rule()
    network.clock.forward(timedelta(minutes=4))
    await network.says(BEN, "zoek vier")
    await network.reads("ben", "“drie”", "“vier”")
    assert await network.text("anna") == ""
    network.clock.forward(timedelta(minutes=2))
    await network.reads("anna", "“een”", "“twee”")
    assert await network.text(ADMINS.id) == ""


async def test_an_outage_makes_everything_wait_in_order(network: Network) -> None:
    """While the platform is out of reach nothing is lost or given up; after it everything comes, in order."""
    await network.platform.rule(Rule(OUTAGE))
    await network.says(ANNA, "zoek een", "zoek twee", "zoek drie")
    await network.platform.read_out()
    network.clock.forward(timedelta(hours=3))
    assert await network.platform.shown() == ()
    await network.platform.rule()
    network.clock.forward(timedelta(minutes=1))
    said = await network.reads("anna", "“een”", "“twee”", "“drie”")
    assert [said.count(word) for word in ("“een”", "“twee”", "“drie”")] == [1, 1, 1]
    assert await network.text(ADMINS.id) == ""


async def test_what_comes_too_late_is_not_said_but_the_admins_hear(network: Network) -> None:
    """An answer that could not go out for a day is given up: late words confuse more than they help."""
    await network.platform.rule(Rule(OUTAGE, room="anna"))
    await network.says(ANNA, "zoek oud")
    await network.platform.read_out()
    await network.says(BEN, "zoek nu")
    await network.reads("ben", "“nu”")
    network.clock.forward(POLICY.patience)
    await network.reads_later(ADMINS.id, "lookup:home:anna")  # an attempt may just be ending in the new time
    await network.platform.rule()
    await network.says(ANNA, "zoek nieuw")
    assert "oud" not in await network.reads("anna", "“nieuw”")


async def test_an_edited_message_gets_its_answer_edited(network: Network) -> None:
    """Whoever corrects a question reads the new answer in the place of the old one, all of its parts."""
    first, _ = await network.says(ANNA, "zoek eerst", "zoek daarna")
    await network.at_rest()
    before = await network.text("anna")
    await network.platform.say(replace(first, text="zoek anders", what="edited"))
    await network.at_rest()
    assert "“eerst”" in before
    assert await network.text("anna") == before.replace("eerst", "anders")


async def test_a_deleted_message_takes_its_answer_along(network: Network) -> None:
    """Whoever takes a question back sees its answer go, all of its parts, and no other."""
    (first,) = await network.says(ANNA, "zoek eerst")
    await network.at_rest()
    taken_back = await network.text("anna")
    await network.says(ANNA, "zoek daarna")
    await network.at_rest()
    both = await network.text("anna")
    await network.platform.say(replace(first, what="deleted"))
    await network.at_rest()
    assert "“eerst”" in taken_back
    assert await network.text("anna") == both.removeprefix(taken_back)


async def test_a_place_that_nobody_admitted_gets_no_answer(network: Network) -> None:
    """Strangers' places are answered nothing, however often they ask; the admins hear of each once."""
    stranger = Said(account="carla", room="carla", direct=True, place="elsewhere")
    await network.says(stranger, *(f"zoek {uuid4().hex}" for _ in range(12)))
    await network.says(BEN, "zoek nu")
    await network.reads("ben", "“nu”")
    await network.reads(ADMINS.id, "lookup:elsewhere")
    await network.at_rest()
    shown = await network.platform.shown()
    assert {each.posting.place for each in shown} == {HOME}
    assert len(re.findall("^lookup:elsewhere", _text(shown, ADMINS.id), re.MULTILINE)) == 1


async def test_the_bot_is_never_deaf_while_it_runs(network: Network, database_url: str) -> None:
    """Whatever the database did, afterwards people are answered, or the program ended for all to see."""
    async with inbox_away(database_url):
        await network.platform.requests(3)
    await network.says(ANNA, "zoek iets")

    async def answered_or_ended() -> bool:
        return network.running.done() or "“iets”" in await network.text("anna")

    await until(answered_or_ended)
