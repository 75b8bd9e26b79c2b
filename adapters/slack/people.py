"""What Slack says about somebody (`users.info`), as far as the core needs it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from adapters.slack.fields import Payload, enterprise_id, team_id, user_id
from adapters.slack.ids import Self
from bot.domain.keys import AccountKey
from bot.messages.i18n import LANGUAGES
from bot.messages.incoming import Sender
from bot.messages.unchecked import mapping, text


@dataclass(frozen=True)
class Known:
    """Whether somebody is a guest (of a shared channel, with a guest account, gone), and whether a program.

    `language` and `zone` are those of their Slack, where it says so.
    """

    guest: bool
    bot: bool = False
    language: str | None = None
    zone: str | None = None

    def sender(self, account: AccountKey) -> Sender:
        """Return who did something from this account; of a guest no more than that they are one."""
        return Sender(account, guest=True) if self.guest else Sender(account, False, self.language, self.zone)


UNKNOWN = Known(guest=True)
"""Who was not found: of them nothing is taken along."""

_SLACKBOT = "USLACKBOT"
_OF_NOBODY = "en-US"
"""The locale that Slack gives to whoever chose none."""

_GUEST = ("deleted", "is_stranger", "is_restricted", "is_ultra_restricted", "is_invited_user")
"""What is true of who is no member; who was deactivated is no one that can be written to."""


def known(user: Payload, me: Self) -> Known:
    """Read the `user` of an answer to `users.info`.

    Who is not surely of this workspace, or of its Grid organisation, is a guest too.
    """
    grid = mapping(user.get("enterprise_user"))
    organisation = enterprise_id(grid.get("enterprise_id")) or enterprise_id(user.get("team_id"))
    team = team_id(user.get("team_id"))
    colleague = me.enterprise is not None and organisation == me.enterprise
    ours = colleague or (team is not None and team == me.team)
    guest = not ours or any(user.get(sign) is True for sign in _GUEST)
    bot = user.get("is_bot") is True or text(user.get("id")) == _SLACKBOT
    return Known(guest, bot, _language(user.get("locale")), _zone(user.get("tz")))


def _language(locale: object) -> str | None:
    """Return the language of a locale, if it is one of ours and somebody chose it."""
    written = text(locale) or ""
    language = written.partition("-")[0]
    return language if language in LANGUAGES and written != _OF_NOBODY else None


def _zone(name: object) -> str | None:
    try:
        return ZoneInfo(name).key if isinstance(name, str) else None
    except (KeyError, ValueError, OSError):  # what it raises for what is no zone
        return None


def doer(payload: Payload) -> str | None:
    """Return the id of the user who did what a payload is about, None when it does not say.

    It is who has to be looked up before the payload is read.
    """
    event = mapping(payload.get("event"))
    said, before = mapping(event.get("message")), mapping(event.get("previous_message"))
    wrote = [before.get("user"), said.get("user")]  # what is gone is told in the name of Slackbot
    others = [mapping(payload.get("user")).get("id"), payload.get("user_id")]
    return next(filter(None, map(user_id, [event.get("user"), *wrote, *others])), None)
