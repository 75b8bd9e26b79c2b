"""The app of Bolt: it checks signatures, reads requests and speaks Socket Mode; what is done is ours.

Everything goes through one function before Bolt's own listeners, as those acknowledge events first and work
on them afterwards: what a crash interrupts would be lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.acknowledgement import Acknowledgement
from adapters.slack.calling import silent
from adapters.slack.fields import Payload

_OF_BOLT = frozenset({"url_verification"})


def app_around(
    take: Callable[[Payload], Awaitable[Acknowledgement]], asking: AsyncWebClient, signing_secret: str | None
) -> AsyncApp:
    """Return an app that hands every payload to `take`; it asks Slack for connections with this client."""

    async def all_of_it(
        req: AsyncBoltRequest, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        if req.body.get("type") in _OF_BOLT:
            await next_()
            return None
        said = await take(req.body)
        return BoltResponse(status=int(said.status), body=dict(said.answer) if said.answer else "")

    return AsyncApp(
        logger=silent(),
        name="voorloper",
        signing_secret=signing_secret or secrets.token_hex(32),  # nobody signs what nobody should call
        client=asking,
        before_authorize=all_of_it,
        authorize=_nobody,
    )


async def _nobody() -> AuthorizeResult:
    """Answer for whom Bolt asks: what gets so far needs nobody's right."""
    return AuthorizeResult(enterprise_id=None, team_id=None)
