"""What is asked before the first connection, as the library would try a wrong token for ever."""

from __future__ import annotations

from adapters.slack.calling import Web
from adapters.slack.errors import SetUpError, SlackRefusedError

_APP_TOKENS = {
    "invalid_auth": "[slack] app_token is no token of Slack. Make one in Basic Information.",
    "not_allowed_token_type": "[slack] app_token is another kind of token. Take the one from Basic "
    "Information that begins with xapp-.",
    "missing_scope": "[slack] app_token lacks connections:write. Make one that has it, in Basic Information.",
    "forbidden_team": "The app was switched off by an admin of the organisation.",
    "team_access_not_granted": "The app was not given to this workspace by the organisation.",
}


async def connectable(web: Web) -> None:
    """Ask for a connection, to see that there can be one, and let it be.

    Raise SetUpError when there cannot, and as `Web.call` when Slack does not answer.
    """
    try:
        await web.call("apps.connections.open")
    except SlackRefusedError as error:
        told = _APP_TOKENS.get(error.code, f"Slack refuses [slack] app_token: {error}.")
        raise SetUpError(told) from None
