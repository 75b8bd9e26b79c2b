"""Calls of Slack's Web API, with one token; whatever goes wrong is one of our errors.

Nothing is tried again here: whether a request may be repeated is known by who made it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import (
    BUSY,
    IN_DOUBT,
    NO_TOKEN,
    UNFIT,
    SlackAwayError,
    SlackBusyError,
    SlackRefusedError,
)
from adapters.slack.fields import Payload
from adapters.slack.limits import as_json
from bot.domain.errors import FilesForbiddenError, MessageRefusedError
from bot.messages.unchecked import mapping, text

LONGEST: Final = 10.0
"""Seconds that a call may take; a message is given up to be tried anew a little later."""

LARGEST: Final = 20 * 2**20
"""Bytes of a file that are read."""

_PIECE = 64 * 1024
_PAGE = "text/html"
_SLACK = ".slack.com"

_BY_CHANNEL = frozenset({"chat.postMessage"})
"""Methods that Slack limits by channel; all others it limits as a whole."""

_IN_JSON = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.update"})
"""Methods that are called with JSON, as Slack recommends for blocks; most that only read take forms."""

_log = logging.getLogger(__name__)

_SILENT = logging.getLogger(f"{__name__}.library")
_SILENT.setLevel(logging.CRITICAL + 1)  # the libraries log payloads, and addresses with secrets in them


def silent() -> logging.Logger:
    """Return the log for Slack's libraries: what matters of what they do is said here in our own words."""
    return _SILENT


def session() -> ClientSession:
    """Return what all calls go over: one, so that connections are used again. Close it at the end."""
    return ClientSession(timeout=ClientTimeout(total=LONGEST))


def client(token: str | None, api_url: str, over: ClientSession) -> AsyncWebClient:
    """Return the library's own client, which Bolt and Socket Mode want as well."""
    made = AsyncWebClient(token, base_url=api_url, session=over, retry_handlers=[], logger=_SILENT)
    if api_url.startswith("http://"):
        made.proxy = None  # the library takes one from the environment, also for this machine
    return made


class Web:
    """What can be asked of Slack with one token."""

    def __init__(self, token: str, api_url: str, over: ClientSession) -> None:
        self.client = client(token, api_url, over)
        self.refused = ""
        """With which code Slack does not take the token any more; empty as long as it does."""
        self._over = over
        self._held: dict[str, float] = {}

    async def call(self, method: str, **arguments: object) -> Payload:
        """Call a method and return its answer.

        Arguments that are None are left out. A message of which Slack does not take the blocks goes as text,
        which says the same. Raise SlackRefusedError, SlackBusyError, or SlackAwayError when it is not known
        whether it was done.
        """
        try:
            return (await self.answer(method, **arguments))[0]
        except SlackRefusedError as error:
            if error.code not in UNFIT or not (arguments.get("blocks") and arguments.get("text")):
                raise
            _log.warning("Slack does not take the blocks of a message (%s); it goes as text", error.code)
        return (await self.answer(method, **{**arguments, "blocks": []}))[0]

    async def put(self, url: str, content: bytes) -> None:
        """Upload a file where Slack said; raise SlackAwayError when it does not take it."""
        await self._post(url, data=content)

    async def read(self, url: str) -> bytes:
        """Return what is in a file at an address of Slack, up to 20 MB.

        Raise MessageRefusedError when it is no such address or too large, SlackAwayError when it does not
        come, FilesForbiddenError when Slack gives a page to sign in instead, which is how it says no.
        """
        if not self._is_ours(url):
            raise MessageRefusedError("the file is not kept at Slack")  # nobody else is shown the token
        content = bytearray()
        try:
            async with self._over.get(
                url,
                headers={"Authorization": f"Bearer {self.client.token}"},
                proxy=self.client.proxy,
                allow_redirects=False,
            ) as answered:
                if answered.status != HTTPStatus.OK:
                    raise SlackAwayError(f"Slack does not give it ({answered.status})")
                if answered.content_type == _PAGE:
                    raise FilesForbiddenError("Slack wants somebody to sign in")
                async for piece in answered.content.iter_chunked(_PIECE):
                    content += piece
                    if len(content) > LARGEST:
                        raise MessageRefusedError("the file is larger than 20 MB")
        except (ClientError, TimeoutError, OSError) as error:
            raise SlackAwayError(f"the file does not come ({type(error).__name__})") from None
        return bytes(content)

    def _is_ours(self, url: str) -> bool:
        """Say whether an address is one of Slack, or of what stands in for it."""
        to = urlsplit(url)
        slack = to.scheme == "https" and f".{to.hostname}".endswith(_SLACK)
        return slack or to[:2] == urlsplit(self.client.base_url)[:2]

    async def respond(self, url: str, content: Mapping[str, object]) -> bool:
        """Answer where Slack said that somebody can be answered; False when it does not take it any more."""
        try:
            await self._post(url, json=content)
        except SlackAwayError:
            return False
        return True

    async def _post(self, url: str, **body: Any) -> None:  # noqa: ANN401 - as aiohttp has it
        try:
            async with self._over.post(url, proxy=self.client.proxy, **body) as answered:
                if answered.status != HTTPStatus.OK:
                    raise SlackAwayError(f"Slack does not take it ({answered.status})")
        except (ClientError, TimeoutError, OSError) as error:
            raise SlackAwayError(f"Slack is out of reach ({type(error).__name__})") from None

    async def answer(self, method: str, **arguments: object) -> tuple[Payload, Payload]:
        """Call a method and return its answer with the headers, whose names are in lower case."""
        given = {name: value for name, value in arguments.items() if value is not None}
        wait = self._held.get(method, 0.0) - time.monotonic()
        if wait > 0:
            raise SlackBusyError("Slack asked to wait", wait)
        try:
            answered = await (
                self.client.api_call(method, json=given)
                if method in _IN_JSON
                else self.client.api_call(method, data={name: _form(value) for name, value in given.items()})
            )
        except SlackApiError as error:
            told = _told(error)
            if isinstance(told, SlackBusyError) and method not in _BY_CHANNEL:
                self._held[method] = time.monotonic() + (told.retry_after or 1.0)
            self._note(told)
            raise told from None
        except (ClientError, SlackClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise SlackAwayError(f"Slack is out of reach ({type(error).__name__})") from None
        self.refused = ""
        return mapping(answered.data), {name.lower(): value for name, value in answered.headers.items()}

    def ended(self) -> None:
        """Note that the token is taken back, as Slack says in an event; what it answers next goes first."""
        self._note(SlackRefusedError("token_revoked"))

    def _note(self, told: Exception) -> None:
        """Note that the token is not taken any more, and say so once."""
        if isinstance(told, SlackRefusedError) and told.code in NO_TOKEN:
            if not self.refused:
                _log.error("Slack does not take a token any more: %s", told.code)
            self.refused = told.code


def _form(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else as_json(value)


def _told(error: SlackApiError) -> SlackRefusedError | SlackAwayError | SlackBusyError:
    status, headers = getattr(error.response, "status_code", None), getattr(error.response, "headers", {})
    said = mapping(getattr(error.response, "data", None))
    code = text(said.get("error"))
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in BUSY:
        asked = str(headers.get("Retry-After", ""))
        return SlackBusyError("Slack asks to wait", float(asked) if asked.isdecimal() else 1.0)
    if (
        code is None
        or code in IN_DOUBT
        or (isinstance(status, int) and status >= HTTPStatus.INTERNAL_SERVER_ERROR)
    ):
        return SlackAwayError(f"Slack does not answer as it should ({status})")
    return SlackRefusedError(code, text(said.get("needed")) or "")
