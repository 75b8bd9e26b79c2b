"""The wire as an adapter sees it: requests that get an answer or one of the errors that the core knows."""

from __future__ import annotations

from typing import TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import TypeAdapter

from bot.domain.errors import MessageRefusedError, PlatformUnavailableError, RoomUnavailableError

T = TypeVar("T")

_RETRY_AFTER = 0.2  # seconds; a test should not wait longer than it must
_TIMEOUT = ClientTimeout(total=2)


class Connection:
    """Requests to one platform."""

    def __init__(self, url: str, session: ClientSession) -> None:
        self._url = url
        self._session = session

    async def ask(self, method: str, path: str, answer: TypeAdapter[T], body: bytes | None = None) -> T:
        """Return the answer to a request.

        Raise MessageRefusedError, RoomUnavailableError or PlatformUnavailableError; after the last one the
        request may have been done or not.
        """
        return answer.validate_json(await self._bytes(method, path, body))

    async def tell(self, method: str, path: str, body: bytes | None = None) -> None:
        """Make a request that needs no answer; raise as above."""
        await self._bytes(method, path, body)

    async def _bytes(self, method: str, path: str, body: bytes | None) -> bytes:
        try:
            async with self._session.request(
                method, self._url + path, data=body, timeout=_TIMEOUT
            ) as response:
                status, content = response.status, await response.read()
        except (ClientError, TimeoutError) as error:
            raise PlatformUnavailableError(type(error).__name__, _RETRY_AFTER) from None
        match status:
            case 200:
                return content
            case 403:
                raise RoomUnavailableError("the room is closed")
            case 422:
                raise MessageRefusedError("the platform refuses it")
            case _:
                raise PlatformUnavailableError(f"status {status}", _RETRY_AFTER)
