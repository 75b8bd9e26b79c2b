"""Command line and composition root: builds everything and knows everyone."""

from __future__ import annotations

import asyncio
import io
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError

from adapters.clock import Clock
from adapters.console import ConsoleChat, terminal_reader
from bot.checking import Finding, findings
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.errors import VoorloperError
from bot.indexing import LiveIndex
from bot.ports.chat import Chat
from bot.ports.store import Store
from bot.program import Program
from bot.settings import DEFAULT_FILE, Settings, UnknownSettingError, load
from storage.engine import database_url
from storage.schema import migrate as migrate_schema
from storage.schema import require_current
from storage.search_index import TantivyIndex
from storage.starter import load_starter_base
from storage.store import SqlStore

PROMPT = "\nvraag> "
WELCOME = """\
Hoi! Ik ben Voorloper. Vraag me wie iets al eens heeft gedaan, bijvoorbeeld:
wie heeft ervaring met energiecoöperaties?
`help` laat zien wat ik nog meer kan; stoppen doe je met Ctrl+D.
"""

app = typer.Typer(
    name="voorloper",
    help="Voorloper answers “who has done this before?” for a learning network of civil servants.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings", help="The settings file; otherwise settings.toml in this folder, when it is there."
    ),
]


def _now() -> datetime:
    return datetime.now(UTC)


@app.command()
def chat(settings_file: SettingsFile = None) -> None:
    """Talk with the bot in this terminal, or pipe one question a line into it."""
    settings = _settings(settings_file)
    if sys.stdin.isatty():
        sys.stdout.write(WELCOME)
    _run(_converse(settings, terminal_reader(PROMPT)))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in your own words.")],
    settings_file: SettingsFile = None,
) -> None:
    """Ask one question, print the answer, and stop."""
    settings = _settings(settings_file)
    _run(_converse(settings, io.StringIO(" ".join(question.split()) + "\n").readline))


@app.command()
def run(settings_file: SettingsFile = None) -> None:
    """Run the bot on every platform that the settings name, until it is stopped."""
    settings = _settings(settings_file)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    _run(_serve(settings, _configured_chats(settings)))


@app.command()
def check(settings_file: SettingsFile = None) -> None:
    """Say whether settings, database and index are in order, and how to mend what is not."""
    settings = _settings(settings_file)
    found = asyncio.run(_check(settings))
    for finding in found:
        typer.echo(finding)
    raise typer.Exit(0 if all(finding.fine for finding in found) else 1)


@app.command()
def migrate(settings_file: SettingsFile = None) -> None:
    """Bring the database up to date with this version of the program."""
    settings = _settings(settings_file)
    _run(migrate_schema(settings.database_url))
    typer.echo("The database is up to date.")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without é still gets its answer
    app()


def _settings(file: Path | None) -> Settings:
    try:
        settings = load(file)
        database_url(settings.database_url)
    except SettingsError as error:
        _stop(f"A list in the environment is written like '[\"console\"]': {error}")
    except TOMLDecodeError as error:
        _stop(f"{file or DEFAULT_FILE} cannot be read: {error}")
    except (OSError, UnknownSettingError) as error:
        _stop(str(error))
    except ValidationError as error:
        # only where and what: the value itself may be a secret
        wrong = [f"  {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        _stop("These settings are not right:\n" + "\n".join(wrong))
    except (ArgumentError, ValueError):
        _stop("[database] url is not right; write sqlite:///file or postgresql://user:password@host/name")
    return settings


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _run(work: Coroutine[object, object, None]) -> None:
    """Run to the end; what goes wrong in a way we know becomes a sentence, not a traceback."""
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(work)
    except VoorloperError as error:
        _stop(str(error))
    except ExceptionGroup as group:
        known, other = group.split(VoorloperError)
        if other or not known:
            raise
        _stop("\n".join(str(error) for error in known.exceptions))


def _configured_chats(settings: Settings) -> tuple[Chat, ...]:
    del settings  # Slack and Matrix come with their own sections
    return ()


async def _converse(settings: Settings, read: Callable[[], str]) -> None:
    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    console = ConsoleChat(read, write, _now, Path.cwd())
    async with _program(settings, [console]) as program:
        await program.run()


async def _serve(settings: Settings, chats: Sequence[Chat]) -> None:
    async with _program(settings, chats) as program:
        if not chats:
            _stop(
                "No platform is set up yet. Add one to the settings, or try the bot here with: voorloper chat"
            )
        running = asyncio.ensure_future(program.run())
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, running.cancel)
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def _program(settings: Settings, chats: Sequence[Chat]) -> AsyncIterator[Program]:
    async with _store(settings) as store:
        index = _index(settings.index_folder)
        try:
            desk = Desk(store, LiveIndex(index, store), COMMANDS, settings.policy, settings.kept)
            program = Program(desk, FORMS, chats, _now)
            await program.prepare()
            await desk.index.current()
            clock = Clock(program.tick)
            clock.start()
            try:
                yield program
            finally:
                await clock.stop()
        finally:
            index.close()


def _index(folder: Path) -> TantivyIndex:
    try:
        return TantivyIndex.open(folder)
    except OSError as error:
        _stop(f"The search index cannot be kept in {folder} ({error.strerror}); see [search] index.")


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[Store]:
    """Open the database: SQLite is brought up to date at once, PostgreSQL only by `migrate`."""
    url = settings.database_url
    if url.startswith("sqlite"):
        await migrate_schema(url)
    else:
        await require_current(url)
    store = SqlStore(url)
    try:
        if settings.network.starter_base:
            await load_starter_base(store, _now())
        yield store
    finally:
        await store.close()


async def _check(settings: Settings) -> list[Finding]:
    return [finding async for finding in findings(settings)]


if __name__ == "__main__":
    main()
