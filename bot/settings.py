"""The settings: `settings.toml`, and the environment over it (`VOORLOPER_<SECTION>__<KEY>`).

Unknown keys are refused, so that a typing error shows at the start.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.domain.errors import MalformedKeyError, VoorloperError
from bot.domain.keys import CONSOLE, AccountKey, PlaceKey, RoomKey
from bot.domain.paths import is_path
from bot.domain.policy import Policy, Thresholds
from bot.ports.store import Retention

PREFIX: Final = "VOORLOPER_"
DEFAULT_FILE: Final = Path("settings.toml")
REGISTER_FILE: Final = f"{PREFIX}REGISTER_FILE"
"""The one variable with our prefix that is no setting: where our own tests find the algorithm register."""


class UnknownSettingError(ValueError):
    """An environment variable with our prefix names no setting."""


class NoHomeError(VoorloperError):
    """There is no home folder, and the settings do not say where else things are kept."""


def _account(text: str) -> str:
    try:
        AccountKey.parse(text)
    except MalformedKeyError:
        raise ValueError("this is not a key; write it like slack:T123:U456") from None
    return text


def _room(text: str) -> str:
    place, _, room = text.rpartition(":")
    try:
        PlaceKey.parse(place)
    except MalformedKeyError:
        room = ""
    if not room:
        raise ValueError("this is not a room; write it like slack:T123:C456")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this is not a time zone; write it like Europe/Amsterdam") from None
    return name


def _path(path: Path) -> Path:
    if not is_path(str(path)):
        raise ValueError("this is no path that a folder can have; a name in it has 255 characters at most")
    return path


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Database(_Section):
    """Where everything is remembered."""

    url: SecretStr | None = None
    """`sqlite+aiosqlite:///path` or `postgresql+asyncpg://…`; left out: SQLite in the user's data folder."""


class Network(_Section):
    """The learning network this installation serves."""

    name: str = "het leernetwerk"
    languages: Annotated[tuple[Literal["nl", "en"], ...], Field(min_length=1)] = ("nl", "en")
    """The first one is spoken where nobody chose another."""
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    admins: tuple[Annotated[str, AfterValidator(_account)], ...] = ()
    """The first admins, such as `slack:T123:U456`; their workspaces and homeservers need no admission."""
    admin_room: Annotated[str, AfterValidator(_room)] | None = None
    """Where admins hear what needs their attention; left out: each of them directly."""
    starter_base: bool = True
    """Whether the shipped starter base is loaded."""


class Search(_Section):
    """How answers are found."""

    index: Annotated[Path, AfterValidator(_path)] | None = None
    """The folder of the search index; left out: beside the database in the user's data folder."""
    answer: Annotated[float, Field(ge=0, le=1)] = 0.5
    """From which confidence something is shown as an answer."""
    related: Annotated[float, Field(ge=0, le=1)] = 0.3
    """From which confidence something is shown as perhaps related."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.related > self.answer:
            raise ValueError("related must not be above answer")
        return self


class Keep(_Section):
    """How long each kind of row is kept."""

    inbox_text_hours: Annotated[int, Field(ge=1, le=24)] = 24
    inbox_key_days: Annotated[int, Field(ge=1)] = 14
    outbox_days: Annotated[int, Field(ge=1)] = 14
    answered_question_hours: Annotated[int, Field(ge=1)] = 1
    open_question_days: Annotated[int, Field(ge=1)] = 365
    dialogue_days: Annotated[int, Field(ge=1)] = 14
    talk_days: Annotated[int, Field(ge=1)] = 14


class Monitor(_Section):
    """Where `voorloper run` says how it is doing: /health and /metrics."""

    enabled: bool = True
    host: Literal["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"] = "127.0.0.1"  # noqa: S104 - a container needs it
    """Only this machine, unless the network around it keeps others out (in a container)."""
    port: Annotated[int, Field(ge=1, le=65535)] = 9464


class Log(_Section):
    """How the log is written, to standard error."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        toml_file=DEFAULT_FILE,
    )

    database: Database = Database()
    network: Network = Network()
    search: Search = Search()
    retention: Keep = Keep()
    monitor: Monitor = Monitor()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment before the file; nothing else is looked at."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database_url(self) -> str:
        """The address of the database, with its password: never show it."""
        if self.database.url:
            return self.database.url.get_secret_value()
        return f"sqlite+aiosqlite:///{_data_folder() / 'voorloper.db'}"

    @property
    def index_folder(self) -> Path:
        """The folder of the search index."""
        return self.search.index or _data_folder() / "index"

    @property
    def key_stores(self) -> tuple[Path, ...]:
        """The folders with keys that belong in a backup; each platform that has one adds its own."""
        return ()

    @property
    def policy(self) -> Policy:
        """What the core needs to know of all this."""
        admins = frozenset(AccountKey.parse(account) for account in self.network.admins)
        return Policy(
            network=self.network.name,
            language=self.network.languages[0],
            zone=self.network.time_zone,
            thresholds=Thresholds(self.search.answer, self.search.related),
            admin_room=_room_key(self.network.admin_room),
            admins=admins,
            admitted=frozenset({CONSOLE, *(account.place for account in admins)}),
        )

    @property
    def kept(self) -> Retention:
        """How long everything is kept."""
        keep = self.retention
        return Retention(
            inbox_text=timedelta(hours=keep.inbox_text_hours),
            inbox_key=timedelta(days=keep.inbox_key_days),
            outbox=timedelta(days=keep.outbox_days),
            answered_question=timedelta(hours=keep.answered_question_hours),
            open_question=timedelta(days=keep.open_question_days),
            dialogue=timedelta(days=keep.dialogue_days),
            talk=timedelta(days=keep.talk_days),
        )


def _data_folder() -> Path:
    with suppress(RuntimeError):  # how Python says that nobody's home is known
        folder = user_data_path("voorloper")
        if folder.is_absolute():
            return folder
    raise NoHomeError(
        "This user has no home folder. Say in the settings where things go: "
        "[database] url and [search] index."
    )


def _room_key(text: str | None) -> RoomKey | None:
    if text is None:
        return None
    place, _, room = text.rpartition(":")
    return RoomKey(PlaceKey.parse(place), room)


def load(file: Path | None = None) -> Settings:
    """Read the settings from a file (default `settings.toml` in this folder, if there) and the environment.

    Raise OSError when the file is not there or cannot be read, UnknownSettingError or pydantic's
    ValidationError when a setting is wrong.
    """
    _look_at(file)
    _refuse_unknown_environment()

    class FromFile(Settings):
        model_config = SettingsConfigDict(**{**Settings.model_config, "toml_file": file or DEFAULT_FILE})

    return FromFile()


def _look_at(file: Path | None) -> None:
    """Raise OSError, with a sentence, when the settings file is not one that can be read."""
    if file is None and not DEFAULT_FILE.exists():
        return
    file = file or DEFAULT_FILE
    if not is_path(str(file)):
        raise OSError("--settings is no path that a file can have; a name in it has 255 characters at most")
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder; name the settings file in it")
    if not file.is_file():
        raise FileNotFoundError(f"there is no settings file {file}")
    try:
        file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OSError(f"{file} is not written in UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise OSError(f"{file} cannot be read: {error.strerror}") from error


def _refuse_unknown_environment() -> None:
    sections = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for name in os.environ:
        section, delimiter, _ = name.upper().partition("__")
        ours = name.upper().startswith(PREFIX) and name != REGISTER_FILE
        if ours and not (delimiter and section in sections):
            raise UnknownSettingError(
                f"{name} in the environment is no setting of Voorloper; write it like {PREFIX}DATABASE__URL"
            )
