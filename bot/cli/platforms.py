"""From the settings to the chat platforms that are served: the only place that knows both.

The libraries of a platform take a second to load: only who serves it, or looks at it, waits for them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from pydantic import SecretStr

from adapters.matrix import config as matrix
from adapters.slack import config as slack
from bot.assembly import now
from bot.checking import Finding
from bot.ports.chat import Chat
from bot.settings import Settings


def configured_chats(settings: Settings) -> tuple[Chat, ...]:
    """Return an adapter for each platform that the settings name."""
    chats: list[Chat] = []
    if on_matrix := matrix_config(settings):
        from adapters.matrix.adapter import MatrixChat  # noqa: PLC0415 - see above

        chats.append(MatrixChat(on_matrix, now))
    if on_slack := slack_config(settings):
        from adapters.slack.adapter import SlackChat  # noqa: PLC0415 - see above

        chats.append(SlackChat(on_slack, now))
    return tuple(chats)


async def platform_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Say of each platform that the settings name whether the bot can log in there, and how to mend it."""
    if on_matrix := matrix_config(settings):
        from adapters.matrix.looking import look as look_at_matrix  # noqa: PLC0415 - see above

        async for what, fix in look_at_matrix(on_matrix):
            yield Finding(what, fix)
    if on_slack := slack_config(settings):
        from adapters.slack.looking import look as look_at_slack  # noqa: PLC0415 - see above

        async for what, fix in look_at_slack(on_slack, settings.policy.admins):
            yield Finding(what, fix)


def matrix_config(settings: Settings) -> matrix.Config | None:
    """Return what the adapter for Matrix has to be told; None when Matrix is off."""
    section = settings.matrix
    if section.homeserver is None or section.user_id is None:
        return None
    return matrix.Config(
        homeserver=section.homeserver,
        user_id=section.user_id,
        store_path=settings.matrix_store,
        password=_revealed(section.password),
        access_token=_revealed(section.access_token),
        device_id=section.device_id,
        pickle_key=_revealed(section.pickle_key),
        servers=frozenset(section.allowed_servers),
        people=frozenset(section.allowed_inviters),
        prefix=section.prefix,
        threads=section.threads,
        encryption=matrix.Encryption(section.encryption),
    )


def slack_config(settings: Settings) -> slack.Config | None:
    """Return what the adapter for Slack has to be told; None when Slack is off."""
    section, oauth = settings.slack, settings.slack.oauth
    if not section.on:
        return None
    host, port = section.address
    return slack.Config(
        bot_token=_revealed(section.bot_token),
        oauth=slack.OAuth(
            oauth.client_id, _revealed(oauth.client_secret) or "", _revealed(oauth.encryption_key) or ""
        )
        if oauth.client_id
        else None,
        socket=section.mode == "socket",
        app_token=_revealed(section.app_token),
        signing_secret=_revealed(section.signing_secret),
        api_url=section.api_url,
        connections=section.connections,
        language=settings.policy.language,
        host=host,
        port=port,
    )


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
