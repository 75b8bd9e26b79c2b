"""The bot in the Slack of a test, in this process, over Socket Mode or over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from adapters.slack.adapter import SlackChat
from adapters.slack.config import Config
from adapters.slack.ids import place_key
from bot.domain.keys import AccountKey, PlaceKey
from bot.domain.model import Visibility
from bot.leading import USUAL
from bot.program import Program
from storage.key_folder import KeyFolder
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, lesson
from tests.platforms.alone import Timing, alone
from tests.platforms.assembly import POLICY, utc_now
from tests.platforms.waiting import meanwhile, until
from tests.slack.standin.people import Person
from tests.slack.standin.pieces import Json
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel, Message

TITLE = "We telden windmolens"
"""Of a lesson in the base."""


@dataclass(frozen=True)
class Bot:
    """A running bot; `program` is what runs, `store` what it remembers."""

    chat: SlackChat
    program: Program
    store: SqlStore
    place: PlaceKey
    database: Path
    people: dict[str, Person] = field(default_factory=dict)

    async def settled(self) -> None:
        """Wait until everything that was taken in is answered."""
        await self.program.settled(self.place)

    async def keeps(self, visibility: Visibility, number: int = 1) -> str:
        """Put a published lesson in the base; return its number as people type it."""
        kept = replace(lesson(number), visibility=visibility)
        kept = replace(kept, texts=(replace(kept.texts[0], title=TITLE),))
        async with self.store.begin() as tx:
            await tx.entries.save(kept, BY_THE_PROGRAM)
        return str(kept.id)

    def remembers(self) -> str:
        """Return everything that stands in the database."""
        kept = self.database.parent.glob(f"{self.database.name}*")
        return b"\n".join(each.read_bytes() for each in kept).decode(errors="replace")


def config(slack: Slack, *, socket: bool = True, **more: Any) -> Config:  # noqa: ANN401 - fields of a Config
    """Return what the adapter has to know to serve the workspace of a test."""
    app = slack.app
    own = Config(
        bot_token=slack.install.token,
        socket=socket,
        app_token=app.app_token,
        signing_secret=app.signing_secret,
        api_url=slack.api_url,
        port=0,
    )
    return replace(own, **more)


def account(person: Person) -> AccountKey:
    """Return the key of somebody in their own workspace."""
    team = person.user.team
    return AccountKey(place_key(team.id, team.enterprise), person.id)


@asynccontextmanager
async def bot(  # noqa: PLR0913 - what a test may want otherwise
    slack: Slack,
    database: str,
    *,
    socket: bool = True,
    admitted: bool = True,
    admins: Sequence[Person] = (),
    expected: int = 2,
    more: Mapping[str, Any] | None = None,
    keys: KeyFolder | None = None,
) -> AsyncIterator[Bot]:
    """Run the bot in the first workspace during the block; what it is doing at the end is finished."""
    chat = SlackChat(config(slack, socket=socket, **(more or {})), utc_now)
    place = place_key(slack.workspace.team.id, slack.workspace.team.enterprise)
    known = POLICY.admitted | ({place} if admitted else set())
    policy = replace(POLICY, admitted=known, admins=frozenset(map(account, admins)))
    store = SqlStore(database, keys)
    try:
        program = await alone(store, chat, Timing(utc_now, monotonic, USUAL), policy)
        async with meanwhile(program.run()):
            await connected(slack, chat, expected, socket=socket)
            yield Bot(chat, program, store, place, Path(database.partition(":///")[2]))
    finally:
        await store.close()


async def connected(slack: Slack, chat: SlackChat, expected: int = 2, *, socket: bool = True) -> None:
    """Wait until the bot can be reached, and let Slack reach it."""

    async def there() -> bool:
        return not chat.trouble

    await until(there)
    if socket:
        slack.over_sockets()
        await slack.sockets.connected(expected, seconds=30)
    else:
        slack.over_http(f"http://127.0.0.1:{chat.port}/slack/events")


def of_bot(person: Person, channel: Channel, thread: Message | None = None) -> list[Message]:
    """Return what somebody sees of bots in a channel, or in one of its threads."""
    return [each for each in person.sees(channel, thread) if "bot_id" in each.raw]


def field_of(view: Json, name: str) -> Json:
    """Return the element of a field of a form."""
    (element,) = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(element)
