"""Requests of one device to a homeserver, as they go over the wire. What they mean is known elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import quote

from aiohttp import ClientResponse, ClientSession, ClientTimeout

Json = dict[str, Any]
Query = Mapping[str, str | int | None]

_PATIENCE = ClientTimeout(total=60)


class MatrixError(Exception):
    """The homeserver refused a request."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__(f"{status} {answer}")
        self.status = status
        self.code = _code(answer)


class Client:
    """A device with its token. It may be given another token after logging in anew."""

    def __init__(self, url: str, token: str, session: ClientSession) -> None:
        self.token = token
        self._url = url
        self._session = session

    async def ask(self, method: str, path: str, body: Json | None = None, query: Query | None = None) -> Json:
        """Return the answer to a request below `/_matrix/client/`; raise MatrixError."""
        return await self.asked(method, "/_matrix/client/" + path, body, query)

    async def asked(
        self, method: str, path: str, body: Json | None = None, query: Query | None = None
    ) -> Json:
        """Return the answer to a request at any path."""
        content = json.dumps(body).encode() if body is not None else None
        answer: Json = json.loads(await self.sent(method, path, content, "application/json", query))
        return answer

    async def sent(
        self, method: str, path: str, content: bytes | None, kind: str, query: Query | None = None
    ) -> bytes:
        """Return the bytes of the answer to a request with any bytes."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        body = BytesIO(content) if content is not None else None
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        async with self._session.request(
            method, self._url + path, data=body, headers=headers, params=asked, timeout=_PATIENCE
        ) as response:
            return await _read(response)


def at(*parts: str) -> str:
    """Return a path of these parts, which may hold anything."""
    return "/".join(quote(part, safe="") for part in parts)


async def _read(response: ClientResponse) -> bytes:
    content = await response.read()
    if not response.ok:
        raise MatrixError(response.status, content.decode(errors="replace"))
    return content


def _code(answer: str) -> str:
    try:
        return str(json.loads(answer)["errcode"])
    except (ValueError, KeyError, TypeError):
        return ""
