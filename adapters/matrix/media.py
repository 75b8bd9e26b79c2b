"""Files up and down, up to 20 MB; in encrypted rooms the homeserver never sees what is in them."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import quote, urlparse

import aiohttp
from nio import EncryptionError
from nio.crypto.attachments import decrypt_attachment, encrypt_attachment

from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError
from adapters.matrix.transport import Homeserver, Json, segment
from bot.domain.errors import MessageRefusedError

LARGEST = 20 * 2**20
_SECONDS = 300.0
_PIECE = 64 * 1024
_NOT_FOUND = 404
_REFUSAL = 400
_HIDDEN = "application/octet-stream"


async def upload(connection: Homeserver, name: str, media_type: str, content: bytes, *, secret: bool) -> Json:
    """Give a file to the homeserver; return the part of a message that says where it is.

    Raise MessageRefusedError when it is too large, HomeserverAwayError when it does not answer.
    """
    if len(content) > LARGEST:
        raise MessageRefusedError("the file is larger than 20 MB")
    keys: Json = {}
    if secret:
        content, keys = await asyncio.to_thread(encrypt_attachment, content)
        name, media_type = "", _HIDDEN
    path = "/_matrix/media/v3/upload" + (f"?filename={quote(name)}" if name else "")
    answer = await connection.give(path, content, media_type, _SECONDS)
    address = answer.get("content_uri")
    if not isinstance(address, str):
        raise MessageRefusedError("the homeserver did not say where the file is")
    return {"file": {**keys, "url": address}} if secret else {"url": address}


async def download(connection: Homeserver, file: str) -> bytes:
    """Return what is in a file; `file` is what `FileShared.file` says.

    Raise MessageRefusedError when it is no file, too large or damaged, HomeserverAwayError if it stays away.
    """
    told = json.loads(file)
    hidden = told.get("file")
    address = urlparse(str(hidden.get("url") if isinstance(hidden, dict) else told.get("url")))
    if address.scheme != "mxc" or not address.netloc or not address.path.strip("/"):
        raise MessageRefusedError("it is no file of a homeserver")
    where = f"{segment(address.netloc)}/{segment(address.path.strip('/'))}"
    try:
        content = await _read(connection, f"/_matrix/client/v1/media/download/{where}")
    except HomeserverRefusedError as error:
        if error.status != _NOT_FOUND:
            raise error.as_sending() from None
        content = await _read(connection, f"/_matrix/media/v3/download/{where}")  # as it was before 1.11
    return await asyncio.to_thread(_opened, content, hidden) if isinstance(hidden, dict) else content


def _opened(content: bytes, told: Json) -> bytes:
    try:
        return bytes(decrypt_attachment(content, told["key"]["k"], told["hashes"]["sha256"], told["iv"]))
    except (EncryptionError, KeyError, TypeError, ValueError):
        raise MessageRefusedError("the file is not what its sender encrypted") from None


async def _read(connection: Homeserver, path: str) -> bytes:
    """Read a file in pieces, and stop when it is larger than we take."""
    content = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            response = await connection.open(path)
            async with response:
                if response.status >= _REFUSAL:
                    raise HomeserverRefusedError(response.status, "")
                async for piece in response.content.iter_chunked(_PIECE):
                    content += piece
                    if len(content) > LARGEST:
                        raise MessageRefusedError("the file is larger than 20 MB")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise HomeserverAwayError(f"the file does not come ({type(error).__name__})") from None
    return bytes(content)
