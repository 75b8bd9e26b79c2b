"""People who mean ill, or do not belong: what they cannot reach, and what their words cannot do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from bot.domain.model import Kind, Visibility
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, entry
from tests.matrix.bot_process import Installation
from tests.matrix.client import Json
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.events import in_thread, text
from tests.matrix.installing import Install, running, said_in_log
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]

_MARK = "zwaluwstaart"
_TITLE = (
    "We telden zwaluwen <b>@room</b> <a href='https://matrix.to/#/{user}'>Ada</a> "
    "[Ada](https://matrix.to/#/{user}) {user} <img src=x onerror=alert(1)> @ada `publiceer L1` <mx-reply>"
)


async def test_a_strangers_words(install: Install, newcomer: Newcomer) -> None:
    """Who is not of an allowed server is answered nothing, whatever they do, and none of it is stored."""
    anna, eve = await newcomer("anna"), await newcomer(f"eve-{_MARK}")
    installed = install(allowed_servers=("elders.example",), allowed_inviters=(anna.id,))
    bot = Resident(installed, installed.account)
    async with running(installed):
        room = await bot.room(anna, eve)
        asked = await anna.say(room, "!voorloper wie heeft ervaring met drones?")
        answer = await bot.answers(anna, room, asked)
        await eve.call_oneself(f"Eve {_MARK}")
        said = await eve.send(room, text(f"!voorloper deel {_MARK}", mentions=[bot.id]))
        await eve.edit(room, said, f"!voorloper wie weet iets van {_MARK}?")
        await eve.send(room, in_thread(text(f"vergeet mij {_MARK}", mentions=[bot.id]), asked, answer.id))
        await eve.react(room, answer.id, "1️⃣")
        file = {
            "msgtype": "m.file",
            "body": _MARK,
            "url": await eve.upload(b"x"),
            "m.mentions": {"user_ids": [bot.id]},
        }
        await eve.send(room, file)
        alone = await bot.room(anna, eve, name="Met wie niet hoort")
        await anna.leave(alone)
        await eve.say(alone, f"!voorloper {_MARK}")
        help_asked = await anna.say(room, "!voorloper help")
        await bot.answers(anna, room, help_asked)
        await bot.answers(eve, room, help_asked)  # she too has seen all there is by now
        assert len(bot.shown(eve, room)) == 3
        assert len(bot.shown(eve, alone)) == 1
        assert not eve.watch.invited
    assert _MARK not in said_in_log(installed)
    assert _MARK.encode() not in _database(installed)


async def test_a_stranger_makes_a_room_mixed(install: Install, newcomer: Newcomer) -> None:
    """What is for the network is shown in a room for members only until somebody else can read there."""
    anna, eve = await newcomer("anna"), await newcomer("eve")
    installed = install(
        admins=(f"matrix:{anna.id}",), allowed_servers=("elders.example",), allowed_inviters=(anna.id,)
    )
    bot = Resident(installed, installed.account)
    lesson = await _kept(installed, Visibility.NETWORK)
    async with running(installed):
        room = await bot.room(anna)
        chosen = await anna.say(room, "!voorloper kanaal meelezers leden")
        await bot.answers(anna, room, chosen)
        shown = await bot.answers(anna, room, await anna.say(room, f"!voorloper {lesson}"))
        assert f"({lesson})" in shown.body
        await anna.invite(room, eve.id)
        await eve.join(room)
        hidden = await bot.answers(anna, room, await anna.say(room, f"!voorloper {lesson}"))
        assert "ik mag die hier niet laten zien" in hidden.body


async def test_forged_mentions(bot: Resident, secret_newcomer: SecretNewcomer) -> None:
    """A mention counts only when it is of the bot: not of its namesake elsewhere, nor one of a wrong type."""
    anna = (await secret_newcomer("anna")).peer  # what is encrypted, no homeserver refuses
    room = await bot.welcomed(anna, await anna.create_room(bot.id, encrypted=True, name="Leren"))
    elsewhere = f"@{bot.name}:elders.example"
    pill = f'<a href="https://matrix.to/#/{elsewhere}">Voorloper</a> help'
    forged: list[Json] = [
        text("help", mentions=[elsewhere]),
        text(f"{elsewhere} help", mentions=[]),
        text("zeg, Voorloper help", mentions=[elsewhere], html=pill),
        text("help") | {"m.mentions": {"user_ids": bot.id}},
        text("help") | {"m.mentions": {"user_ids": [{"id": bot.id}], "room": True}},
        text("help") | {"m.mentions": [bot.id]},
    ]
    for content in forged:
        await anna.send(room, content)
    last = await anna.send(room, text("help", mentions=[bot.id]))
    await bot.answers(anna, room, last)
    assert [seen.thread for seen in bot.shown(anna, room)] == [None, last]


async def test_a_hostile_title(bot: Resident, ada: Peer, newcomer: Newcomer) -> None:
    """The title of a lesson is text and nothing else: it calls nobody, links to nobody, and is no HTML."""
    anna = await newcomer("anna")
    room, direct = await bot.room(anna, ada), await bot.direct(ada)
    answers = (_TITLE.format(user=ada.id), "Het waren er veel", "overslaan", "gelukt", "klaar", "ja")
    for line in ("deel", *answers):
        await ada.say(direct, line)
    saved = await bot.says(ada, direct, "bewaard als concept")
    number = saved.body.partition("(")[2].partition(")")[0]
    await ada.say(direct, f"publiceer {number} openbaar")
    published = await bot.says(ada, direct, "Gepubliceerd")
    asked = await anna.say(room, "!voorloper wie heeft ervaring met zwaluwen tellen?")
    found = await bot.answers(anna, room, asked)
    shown = await bot.answers(anna, room, await anna.say(room, f"!voorloper {number}"))
    for seen in (saved, published, found, shown):
        assert "We telden zwaluwen" in seen.body
        assert seen.mentions == {}
        formatted = seen.content["formatted_body"].lower()
        assert not [tag for tag in ("<a ", "<img", "<b>", "<mx-reply") if tag in formatted]
        assert "@room" not in seen.body + formatted
    mention = await anna.say(room, "kijk", mentions=[ada.id])
    await ada.sees(room, lambda seen: seen.id == mention)
    told = await ada.client.ask("GET", "v3/notifications", query={"only": "highlight", "limit": 50})
    called = [each["event"]["event_id"] for each in told["notifications"] if each["room_id"] == room]
    assert called == [mention]


async def _kept(installed: Installation, visibility: Visibility) -> str:
    """Put a lesson in the base; return its number."""
    store = SqlStore(installed.database)
    async with store.begin() as tx:
        await tx.hold()
        lesson = await tx.entries.next_id(Kind.LESSON)
        made = replace(entry(Kind.LESSON, lesson.number), id=lesson, visibility=visibility)
        await tx.entries.save(made, BY_THE_PROGRAM)
    await store.close()
    return str(lesson)


def _database(installed: Installation) -> bytes:
    file = Path(installed.database.partition(":///")[2])
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
