"""What `voorloper check` says of Slack: whether the tokens are right, what the app may do, who is admin."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from typing import Final

from adapters.slack.calling import Web, session
from adapters.slack.config import Config
from adapters.slack.errors import SetUpError
from adapters.slack.ids import place_key
from adapters.slack.starting import connectable
from adapters.slack.workspaces import Installed, installed
from bot.domain.errors import PlatformUnavailableError
from bot.domain.keys import AccountKey

_ADDRESS = "See that [slack] api_url is right, and that Slack can be reached from here."
_ADD = "Add {scopes} in OAuth & Permissions, install the app anew, and start the bot again."

REQUIRED: Final = (
    ("app_mentions:read", "it does not hear that somebody mentions it"),
    ("chat:write", "it cannot answer"),
    ("commands", "/voorloper and the shortcuts do nothing"),
    ("users:read", "it cannot see who is a guest, and answers nobody"),
    ("im:history", "it does not hear direct messages"),
    ("channels:history", "after a crash an answer in a channel may come twice, and follow-ups are not heard"),
    ("groups:history", "after a crash an answer in a private channel may come twice"),
    ("mpim:history", "after a crash an answer in a group message may come twice"),
)
"""The scopes that the bot needs, and what is lost without each."""

OPTIONAL: Final = (
    ("channels:read", "channels go by their id, and it does not hear who joins"),
    ("groups:read", "private channels go by their id, and it does not hear who joins"),
    ("im:write", "after a crash a message to one person may come twice"),
    ("mpim:write", "it cannot open a conversation for two people whom it brings together"),
    ("reactions:read", "no reaction is taken for a choice, or for the wish to keep a message"),
    ("reactions:write", "it puts no marks on messages"),
    ("files:write", "files and charts come as words alone"),
    ("files:read", "it cannot import from files that somebody shares"),
)
"""The scopes that the bot can do without, and what is lost then."""


async def look(config: Config, admins: Collection[AccountKey]) -> AsyncIterator[tuple[str, str]]:
    """Give what was found, and how to mend it, empty when it is in order."""
    async with session() as over:
        try:
            if config.socket:
                await connectable(Web(config.app_token or "", config.api_url, over))
                yield "slack: the bot can call Slack (socket mode)", ""
            else:
                yield f"slack: Slack calls the bot at {config.host} port {config.port} (HTTP mode)", ""
            if config.bot_token is None:
                yield "slack: workspaces install the app themselves (/slack/install)", ""
                return
            at = await installed(Web(config.bot_token, config.api_url, over))
        except SetUpError as error:
            yield "slack: the bot is not let in", str(error)
            return
        except PlatformUnavailableError as error:
            yield f"slack: {error}", _ADDRESS
            return
    for finding in _of_workspace(at, admins):
        yield finding


def _of_workspace(at: Installed, admins: Collection[AccountKey]) -> list[tuple[str, str]]:
    place = place_key(at.me.team or "T…", at.me.enterprise)
    found = [(f"slack: installed in {at.name or place} ({place})", "")]
    if not any(at.serves(admin.place) for admin in admins):
        fix = f'Put yourself there: [network] admins = ["{place}:U…"]. Your member ID stands in your profile.'
        found.append(("slack: nobody of this workspace is admin, so that it is answered nothing", fix))
    for scope, lost in REQUIRED:
        if scope not in at.scopes:
            found.append((f"slack: without {scope} {lost}", _ADD.format(scopes=scope)))
    left_out = [f"without {scope} {lost}" for scope, lost in OPTIONAL if scope not in at.scopes]
    found += [(f"slack: {each}; that is allowed", "") for each in left_out]
    return found
