"""What every command of the command line shares: the settings, and how things end in a sentence."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Final, NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import OutputLostError, VoorloperError
from bot.settings import DEFAULT_FILE, PREFIX, NoHomeError, Settings, UnknownSettingError, load
from bot.settings.refused import refused, unreadable
from storage.database.engine import URL_FORM, database_url

_NOT_RIGHT: Final = "These settings are not right:\n"
_PLACE: Final = re.compile(r"\(at [a-z0-9, ]+\)$")


def read_settings(file: Path | None) -> Settings:
    """Read and check the settings; end with what is wrong, and never with a value that may be a secret."""
    try:
        settings = load(file)
        database_url(settings.database_url)
    except SettingsError:
        stop(_NOT_RIGHT + "\n".join(f"  {each}" for each in unreadable(Settings, PREFIX)))
    except TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        where = f"{file or DEFAULT_FILE} cannot be read: it is not TOML {place[0] if place else ''}".rstrip()
        stop(f'{where}. A setting is written like name = "value", between straight quotation marks.')
    except (OSError, UnknownSettingError, NoHomeError) as error:
        stop(str(error))
    except ValidationError as error:
        stop(_NOT_RIGHT + "\n".join(f"  {each}" for each in refused(error, Settings, PREFIX)))
    except (ArgumentError, ValueError):
        stop(f"[database] url is not right; {URL_FORM}. A name in a path has 255 characters at most.")
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
    except OutputLostError:
        raise  # `main` says it, for every command
    except VoorloperError as error:
        stop(str(error))
    except ExceptionGroup as group:
        known, other = group.split(VoorloperError)
        if other or not known:
            raise
        errors = list(_alone(known))
        lost = next((each for each in errors if isinstance(each, OutputLostError)), None)
        if lost:
            raise lost from None
        stop("\n".join(map(str, errors)))


def _alone(group: BaseExceptionGroup[VoorloperError]) -> Iterator[VoorloperError]:
    """Return the errors in a group and in the groups in it."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _alone(error)
        else:
            yield error
