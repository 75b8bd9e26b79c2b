"""What every chat adapter promises, whatever its platform; a new adapter joins by a driver of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_never

import pytest

from bot.messages.incoming import Message
from bot.messages.markup import Code, Line, Link, Plain, Strong
from bot.messages.outgoing import Delete, Edit, Mark, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.reply import Block, Button, Buttons, Fields, File, Image, Item, Paragraph, Reply, say
from bot.ports.mailbox import Claim, Delivery
from bot.program import Program
from storage.store import SqlStore
from tests.contract.chat_drivers import Subject, subject
from tests.platforms.assembly import PLATFORMS, POLICY, prepared
from tests.platforms.outage import inbox_away
from tests.platforms.waiting import meanwhile, until

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
HOSTILE = (
    "`stop` *vet* _schuin_ ~door~ **vet** <b>vet</b> &lt; [hier](https://example.org) "
    "<https://example.org|hier> <!channel> <@U1> @room @anna:b.nl #C1 \x1b[31mrood\x07 \u202eachteruit\u2069 "
    "1. lijst > citaat\r"
)
"""What somebody may have written in a title, to look like something else."""

LINE: Line = (Plain("gewoon "), Strong("nadruk "), Link("bron", "https://example.org/a_b"), Code("meer"))
PNG = b"\x89PNG\r\n\x1a\n"
BLOCKS: tuple[Block, ...] = (
    Paragraph((LINE, (Plain("tweede"),))),
    Item(3, LINE, ((Plain("onder"),), LINE)),
    Fields((("Organisatie", LINE), ("Waar", (Plain("Ginds"),)))),
    Buttons("Verder:", (Button("het hele verhaal", "P12"), Button("nog 2", "meer"))),
    Image(PNG, "een grafiek die stijgt"),
    File("lessen.csv", "text/csv", b"a;b", "twee lessen"),
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Return the URL of a database; which kind it is makes no difference to an adapter."""
    return sqlite_url


@pytest.fixture(params=["console", "matrix", "slack", *PLATFORMS])
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Subject]:
    """Return an adapter and its driver, for each platform in turn."""
    async with subject(request.param, tmp_path, lambda: request.getfixturevalue("synapse")) as made:
        yield made


@pytest.fixture
async def program(chat: Subject, store: SqlStore) -> Program:
    """Return a program that serves this platform and does not run yet."""
    admitted = POLICY.admitted | {chat.driver.conversation.room.place}
    return await prepared(store, [chat.chat], policy=replace(POLICY, admitted=admitted))


@pytest.fixture
async def speaking(chat: Subject, program: Program) -> AsyncIterator[Subject]:
    """Let the adapter hear, as some speak only then; nobody answers what it hears."""
    async with meanwhile(chat.chat.run(program)):
        await chat.driver.heard()
        yield chat


def saying(chat: Subject, reply: Reply) -> tuple[Outgoing, ...]:
    """Return everything that can be done with a reply."""
    where, account = chat.driver.conversation, chat.driver.account
    return (
        Post(where, reply),
        Private(where, account, reply),
        Private(where, account, reply, direct=True),
        Edit(where, "cause", reply),
        Edit(where, "cause", reply, account),
    )


def every_kind(chat: Subject, message: str = "m1") -> tuple[Outgoing, ...]:
    """Return one of each thing the bot can do."""
    where = chat.driver.conversation
    return (
        *saying(chat, say(LINE)),
        Upload(where, File("lessen.csv", "text/csv", b"a;b", "twee lessen")),
        React(where, message, Mark.SAVED),
        Delete(where, "cause"),
        OpenDirect(where, chat.driver.account),
    )


def delivery(outgoing: Outgoing, row: str, attempts: int = 0) -> Delivery:
    """Return what the core would hand to the adapter."""
    claim = Claim("c", NOW + DAY)
    return Delivery(1, row, outgoing, "cause", attempts, None, None, (), (), NOW + DAY, claim)


async def send(chat: Subject, what: Delivery) -> list[str]:
    """Send all parts and return their ids."""
    parts = chat.chat.render(what.outgoing)
    return [await chat.chat.send(what, number, part) for number, part in enumerate(parts)]


def told(block: Block) -> list[str]:
    """Return every word of ours that a reader must find, in order."""
    match block:
        case Paragraph(lines=lines):
            return [word for line in lines for word in _told(line)]
        case Item(number=number, heading=heading, lines=lines):
            return [f"{number}", *_told(heading), *(word for line in lines for word in _told(line))]
        case Fields(pairs=pairs):
            return [word for name, value in pairs for word in (name, *_told(value))]
        case Buttons(intro=intro, choices=choices):
            return [intro, *(choice.command for choice in choices), *(choice.label for choice in choices)]
        case Image(alternative=alternative):
            return [alternative]
        case File(name=name, alternative=alternative):
            return [name, alternative]
        case _:
            assert_never(block)


def _told(line: Line) -> list[str]:
    return [word for span in line for word in (span.text, *([span.url] if isinstance(span, Link) else []))]


def squeezed(text: str) -> str:
    """Return the text without white space, which a platform may divide as it likes."""
    return "".join(text.split())


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.type)
def test_everything_said_can_be_read(chat: Subject, block: Block) -> None:
    """Whatever the block and however it is said: every word, command, address and alternative is there."""
    for outgoing in saying(chat, Reply((block,))):
        read = squeezed(chat.driver.words(chat.chat.render(outgoing)))
        assert [word for word in told(block) if squeezed(word) not in read] == []


def test_blocks_come_in_their_order(chat: Subject) -> None:
    """A reply of many blocks is read from its first to its last."""
    for outgoing in saying(chat, Reply(BLOCKS)):
        read = squeezed(chat.driver.words(chat.chat.render(outgoing)))
        places = [read.find(squeezed(told(block)[-1])) for block in BLOCKS]
        assert -1 not in places
        assert places[2:] == sorted(places[2:])


def test_rendering_is_pure(chat: Subject) -> None:
    """The same is rendered the same, in one part or more: a later attempt sends what an earlier one began."""
    for outgoing in (*every_kind(chat), *saying(chat, Reply(BLOCKS))):
        parts = chat.chat.render(outgoing)
        assert parts
        assert parts == chat.chat.render(outgoing)


def test_what_people_wrote_does_nothing(chat: Subject) -> None:
    """Words of people never become a command, link, ping, formatting or steering; only ours do."""
    plain: Line = (Plain(HOSTILE),)
    blocks = (
        Paragraph((plain, (Strong(HOSTILE),), (Code("meer"),))),
        Item(1, plain, (plain,)),
        Fields((("Titel", plain),)),
        Image(PNG, HOSTILE),
        File("lessen.csv", "text/csv", b"", HOSTILE),
    )
    only_ours = chat.driver.effects(chat.chat.render(Post(chat.driver.conversation, say((Code("meer"),)))))
    for outgoing in saying(chat, Reply(blocks)):
        parts = chat.chat.render(outgoing)
        assert chat.driver.effects(parts) == only_ours
        assert chat.driver.words(parts).count("citaat") == 7


async def test_every_kind_is_sent_under_an_id(speaking: Subject) -> None:
    """Whatever is done, the platform's id of it comes back."""
    ids: list[str] = []
    for number, outgoing in enumerate(every_kind(speaking, await speaking.driver.message())):
        targets = tuple(ids) if isinstance(outgoing, Delete) else ()
        ids = await send(speaking, replace(delivery(outgoing, f"t{number}"), targets=targets))
        assert ids
        assert all(ids)


async def test_what_is_sent_can_be_read(speaking: Subject) -> None:
    """What goes out stands on the screen, whole and in order."""
    for number, outgoing in enumerate(saying(speaking, say((Plain("eerste "),), (Plain("tweede " * 20),)))):
        await send(speaking, delivery(outgoing, f"t{number}"))
        read = squeezed(await speaking.driver.screen())
        assert read.count("eerste" + "tweede" * 20) == number + 1


async def test_a_delivery_is_shown_once(speaking: Subject) -> None:
    """A second attempt, when the first may have come through, shows nothing more and gives the same ids."""
    for number, outgoing in enumerate(saying(speaking, say((Plain("een keer"),)))):
        first = await send(speaking, delivery(outgoing, f"t{number}"))
        again = await send(speaking, delivery(outgoing, f"t{number}", attempts=1))
        assert first == again
        assert (await speaking.driver.screen()).count("een keer") == number + 1


async def test_what_somebody_wrote_comes_back_to_them(speaking: Subject) -> None:
    """What a message of theirs says, where the platform keeps it; of no message and to nobody else a word."""
    recall, driver = speaking.chat.recall, speaking.driver
    message = await driver.message()
    assert await recall(driver.conversation, message, driver.account) == driver.wrote
    assert await recall(driver.conversation, message, replace(driver.account, id="iemand")) is None
    for unknown in ("m0", "", f"{driver.conversation.room.id} 1.000001", "$niets"):
        assert await recall(driver.conversation, unknown, driver.account) is None


async def test_files_are_given_and_never_overwritten(speaking: Subject) -> None:
    """A file comes under its name, with the words for who cannot open it; one before it stays as it is."""
    for number, content in enumerate((b"a;b", b"c;d")):
        upload = Upload(speaking.driver.conversation, File("lessen.csv", "text/csv", content, "twee lessen"))
        await send(speaking, delivery(upload, f"t{number}"))
    assert sorted(await speaking.driver.files()) == [b"a;b", b"c;d"]
    screen = await speaking.driver.screen()
    assert screen.count("lessen.csv") >= 2
    assert screen.count("twee lessen") == 2


async def test_what_is_said_is_stored_before_anything_is_shown(
    chat: Subject, program: Program, store: SqlStore
) -> None:
    """A line becomes a message with where it was said and by whom, stored before the bot does a thing."""
    place = chat.driver.conversation.room.place

    async def stored() -> bool:
        async with store.read() as tx:
            return await tx.inbox.open(place) == 1

    async with meanwhile(chat.chat.run(program)):
        await chat.driver.says("zoek windmolens")
        await until(stored)
        assert await chat.driver.screen() == ""
    later = datetime.now(UTC) + DAY
    async with store.begin() as tx:
        (received,) = await tx.inbox.claim(Claim("c", later + DAY), later, 2)
    event = received.event
    assert isinstance(event, Message)
    assert (event.text, event.addressed) == ("zoek windmolens", True)
    assert event.origin.conversation == chat.driver.conversation
    assert event.origin.sender.account == chat.driver.account
    assert event.origin.direct
    assert event.origin.message
    assert abs(datetime.now(UTC) - event.origin.at) < timedelta(minutes=1)


async def test_every_line_is_answered_once_and_then_it_ends(chat: Subject, program: Program) -> None:
    """Lines are answered in order, each once; when there is nothing more to say the program ends."""
    async with meanwhile(program.run()) as running:
        for number in range(3):
            await chat.driver.says(f"zoek woord{number}")
        await until(lambda: _reads(chat, "“woord2”"))
        await _over(chat, running)
    screen = await chat.driver.screen()
    assert [screen.count(f"“woord{number}”") for number in range(3)] == [1, 1, 1]
    assert screen.index("woord0") < screen.index("woord1") < screen.index("woord2")


async def test_what_cannot_be_stored_is_not_lost(chat: Subject, program: Program, database_url: str) -> None:
    """While the inbox is out of reach nothing is acknowledged; once it is back the line is answered, once."""
    async with meanwhile(program.run()) as running:
        await chat.driver.says("zoek eerst")
        await until(lambda: _reads(chat, "“eerst”"))
        async with inbox_away(database_url):
            await chat.driver.says("zoek daarna")
            await chat.driver.refused()
            assert not await _reads(chat, "“daarna”")
        await until(lambda: _reads(chat, "“daarna”"))
        await _over(chat, running)
    assert (await chat.driver.screen()).count("“daarna”") == 1


async def _over(chat: Subject, running: asyncio.Task[None]) -> None:
    """Wait until the program has ended by itself, or because it was stopped."""
    await chat.driver.ends(running)
    await asyncio.wait({running}, timeout=10)
    assert running.done()
    if not running.cancelled():
        running.result()


async def _reads(chat: Subject, words: str) -> bool:
    return words in await chat.driver.screen()
