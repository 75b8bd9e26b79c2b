"""One network on Slack and Matrix at once, in one process: told or asked on one, found on the other."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from adapters.files.kinds import EntryFiles
from adapters.slack.adapter import SlackChat
from bot.cli.platforms import configured_chats
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.indexing import LiveIndex
from bot.program import Program
from storage.key_folder import KeyFolder
from storage.search.index import TantivyIndex
from storage.store import SqlStore
from tests.dialogs.protecting import FOUND, TOLD, keys_in
from tests.matrix.bot_here import QUICK
from tests.matrix.bot_process import Installation
from tests.matrix.counting import at_rest
from tests.matrix.installing import entered
from tests.matrix.peer import Peer, person
from tests.matrix.synapse import Synapse
from tests.platforms.assembly import utc_now
from tests.platforms.plaza import RETENTION
from tests.platforms.waiting import meanwhile
from tests.slack.bot import account, config, connected
from tests.slack.standin import server
from tests.slack.standin.people import Person


class Ahead:
    """A clock that is ahead of the machine's by what a test lets go by."""

    def __init__(self) -> None:
        self._by = timedelta()

    def now(self) -> datetime:
        """Return the time it is here."""
        return utc_now() + self._by

    def steady(self) -> float:
        """Return the seconds that went by here."""
        return monotonic() + self._by.total_seconds()

    def forward(self, span: timedelta) -> None:
        """Let time go by."""
        self._by += span


@dataclass(frozen=True)
class Network:
    """A bot on both platforms, with an admin and somebody else on each."""

    program: Program
    clock: Ahead
    bot: Installation
    ada: Person
    bert: Person
    otto: Peer
    anna: Peer

    async def passes(self, days: int) -> None:
        """Let days go by, with the clock ticking."""
        for _ in range(days):
            self.clock.forward(timedelta(days=1))
            await self.program.tick()

    async def directly(self, peer: Peer) -> str:
        """Open a direct room with the bot on the homeserver."""
        room = await peer.create_room(self.bot.account.user_id, direct=True)
        await entered(peer, room, self.bot)
        return room


@asynccontextmanager
async def network(synapse: Synapse, database: str, folder: Path) -> AsyncIterator[Network]:
    """Run the bot on a Slack of the test's own and on the homeserver, in this process."""
    names = {name: f"{name}-{secrets.token_hex(4)}" for name in ("voorloper", "otto", "anna")}
    made = {name: synapse.register(unique) for name, unique in names.items()}
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(server.slack())
        otto, anna = [
            await stack.enter_async_context(person(synapse.url, made[name])) for name in ("otto", "anna")
        ]
        ada, bert = slack.person("ada"), slack.person("bert")
        bot = Installation(database, folder, synapse.url, made["voorloper"], (f"matrix:{otto.id}",))
        clock, settings = Ahead(), bot.settings.policy
        policy = replace(
            settings,
            admins=settings.admins | {account(ada)},
            admitted=settings.admitted | {account(ada).place},
            publishes=(timedelta(days=3), timedelta(days=3)),
        )
        store = SqlStore(database, KeyFolder(folder / "protected"))
        stack.push_async_callback(store.close)
        chat = SlackChat(config(slack), clock.now)
        index = LiveIndex(TantivyIndex.in_memory(), store)
        desk = Desk(store, index, COMMANDS, policy, RETENTION, EntryFiles())
        chats = [*configured_chats(bot.settings), chat]
        program = Program(desk, FORMS, chats, clock.now, steady=clock.steady, rhythm=QUICK)
        await program.prepare()
        await index.current()
        async with meanwhile(program.run()):
            await connected(slack, chat)
            yield Network(program, clock, bot, ada, bert, otto, anna)


async def test_a_failure_told_protected_on_one_platform_is_found_on_the_other(
    synapse: Synapse, sqlite_url: str, tmp_path: Path
) -> None:
    """Told in Matrix, released by an admin on each platform, asked for in Slack, and taken back there."""
    async with network(synapse, sqlite_url, tmp_path) as here:
        direct = await here.directly(here.anna)
        for line, reply in (
            ("deel beschermd", "Wat probeerden jullie?"),
            (TOLD[0], "Wat kwam ervan?"),
            (TOLD[1], "Wat zou je een ander aanraden?"),
            (TOLD[2], "Zo zien anderen het"),
        ):
            await here.anna.say(direct, line)
            await here.anna.reads(direct, reply)
        await here.anna.say(direct, TOLD[3])
        said = await here.anna.reads(direct, "Dit is je code")
        code = re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", said.body)
        assert code
        await at_rest(sqlite_url)
        assert not keys_in(tmp_path / "protected")
        await here.passes(7)
        room = await here.directly(here.otto)
        await here.otto.say(room, "geef vrij B1")
        await here.otto.reads(room, "Nog één ander")
        here.ada.says(here.ada.direct(), "geef vrij B1")
        await here.ada.reads(here.ada.direct(), "Vrijgegeven: B1")
        await here.passes(4)
        here.bert.says(here.bert.direct(), FOUND)
        await here.bert.reads(here.bert.direct(), "beschermd gedeeld")
        here.bert.says(here.bert.direct(), f"deel beschermd {code[0]}")
        await here.bert.reads(here.bert.direct(), "Wat wil je ermee doen?")
        here.bert.says(here.bert.direct(), "trek in")
        await here.bert.reads(here.bert.direct(), "Ingetrokken")
        await here.otto.say(room, FOUND)
        await here.otto.reads(room, "Dit ken ik nog niet")


async def test_a_question_asked_on_one_platform_is_answered_on_the_other(
    synapse: Synapse, sqlite_url: str, tmp_path: Path
) -> None:
    """Asked in Slack; shared, published and linked in Matrix; who asked hears it in Slack."""
    async with network(synapse, sqlite_url, tmp_path) as here:
        here.bert.says(here.bert.direct(), "wie heeft ervaring met drijvende kassen?")
        await here.bert.reads(here.bert.direct(), "(Q1)")
        direct, room = await here.directly(here.anna), await here.directly(here.otto)
        for line in ("deel", "Kas op een ponton", "Die bleef drijven", "Reken op storm", "gelukt", "klaar"):
            await here.anna.say(direct, line)
        await here.anna.reads(direct, "bewaard als concept")
        await here.otto.say(room, "publiceer L1")
        await here.anna.reads(direct, "gepubliceerd")
        await here.otto.say(room, "koppel Q1 L1")
        await here.otto.reads(room, "Gekoppeld: Q1")
        await here.bert.reads(here.bert.direct(), "Kas op een ponton")
        here.bert.says(here.bert.direct(), "wie heeft ervaring met drijvende kassen?")
        await here.bert.reads(here.bert.direct(), "Dit vond ik")
