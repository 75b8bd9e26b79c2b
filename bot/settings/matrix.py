"""The section for Matrix: one account on one homeserver. Without a homeserver, Matrix is off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, SecretStr, model_validator

from bot.domain.keys import AccountKey, PlaceKey
from bot.settings.addresses import web_address
from bot.settings.sections import Section, a_path

_USER: Final = re.compile(r"@[^:\s]+:[^\s@/]+")
_SERVER: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PREFIX: Final = re.compile(r"\S{1,32}")
_SWITCHED: Final = {"true": "ignore-unverified", "false": "off"}


def _homeserver(text: str) -> str:
    return web_address(text, "this is no address of a homeserver; write it like https://matrix.example.org")


def _user(text: str) -> str:
    if not _USER.fullmatch(text):
        raise ValueError("this is no user of Matrix; write it like @voorloper:example.org")
    return text


def _server(text: str) -> str:
    if not _SERVER.fullmatch(text):
        raise ValueError("this is no name of a homeserver; write it like example.org")
    return text


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise ValueError("this is one word of 32 signs at most; write it like !voorloper")
    return text


def _policy(given: object) -> object:
    """Read “on” and “off” as what they most likely mean."""
    return _SWITCHED.get(str(given).casefold(), given)


class Matrix(Section):
    """The account of the bot, who may ask it in, and how it behaves there."""

    homeserver: Annotated[str, AfterValidator(_homeserver)] | None = None
    """Where the homeserver answers, such as `https://matrix.example.org`; left out: no Matrix."""
    user_id: Annotated[str, AfterValidator(_user)] | None = None
    """The bot's user, such as `@voorloper:example.org`."""
    password: SecretStr | None = None
    """Its password; also needed to log in again, and to sign its device."""
    access_token: SecretStr | None = None
    """A token of a login made elsewhere, instead of the password."""
    device_id: str | None = None
    """The device that the token belongs to."""
    store_path: Annotated[Path, AfterValidator(a_path)] | None = None
    """The folder with the keys of the device; left out: in the user's data folder."""
    pickle_key: SecretStr | None = None
    """What the keys in the folder are encrypted with; left out: a key made at the first start, kept there."""
    allowed_servers: tuple[Annotated[str, AfterValidator(_server)], ...] = ()
    """The homeservers whose people belong to the network; left out: the bot's own."""
    allowed_inviters: tuple[Annotated[str, AfterValidator(_user)], ...] = ()
    """People of other homeservers who belong all the same."""
    prefix: Annotated[str, AfterValidator(_prefix)] = "!voorloper"
    """How a message begins that is meant for the bot, besides by mentioning it."""
    threads: bool = True
    """Whether answers in a room are in a thread under the question, or beside it as a reply."""
    encryption: Annotated[
        Literal["ignore-unverified", "require-verified", "off"], BeforeValidator(_policy)
    ] = "ignore-unverified"
    """With whose devices the bot talks where messages are encrypted."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.homeserver is None:
            if self.user_id or self.password or self.access_token:
                raise ValueError("homeserver is missing; write it like https://matrix.example.org")
            return self
        if self.user_id is None:
            raise ValueError("user_id is missing; write it like @voorloper:example.org")
        if self.password is None and self.access_token is None:
            raise ValueError("password is missing, or access_token with device_id")
        if self.access_token is not None and self.device_id is None:
            raise ValueError("device_id is missing: the device that the access_token belongs to")
        return self

    @property
    def on(self) -> bool:
        """Say whether Matrix is served."""
        return self.homeserver is not None

    @property
    def places(self) -> frozenset[PlaceKey]:
        """The place that the rooms of the bot are in: its own homeserver, admitted by being named here."""
        return frozenset({AccountKey.parse(f"matrix:{self.user_id}").place} if self.on else ())
