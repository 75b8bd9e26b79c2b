"""What the connection to a homeserver asks for and remembers, against a small server on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from adapters.matrix.transport import Homeserver
from tests.adapters.matrix.timeline import ME


@pytest.fixture
async def echo() -> AsyncIterator[str]:
    """Give the address of a server that answers with the body and the kind of what it is asked."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"body": await request.text(), "kind": request.content_type})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_nothing_to_say_is_said_as_an_empty_object(echo: str, method: str) -> None:
    """Pitfall 29: some homeservers refuse a request to come in or leave that has no body."""
    connection = Homeserver(echo, ME.user_id, None, "", "")
    answer = await connection.ask(method, "/_matrix/client/v3/rooms/!kamer/leave")
    await connection.close()
    assert answer == {"body": "{}", "kind": "application/json"}


async def test_what_is_remembered_against_repetition_has_an_end(echo: str, tmp_path: Path) -> None:
    """Pitfall 25: the library remembers the messages it read last, and not more with every message."""
    connection = Homeserver(echo, ME.user_id, "TOESTEL", str(tmp_path), "sleutel")
    connection.restore_login(ME.user_id, "TOESTEL", "syt_token")
    for number in range(10_000):
        connection.olm.message_index_store[f"{number}"] = ("$e1", number)
    remembered = len(connection.olm.message_index_store)
    connection.store.database.close()
    await connection.close()
    assert remembered == 5_000
