"""Requests to the homeserver that end in an answer, a refusal, or “away”: never in a success that is none.

matrix-nio takes HTML, cut bodies and errors of proxies for success where success is `{}`, and does not try
5xx again. All its requests go through `Homeserver.send`; our own through `Homeserver.ask`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any
from urllib.parse import quote

import aiohttp
from nio import AsyncClient, AsyncClientConfig
from nio.crypto import Olm

from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError

# It logs who is in which room, and what could not be decrypted of whom.
logging.getLogger("nio").setLevel(logging.CRITICAL + 1)
logging.getLogger("peewee").setLevel(logging.CRITICAL + 1)

# It remembers so many messages to see repetitions, a kilobyte each; its own 100 000 are a leak to us.
Olm._message_index_store_size = 5_000  # noqa: SLF001

_TRIES = 8
"""How often a request waits because the homeserver asks for it."""

_LONGEST_PAUSE = 60.0
_PAUSE = 1.0
"""Seconds to wait when the homeserver does not say how long."""

_REQUEST = 20.0
"""Seconds one request may take."""

_TOO_MANY = 429
_SERVER_ERROR = 500
_REFUSAL = 400

_MUST_SAY = {
    "/v3/sync?": "next_batch",
    "/join/": "room_id",
    "/createRoom": "room_id",
    "/members?": "chunk",
    "/messages?": "chunk",
    "/event/": "sender",
    "/send/": "event_id",
    "/redact/": "event_id",
    "/keys/upload": "one_time_key_counts",
    "/keys/query": "device_keys",
    "/keys/claim": "one_time_keys",
}
"""By a part of the path: without which `200` is no success. An id cannot hold such a part: it is quoted."""

Json = dict[str, Any]  # what a homeserver says is checked where it is read


CLIENT = "/_matrix/client/v3"
"""Under which the client-server API is."""


def segment(text: str) -> str:
    """Return an id as it stands in a path."""
    return quote(text, safe="")


def room_path(room: str, *rest: str) -> str:
    """Return a path of the client-server API under a room."""
    return f"{CLIENT}/rooms/" + "/".join(map(segment, (room, *rest)))


class ServerFailedError(aiohttp.ClientConnectionError):
    """The homeserver itself failed; the library tries again after what aiohttp raises."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class NoAnswerError(aiohttp.ClientConnectionError):
    """What came is cut off, or is no JSON: of a proxy, or of something that is no homeserver."""

    def __init__(self) -> None:
        super().__init__("what it says is cut off, or not of a homeserver")


class Homeserver(AsyncClient):  # type: ignore[misc] # the library carries no types
    """A connection to one homeserver; with a device, also what is needed for encryption."""

    def __init__(self, address: str, user: str, device: str | None, store: str, pickle_key: str) -> None:
        encrypted = bool(store)
        config = AsyncClientConfig(
            encryption_enabled=encrypted,
            pickle_key=pickle_key,
            store_sync_tokens=False,
            max_timeouts=2,
            max_limit_exceeded=0,
            request_timeout=_REQUEST,
        )
        super().__init__(address.rstrip("/"), user, device or "", store, config)

    async def send(  # noqa: D102 - as nio's
        self,
        method: str,
        path: str,
        data: Any = None,  # noqa: ANN401 - idem
        headers: dict[str, str] | None = None,
        trace_context: Any = None,  # noqa: ANN401 - idem
        timeout: float | None = None,  # noqa: ASYNC109 - idem
    ) -> aiohttp.ClientResponse:
        del trace_context
        for _ in range(_TRIES):
            response, _ = await self._once(method, path, data, headers, timeout)
            if response.status != _TOO_MANY:
                return response
            await asyncio.sleep(min(await pause_of(response), _LONGEST_PAUSE))
        raise aiohttp.ClientConnectionError("still asked to wait")

    async def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        seconds: float | None = None,
    ) -> Json:
        """Ask the homeserver once and return what it answers, within so many seconds.

        Raise HomeserverRefusedError when it says no, HomeserverAwayError when it does not answer.
        """
        data = (
            None if method == "GET" else json.dumps(body or {})
        )  # some want `{}` where nothing is asked for
        return await self._answered(method, path, data, "application/json", seconds)

    async def give(self, path: str, content: bytes, media_type: str, seconds: float) -> Json:
        """Give bytes to the homeserver and return what it answers. Raise as `ask`."""
        return await self._answered("POST", path, BytesIO(content), media_type, seconds)

    async def open(self, path: str) -> aiohttp.ClientResponse:
        """Return an answer of which nothing was read yet. Raise aiohttp's errors."""
        headers = {"Authorization": f"Bearer {self.access_token}"}
        response: aiohttp.ClientResponse = await super().send(
            "GET", path, None, headers, None, self._timeout(0)
        )
        return response

    async def _answered(
        self, method: str, path: str, data: str | BytesIO | None, media_type: str, seconds: float | None
    ) -> Json:
        headers = {"Content-Type": media_type}
        if self.access_token:
            headers["Authorization"] = f"Bearer {self.access_token}"
        try:
            response, answer = await self._once(method, path, data, headers, seconds)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            status = error.status if isinstance(error, ServerFailedError) else None
            raise HomeserverAwayError(f"the homeserver does not answer ({_said(error)})", status) from None
        if response.status < _REFUSAL and isinstance(answer, dict):
            return answer
        raise refusal(response.status, answer, await pause_of(response))

    async def _once(
        self,
        method: str,
        path: str,
        data: Any,  # noqa: ANN401 - as nio's
        headers: dict[str, str] | None,
        seconds: float | None,
    ) -> tuple[aiohttp.ClientResponse, object]:
        """Return an answer of which the whole body came in, and the JSON that it is."""
        response: aiohttp.ClientResponse = await super().send(
            method, path, data, headers, None, self._timeout(seconds)
        )
        try:
            answer: object = json.loads(await response.text())
        except (aiohttp.ClientPayloadError, ValueError):
            raise NoAnswerError from None
        if response.status >= _SERVER_ERROR:
            raise ServerFailedError(response.status)
        if response.status < _REFUSAL and not _says(path, answer):
            raise NoAnswerError
        return response, answer

    def _timeout(self, seconds: float | None) -> Any:  # noqa: ANN401 - nio hands it on to aiohttp
        """Nio gives 0 for “as long as it takes”: a first synchronisation of many rooms."""
        return aiohttp.ClientTimeout(total=_REQUEST if seconds is None else seconds or None)


def _says(path: str, answer: object) -> bool:
    """Say whether an answer holds what it is for."""
    wanted = next((name for part, name in _MUST_SAY.items() if part in path), None)
    return wanted is None or (isinstance(answer, dict) and wanted in answer)


def _said(error: Exception) -> str:
    """Return what an error says when it is one of ours, else its kind: addresses do not belong in a log."""
    match error:
        case ServerFailedError() | NoAnswerError():
            return str(error)
        case aiohttp.ClientConnectorDNSError():
            return "its name is not known"
        case aiohttp.ClientSSLError():
            return "its certificate is not trusted"
        case aiohttp.ClientConnectorError():
            return "there is no connection"
        case TimeoutError():
            return "it takes too long"
        case _:
            return type(error).__name__


def refusal(status: int, answer: object, retry_after: float | None) -> HomeserverRefusedError:
    """Return the refusal that an answer is."""
    said = answer if isinstance(answer, dict) else {}
    code, session = said.get("errcode"), said.get("session")
    return HomeserverRefusedError(
        status,
        code if isinstance(code, str) else "",
        soft=said.get("soft_logout") is True,
        retry_after=retry_after if status == _TOO_MANY else None,
        session=session if isinstance(session, str) else None,
    )


async def pause_of(response: aiohttp.ClientResponse) -> float:
    """Return how many seconds the homeserver asks to wait: the longer of what body and header say."""
    said: list[float] = []
    with suppress(ValueError, KeyError, TypeError):
        said.append(float(json.loads(await response.text())["retry_after_ms"]) / 1000)
    with suppress(ValueError, KeyError):
        said.append(float(response.headers["Retry-After"]))
    return max([pause for pause in said if 0 <= pause < 3600], default=_PAUSE)  # noqa: PLR2004 - an hour
