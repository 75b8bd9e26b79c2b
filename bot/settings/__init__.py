"""The settings: `settings.toml`, and the environment over it (`VOORLOPER_<SECTION>__<KEY>`).

Unknown keys are refused, so that a typing error shows at the start.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final, Self

from platformdirs import user_data_path
from pydantic import model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.domain.calendar import Days, DaysOff
from bot.domain.errors import VoorloperError
from bot.domain.keys import CONSOLE, AccountKey, RoomKey
from bot.domain.model import Kind
from bot.domain.paths import is_path
from bot.domain.policy import Policy, Thresholds
from bot.ports.retention import Retention
from bot.settings.matrix import Matrix
from bot.settings.refused import unknown_variable
from bot.settings.sections import (
    Database,
    Keep,
    Log,
    Monitor,
    Network,
    Pioneers,
    Prompts,
    Protected,
    Review,
    Search,
)
from bot.settings.slack import Slack

PREFIX: Final = "VOORLOPER_"
DEFAULT_FILE: Final = Path("settings.toml")
REGISTER_FILE: Final = f"{PREFIX}REGISTER_FILE"
"""The one variable with our prefix that is no setting: where our own tests find the algorithm register."""

__all__ = [
    "DEFAULT_FILE",
    "PREFIX",
    "REGISTER_FILE",
    "Database",
    "Keep",
    "Log",
    "Matrix",
    "Monitor",
    "Network",
    "NoHomeError",
    "Pioneers",
    "Prompts",
    "Protected",
    "Review",
    "Search",
    "Settings",
    "Slack",
    "UnknownSettingError",
    "load",
]


class UnknownSettingError(ValueError):
    """An environment variable with our prefix names no setting."""


class NoHomeError(VoorloperError):
    """There is no home folder, and the settings do not say where else things are kept."""


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
    review: Review = Review()
    pioneers: Pioneers = Pioneers()
    prompts: Prompts = Prompts()
    protected: Protected = Protected()
    monitor: Monitor = Monitor()
    log: Log = Log()
    matrix: Matrix = Matrix()
    slack: Slack = Slack()

    @model_validator(mode="after")
    def _keys_are_in_no_backup(self) -> Self:
        keys = self.protected.keys
        if keys and any(keys.absolute().is_relative_to(store.absolute()) for store in self.key_stores):
            raise ValueError("[protected] keys must not be in a folder that is backed up")
        return self

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
        return f"sqlite:///{_data_folder() / 'voorloper.db'}"

    @property
    def index_folder(self) -> Path:
        """The folder of the search index."""
        return self.search.index or _data_folder() / "index"

    @property
    def key_stores(self) -> tuple[Path, ...]:
        """The folders with keys that belong in a backup; each platform that has one adds its own."""
        return (self.matrix_store,) if self.matrix.on else ()

    @property
    def matrix_store(self) -> Path:
        """The folder with the keys of the Matrix device."""
        return self.matrix.store_path or _data_folder() / "matrix"

    @property
    def policy(self) -> Policy:
        """What the core needs to know of all this."""
        admins = frozenset(AccountKey.parse(account) for account in self.network.admins)
        reader = self.protected.second_reader
        return Policy(
            network=self.network.name,
            language=self.network.languages[0],
            zone=self.network.time_zone,
            thresholds=Thresholds(self.search.answer, self.search.related),
            admin_room=RoomKey.parse(self.network.admin_room) if self.network.admin_room else None,
            admins=admins,
            admitted=frozenset({CONSOLE, *(account.place for account in admins), *self.matrix.places}),
            review={
                Kind.LESSON: timedelta(days=self.review.lesson_days),
                Kind.PROJECT: timedelta(days=self.review.project_days),
                Kind.PIONEER: timedelta(days=self.review.pioneer_days),
            },
            owner_has=timedelta(days=self.review.owner_days),
            requests_a_month=self.pioneers.requests_a_month,
            days_off=self._days_off,
            grace=timedelta(minutes=self.prompts.grace_minutes),
            repeat=timedelta(days=self.prompts.repeat_days),
            summary=timedelta(hours=self.prompts.summary_hours),
            second_reader=AccountKey.parse(reader) if reader else None,
            publishes=(timedelta(days=self.protected.after_days), timedelta(days=self.protected.within_days)),
            topic_rests=timedelta(days=self.prompts.agenda_repeat_days),
        )

    @property
    def _days_off(self) -> DaysOff:
        country, _, part = self.prompts.holidays.partition("-")
        ranges = tuple(Days(each.first, each.last, each.name) for each in self.prompts.days_off)
        return DaysOff(country or None, part or None, ranges)

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
            contact=timedelta(days=keep.contact_days),
            topic=timedelta(days=self.prompts.agenda_repeat_days),
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
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OSError(f"{file} is not written in UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise OSError(f"{file} cannot be read: {error.strerror}") from error
    if text.startswith("\ufeff"):
        raise OSError(f"{file} begins with a mark that nobody sees (a BOM); save it as UTF-8 without BOM")


def _refuse_unknown_environment() -> None:
    sections = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for name in os.environ:
        section, delimiter, _ = name.upper().partition("__")
        ours = name.upper().startswith(PREFIX) and name != REGISTER_FILE
        if ours and not (delimiter and section in sections):
            raise UnknownSettingError(unknown_variable(name, Settings, PREFIX))
