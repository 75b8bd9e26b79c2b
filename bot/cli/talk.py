"""`chat`, `ask` and `run`: the bot in this terminal, or on every platform that the settings name."""

from __future__ import annotations

import asyncio
import io
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path

from adapters.console import ConsoleChat, terminal_reader
from adapters.logs import set_up
from adapters.metrics import PrometheusMeter
from bot.assembly import condition, now, open_program, settle_memory
from bot.cli.base import read_settings, run_to_end, stop
from bot.cli.platforms import configured_chats
from bot.cli.progress import index_progress
from bot.ports.chat import Chat
from bot.settings import Settings

PROMPT = "\nvraag> "
WELCOME = """\
Hoi! Ik ben Voorloper. Vraag me wie iets al eens heeft gedaan, bijvoorbeeld:
wie heeft ervaring met energiecoöperaties?
`help` laat zien wat ik nog meer kan; stoppen doe je met Ctrl+D.
"""


def chat(settings_file: Path | None) -> None:
    """Talk with whoever types, or pipes lines."""
    settings = read_settings(settings_file)
    if sys.stdin is None:
        stop("There is nothing to read: standard input is closed.")
    if sys.stdin.isatty():
        sys.stdout.write(WELCOME)
    run_to_end(_converse(settings, terminal_reader(PROMPT)))


def ask(settings_file: Path | None, question: str) -> None:
    """Answer one question."""
    settings = read_settings(settings_file)
    if not question.strip():
        stop('There is no question. Put it between quotation marks: voorloper ask "wie heeft dit gedaan?"')
    run_to_end(_converse(settings, io.StringIO(" ".join(question.split()) + "\n").readline))


def run(settings_file: Path | None) -> None:
    """Serve every platform that the settings name."""
    settings = read_settings(settings_file)
    set_up(settings.log.format, settings.log.level)
    run_to_end(serve(settings, configured_chats(settings)))


async def _converse(settings: Settings, read: Callable[[], str]) -> None:
    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    logging.getLogger().setLevel(logging.ERROR)  # the console says itself that the database is away
    console = ConsoleChat(read, write, now, Path.cwd())
    with index_progress() as progress:
        async with open_program(settings, [console], progress=progress) as program:
            await program.ready()
            await program.run()


async def serve(settings: Settings, chats: Sequence[Chat]) -> None:
    """Serve these platforms until SIGTERM or SIGINT; what is being done then is finished first."""
    if not chats:
        stop("No platform is set up yet. Add one to the settings, or try the bot here with: voorloper chat")
    meter = PrometheusMeter()
    async with AsyncExitStack() as beside:
        progress = beside.enter_context(index_progress())
        program = await beside.enter_async_context(open_program(settings, chats, meter, progress))
        settle_memory()
        if settings.monitor.enabled:
            from adapters.monitor import monitor  # noqa: PLC0415 - aiohttp: who only asks does not wait for it

            look = partial(condition, program, settings.database_url)
            address = (settings.monitor.host, settings.monitor.port)
            await beside.enter_async_context(monitor(*address, look, meter.exposition))
        running = asyncio.ensure_future(program.run())
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, running.cancel)
        with suppress(asyncio.CancelledError):
            await running
