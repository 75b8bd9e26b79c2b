"""What every command of the command line shares: the settings, and how things end in a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import VoorloperError
from bot.settings import DEFAULT_FILE, Settings, UnknownSettingError, load
from storage.engine import database_url

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


def read_settings(file: Path | None) -> Settings:
    """Read and check the settings; end with what is wrong, and never with a value that may be a secret."""
    try:
        settings = load(file)
        database_url(settings.database_url)
    except SettingsError as error:
        stop(f"A list in the environment is written like '[\"console\"]': {error}")
    except TOMLDecodeError as error:
        stop(f"{file or DEFAULT_FILE} cannot be read: {error}")
    except (OSError, UnknownSettingError) as error:
        stop(str(error))
    except ValidationError as error:
        # only where and what: the value itself may be a secret
        wrong = [f"  {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        stop("These settings are not right:\n" + "\n".join(wrong))
    except (ArgumentError, ValueError):
        stop("[database] url is not right; write sqlite:///file or postgresql://user:password@host/name")
    return settings


def stop(sentence: str) -> NoReturn:
    """End the program with a sentence on stderr and exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def run_to_end(work: Coroutine[object, object, None]) -> None:
    """Run to the end; what goes wrong in a way we know becomes a sentence, not a traceback."""
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(work)
    except VoorloperError as error:
        stop(str(error))
    except ExceptionGroup as group:
        known, other = group.split(VoorloperError)
        if other or not known:
            raise
        stop("\n".join(str(error) for error in known.exceptions))
