"""The port to a chat platform, and what the core offers to its adapter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.form import FormView
from bot.messages.incoming import Cursor, Incoming, Origin, Sender
from bot.messages.outgoing import Outgoing
from bot.messages.reply import Reply
from bot.ports.mailbox import Delivery


class Core(Protocol):
    """What an adapter may ask of the core."""

    async def accept(self, events: Sequence[Incoming], cursor: Cursor | None = None) -> None:
        """Store what concerns us of these events, with the cursor, in one transaction.

        When it returns, everything is durable and may be acknowledged; when it raises, nothing was stored
        and nothing may be acknowledged. ClaimLostError says that another process serves the platform now:
        it is to be let through, out of `Chat.run`.
        """
        ...

    async def cursor(self, name: str) -> str | None:
        """Return the cursor that was saved last under this name."""
        ...

    async def places(self) -> Sequence[PlaceKey]:
        """Return the places that are known, of every platform, by key."""
        ...

    async def keeps_by_sign(self, room: RoomKey) -> bool:
        """Say whether a sign under a message in a room is taken there for the wish that it is kept."""
        ...

    async def settled(self, place: PlaceKey) -> None:
        """Wait until every accepted event of a place is handled and every answer to it delivered or dead.

        Raise StoreUnavailableError when the database fails meanwhile; what it did not take is tried again.
        """
        ...

    def opens(self, line: str) -> bool:
        """Say whether a line is a command that opens a form for who may; quick, and asks nobody anything."""
        ...

    async def form(
        self, origin: Origin, line: str, values: Mapping[str, str] | None = None
    ) -> FormView | None:
        """Return the form that this line would open for this person here and now; writes nothing.

        It holds what they had filled in before, and over that `values`, by the names of fields; a field that
        does not exist is left out, a value that is too long is cut, and one for a field that nobody is asked
        is handed in with the others. None when the line opens no form, or they
        may not: hand the line in as a message, and they hear why.
        """
        ...

    async def faults(self, origin: Origin, form: str, values: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wrong with a filled form, a sentence per field; empty when all is well.

        Writes nothing. What a form that nobody knows any more lacks, is said when it is handed in.
        """
        ...

    async def home(self, visitor: Sender) -> Reply:
        """Return somebody's own page: what the bot does, what is theirs, what they may do; writes nothing."""
        ...


class Chat(Protocol):
    """One platform: it hears and it speaks."""

    @property
    def platform(self) -> str:
        """The platform's name in keys: `slack`, `matrix`, `console`."""
        ...

    @property
    def exclusive(self) -> bool:
        """Whether only one process at a time may serve this platform; that one alone hears and speaks there.

        `run` is then called whenever this process has that right, perhaps again and again, and cancelled when
        it has lost it.
        """
        ...

    @property
    def trouble(self) -> str:
        """What does not work now, in a few words for whoever watches; empty when all is well."""
        ...

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Turn it into the parts that are sent one after another; pure, and never empty."""
        ...

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part and return the platform's id for it, at most once for (delivery.token, part).

        Raise MessageRefusedError, RoomUnavailableError or PlatformUnavailableError.
        """
        ...

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file that somebody shared there (`FileShared.file`), up to 20 MB.

        Raise MessageRefusedError when it cannot be had, FilesForbiddenError when the bot has no right to read
        files there, PlatformUnavailableError when the platform is out of reach.
        """
        ...

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what a message says now, when it stands there and this account wrote it; else None.

        Also None where the bot may not or cannot read it. As in `Message`, it is without a call of the bot.
        Raise PlatformUnavailableError when the platform is out of reach.
        """
        ...

    async def run(self, core: Core) -> None:
        """Hear until the platform has nothing more to say (the console's end of input) or it is cancelled."""
        ...


Recall = Callable[[ConversationKey, str, AccountKey], Awaitable[str | None]]
"""Gives what somebody wrote (see `Chat.recall`); ElsewhereError: only another process can now."""


async def recalls_nothing(conversation: ConversationKey, message: str, author: AccountKey) -> None:
    """Recall nothing, where nothing is connected."""
    del conversation, message, author
