"""The console as a chat platform: lines typed or piped in, plain text out.

A line is an event and is held until the core has stored it. What goes out is shown once, unless a kill comes
between showing it and remembering that.
"""

from __future__ import annotations

import asyncio
import re
import sys
import threading
import unicodedata
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import assert_never
from uuid import uuid4

from bot.domain.errors import (
    MessageRefusedError,
    OutputLostError,
    PlatformUnavailableError,
    ReaderGoneError,
    StoreUnavailableError,
)
from bot.domain.keys import CONSOLE, CONSOLE_ACCOUNT, AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Message, Origin, Sender
from bot.messages.outgoing import Delete, Edit, Mark, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.plaintext import render_plain
from bot.messages.reply import Reply
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery

ROOM = RoomKey(CONSOLE, "terminal")
CONVERSATION = ConversationKey(ROOM, None)

_NAME = re.compile(r"^\s*[@!]voorloper\b[:,]?\s*", re.IGNORECASE)
_STEERING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_SIGNS = {Mark.SEEN: "👀", Mark.SAVING: "💡", Mark.SAVED: "✓"}
_NO_MEMORY = "Ik kan even niet bij mijn geheugen. Wat je typte houd ik vast; ik probeer het zo opnieuw."
_GIVEN_UP = "Mijn geheugen blijft weg, dus ik stop."
_LOST = "Wat je het laatst typte is niet bewaard."
_KEPT = "Wat je typte is bewaard; wat ik er nog op te zeggen heb, hoor je de volgende keer."
_AGAIN_AFTER = 1.0  # seconds
_GIVES_UP_AFTER = 15.0  # seconds


def message(line: str, now: datetime) -> Message:
    """Turn a typed line into a message to the bot; calling it by name, as in a channel, is fine."""
    event = uuid4().hex
    origin = Origin(event, CONVERSATION, Sender(CONSOLE_ACCOUNT), now, message=event, direct=True)
    return Message(origin, _NAME.sub("", line).strip(), addressed=True)


def render(outgoing: Outgoing) -> str:
    """Return what is shown for it; no word in it can steer the terminal."""
    match outgoing:
        case Post(reply=reply) | Private(reply=reply) | Edit(reply=reply):
            return _harmless(render_plain(reply))
        case Upload(file=file):
            return _harmless(render_plain(Reply((file,))))
        case React(mark=mark):
            return _SIGNS[mark]
        case Delete() | OpenDirect():
            return ""
        case _:
            assert_never(outgoing)


def _harmless(text: str) -> str:
    """Replace characters that do something to a terminal: escapes, bells, turning the writing direction."""
    return "".join("\ufffd" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    control = unicodedata.category(character) == "Cc" and character not in "\n\t"
    return control or unicodedata.bidirectional(character) in _STEERING


class ConsoleChat:
    """Reads lines until the input ends and shows every answer before the next line is asked for.

    `read` returns the next line with its line end, or an empty string at the end; it may block. `folder` is
    where files from the bot are put.
    """

    platform = CONSOLE.platform
    exclusive = False
    trouble = ""

    def __init__(
        self,
        read: Callable[[], str],
        write: Callable[[str], None],
        now: Callable[[], datetime],
        folder: Path,
    ) -> None:
        self._read = read
        self._write = write
        self._now = now
        self._folder = folder
        self._shown: set[tuple[str, int]] = set()
        self._lost: OutputLostError | None = None
        self._ended = asyncio.Event()

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the one part that is shown."""
        return (render(outgoing),)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Show it, once; files are put in the folder, never over one that is there."""
        outgoing = delivery.outgoing
        if (delivery.token, part) not in self._shown:
            if isinstance(outgoing, Upload):
                path = _free(self._folder / Path(outgoing.file.name).name)
                path.write_bytes(outgoing.file.content)
                content = f"{content}\n{path}"
            if content:
                self._show(content + "\n\n")
            self._shown.add((delivery.token, part))
        return ROOM.id if isinstance(outgoing, OpenDirect) else f"{delivery.token}-{part}"

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Refuse: nobody can share a file in a terminal."""
        raise MessageRefusedError(f"{place} has no file {file}")

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> None:
        """Recall nothing: lines in a terminal are not kept."""
        del conversation, message, author

    def _show(self, text: str) -> None:
        """Write it. Who does not read any more has seen enough; what could not be written waits."""
        try:
            self._write(text)
        except OutputLostError as error:
            self._lost = self._lost or error
            self._ended.set()
            if not isinstance(error, ReaderGoneError):
                raise PlatformUnavailableError(str(error)) from None

    async def run(self, core: Core) -> None:
        """Take line after line to the core until there are no more.

        Raise OutputLostError when what is said cannot be shown any more, StoreUnavailableError when the
        database stays away.
        """
        talking = asyncio.create_task(self._talk(core))
        ended = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait({talking, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()
            talking.cancel()
            with suppress(asyncio.CancelledError):
                await talking
        if self._lost:
            raise self._lost

    async def _talk(self, core: Core) -> None:
        """Take line after line; empty lines are nothing."""
        lines = self._lines()
        while line := await lines.get():
            if line.strip():
                await self._take(core, message(line, self._now()))

    async def _take(self, core: Core, event: Message) -> None:
        await self._patiently(lambda: core.accept([event]), _LOST)
        await self._patiently(lambda: core.settled(CONSOLE), _KEPT)

    async def _patiently(self, work: Callable[[], Awaitable[None]], otherwise: str) -> None:
        """Do it when the database lets it be done; say so the first time that it does not, and how it ended.

        Raise StoreUnavailableError when it stays away: who pipes lines in would never see an end.
        """
        loop = asyncio.get_running_loop()
        since: float | None = None
        while True:
            try:
                return await work()
            except StoreUnavailableError:
                if since is None:
                    since = loop.time()
                    self._write(_NO_MEMORY + "\n\n")
                elif loop.time() - since > _GIVES_UP_AFTER:
                    self._write(f"{_GIVEN_UP} {otherwise}\n\n")
                    raise
                await asyncio.sleep(_AGAIN_AFTER)

    def _lines(self) -> _Lines:
        return _Lines(self._read)


class _Lines:
    """Blocking input read in a thread of its own, which never keeps the program from ending."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._wanted = threading.Semaphore(0)
        threading.Thread(target=self._feed, daemon=True).start()

    async def get(self) -> str:
        """Return the next line, an empty string at the end."""
        self._wanted.release()
        return await self._queue.get()

    def _feed(self) -> None:
        line = "\n"
        while line:
            self._wanted.acquire()
            line = self._read()
            with suppress(RuntimeError):  # the program has ended meanwhile: nobody listens any more
                self._loop.call_soon_threadsafe(self._queue.put_nowait, line)


def _free(path: Path) -> Path:
    numbered = path
    number = 1
    while numbered.exists():
        number += 1
        numbered = path.with_stem(f"{path.stem}-{number}")
    return numbered


def terminal_reader(prompt: str) -> Callable[[], str]:
    """Return a reader of standard input: with a prompt and line editing for a person, plain for a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - loading it is what gives input() line editing

    def read() -> str:
        try:
            return input(prompt) + "\n"
        except EOFError:
            return ""

    return read
