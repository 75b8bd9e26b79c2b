"""The sections of the settings, each with what it takes; how they are read is beside this module."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from bot.domain.calendar import is_country
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import AccountKey, RoomKey
from bot.domain.paths import is_path

CENTURY = 36500
"""The most days that a setting takes: further away dates end, and what is reckoned with them."""


def _account(text: str) -> str:
    try:
        AccountKey.parse(text)
    except MalformedKeyError:
        raise ValueError("this is not a key; write it like slack:T123:U456") from None
    return text


def _room(text: str) -> str:
    try:
        RoomKey.parse(text)
    except MalformedKeyError:
        raise ValueError("this is not a room; write it like slack:T123:C456") from None
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this is not a time zone; write it like Europe/Amsterdam") from None
    return name


def a_path(path: Path) -> Path:
    """Return a path that can be one; raise ValueError otherwise."""
    if not is_path(str(path)):
        raise ValueError("this is no path that a folder can have; a name in it has 255 characters at most")
    return path


class Section(BaseModel):
    """A section; unknown keys are refused, and no value is ever shown."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_secrets_are_left_out(cls, given: object) -> object:
        """Take a secret that is empty for none: a variable that is passed on without being set."""
        if not isinstance(given, dict):
            return given
        secrets = {name for name, field in cls.model_fields.items() if "SecretStr" in str(field.annotation)}
        return {name: value for name, value in given.items() if value != "" or name not in secrets}


class Database(Section):
    """Where everything is remembered."""

    url: SecretStr | None = None
    """`sqlite:///path` or `postgresql://…`; left out: SQLite in the user's data folder."""


class Network(Section):
    """The learning network this installation serves."""

    name: Annotated[str, Field(min_length=1)] = "het leernetwerk"
    languages: Annotated[tuple[Literal["nl", "en"], ...], Field(min_length=1)] = ("nl", "en")
    """The first one is spoken where nobody chose another."""
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    admins: tuple[Annotated[str, AfterValidator(_account)], ...] = ()
    """The first admins, such as `slack:T123:U456`; their workspaces and homeservers need no admission."""
    admin_room: Annotated[str, AfterValidator(_room)] | None = None
    """Where admins hear what needs their attention; left out: each of them directly."""
    starter_base: bool = True
    """Whether the shipped starter base is loaded."""


class Search(Section):
    """How answers are found."""

    index: Annotated[Path, AfterValidator(a_path)] | None = None
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


class Keep(Section):
    """How long each kind of row is kept."""

    inbox_text_hours: Annotated[int, Field(ge=1, le=24)] = 24
    inbox_key_days: Annotated[int, Field(ge=1, le=CENTURY)] = 14
    outbox_days: Annotated[int, Field(ge=1, le=CENTURY)] = 14
    answered_question_hours: Annotated[int, Field(ge=1, le=24 * CENTURY)] = 1
    open_question_days: Annotated[int, Field(ge=1, le=CENTURY)] = 365
    dialogue_days: Annotated[int, Field(ge=1, le=CENTURY)] = 14
    talk_days: Annotated[int, Field(ge=1, le=CENTURY)] = 14
    contact_days: Annotated[int, Field(ge=8, le=CENTURY)] = 31
    """More than the week that a request waits; with less than a month fewer are counted."""


class Pioneers(Section):
    """How much is asked of who agreed to be found."""

    requests_a_month: Annotated[int, Field(ge=0)] = 5
    """How many people may ask for contact with one pioneer within thirty days; 0: nobody can."""


class Review(Section):
    """After how long somebody looks whether what was published is still true, by kind.

    `owner_days` is how long its owner has for that, before it waits for the admins.
    """

    lesson_days: Annotated[int, Field(ge=1, le=CENTURY)] = 730
    project_days: Annotated[int, Field(ge=1, le=CENTURY)] = 365
    pioneer_days: Annotated[int, Field(ge=1, le=CENTURY)] = 365
    owner_days: Annotated[int, Field(ge=0, le=CENTURY)] = 21


def _country(code: str) -> str:
    country, _, part = code.partition("-")
    if code and not is_country(country, part or None):
        raise ValueError(
            "no public holidays are known of this country; write it like NL, or DE-NI for a part"
        )
    return code


class Range(Section):
    """Days on which nothing is posted that comes back, both included."""

    first: date
    last: date
    name: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("last must not be before first")
        return self


class Prompts(Section):
    """When prompts are posted, and when not."""

    holidays: Annotated[str, AfterValidator(_country)] = "NL"
    """Of which country the public holidays are left out, such as `NL`; empty: of none."""
    days_off: tuple[Range, ...] = ()
    """Other days that are left out, such as school holidays."""
    grace_minutes: Annotated[int, Field(ge=5, le=1440)] = 120
    """How long after its moment a prompt may still be posted, when the program was not running."""
    repeat_days: Annotated[int, Field(ge=0, le=CENTURY)] = 180
    """Within how many days no text comes a second time in the same channel."""
    agenda_repeat_days: Annotated[int, Field(ge=0, le=CENTURY)] = 90
    """Within how many days what was on the agenda of a channel cannot be proposed there again."""
    summary_hours: Annotated[int, Field(ge=1, le=720)] = 48
    """How long after the first answer in its thread a prompt is summed up there."""


class Protected(Section):
    """Sharing a failure protected: where its keys are, who reads besides admins, and when it comes out."""

    keys: Annotated[Path, AfterValidator(a_path)] | None = None
    """The folder of the keys, outside database and backups; left out: nobody can share like that."""
    second_reader: Annotated[str, AfterValidator(_account)] | None = None
    """Who reads and releases like an admin, for a network with only one."""
    after_days: Annotated[int, Field(ge=1, le=CENTURY)] = 3
    within_days: Annotated[int, Field(ge=2, le=365)] = 21
    """Between how many days after its release a story is published, at random."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.within_days <= self.after_days:
            raise ValueError("within_days must be more than after_days, so that the day is left to chance")
        return self


class Monitor(Section):
    """Where `voorloper run` says how it is doing: /health and /metrics."""

    enabled: bool = True
    host: Literal["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"] = "127.0.0.1"  # noqa: S104 - a container needs it
    """Only this machine, unless the network around it keeps others out (in a container)."""
    port: Annotated[int, Field(ge=1, le=65535)] = 9464


class Log(Section):
    """How the log is written, to standard error."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"
