"""A prompt on the homeserver: planned, posted, answered in its thread, kept as a lesson, found by asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.bot_here import bot_here
from tests.matrix.counting import at_rest
from tests.matrix.events import REACTION, Event, in_thread, reply, text
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer

Newcomer = Callable[[str], Awaitable[Peer]]

STORY = (
    "Sleutelkastje voor het buurthuis",
    "Niemand staat meer voor een dichte deur",
    "Hang het buiten",
    "gelukt",
)


async def hears(peer: Peer, words: str) -> Event:
    """Return the first message with these words in any room that somebody is in."""

    def heard() -> list[Event]:
        return [
            seen for room in tuple(peer.watch.timelines) for seen in peer.shown(room) if words in seen.body
        ]

    await peer.until(lambda: bool(heard()))
    return heard()[0]


async def marked(peer: Peer, room: str, answer: str) -> None:
    """Wait until somebody sees the mark at an answer."""
    await peer.until(
        lambda: (answer, "👀") in [seen.reaction for seen in peer.timeline(room) if seen.type == REACTION]
    )


async def test_from_a_prompt_to_a_lesson_that_is_found(install: Install, newcomer: Newcomer) -> None:
    """Nobody but who answered is asked, and what they make of it answers the next question."""
    cora, anna = await newcomer("cora"), await newcomer("anna")
    bot = install(admins=(f"matrix:{cora.id}",))
    async with bot_here(bot):
        room = await cora.create_room(bot.account.user_id, anna.id, name="Leren")
        await anna.join(room)
        await entered(cora, room, bot)
        direct = await cora.create_room(bot.account.user_id, direct=True)
        await entered(cora, direct, bot)
        for line, heard in (
            ("kanaal modus luister", "luister"),
            ("prikkel plan elke dag 23:59 check-in", "Klopt dit?"),
            ("prikkel ja", "Gepland: K1."),
            ("prikkel nu K1", "Klaar: K1 staat"),
        ):
            await cora.say(room, f"!voorloper {line}")
            await hears(cora, heard)
        prompt = await anna.reads(room, "Waar loop je deze week tegenaan?")
        await at_rest(bot.database)  # nobody answers before it is noted where the prompt stands
        answer = await anna.send(room, in_thread(text("De sleutel ligt altijd bij een ander."), prompt.id))
        await marked(anna, room, answer)
        mentioned = text("Een sleutelkastje.", mentions=[bot.account.user_id])
        await marked(anna, room, await anna.send(room, reply(prompt, mentioned)))
        assert not [seen for seen in anna.shown(room) if "Dit ken ik nog niet" in seen.body]
        theirs = await anna.invited()
        await anna.join(theirs)
        await anna.reads(theirs, "deel W1")
        for line in ("deel W1", *STORY, "klaar"):
            await anna.say(theirs, line)
        await anna.reads(theirs, "bewaard als concept")
        await cora.say(direct, "publiceer L1")
        await anna.reads(theirs, "gepubliceerd")
        await anna.say(theirs, "wie heeft ervaring met een sleutelkastje bij een buurthuis?")
        await anna.reads(theirs, "Dit vond ik: een les.")
