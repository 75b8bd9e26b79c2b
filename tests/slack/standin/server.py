"""A stand-in for Slack on loopback, to which the real SDK and Bolt talk.

    async with slack() as slack:
        anna = slack.person("anna")
        hall = slack.place("hal", anna)
        …                                  # an app with base_url=slack.api_url and slack.install.token
        asked = anna.says(hall, "@voorloper wie?")
        answer = await anna.reads(hall, "misschien", thread=asked)

It relies on what Slack documents, and where that leaves room it is the stricter one: arguments that a method
does not have, answers to answers, unknown roots of threads, acknowledgements over another connection, and
blocks that are double are all refused. What Slack does not document it does not do.

What people do and see is in `people.py`, workspaces in `places.py`, what goes wrong on the way in `faults.py`
and `sockets.py`, tries again in `delivering.py`, signatures in `posting.py`, rates in `rates.py`, limits in
`limits.py`, Slack's own types in `shapes.py`. Not there: user tokens and renewing tokens, scheduled and
streamed messages, assistants, functions and workflows, options fetched from the app, fields that are sent
while they are filled in, remote files, slash commands of other apps, and limits per method other than a storm
that a test puts on.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, web

from tests.platforms.waiting import PATIENCE
from tests.slack.standin import app_methods, chat_methods, conversation_methods, file_methods, view_methods
from tests.slack.standin.calling import Call, Method, read
from tests.slack.standin.delivering import QUICK, Rhythm
from tests.slack.standin.faults import Faults
from tests.slack.standin.inside import Called, Inside, inside
from tests.slack.standin.people import Person
from tests.slack.standin.pieces import Json, LimitedError, RefusedError
from tests.slack.standin.places import Workspace
from tests.slack.standin.posting import Addresses, Posting
from tests.slack.standin.world import Channel, Install, Team, User

METHODS: dict[str, Method] = {
    each.name: each
    for module in (app_methods, chat_methods, conversation_methods, file_methods, view_methods)
    for each in module.METHODS
}


class Slack:
    """The stand-in: `workspace` is its first, in which the app is installed as `install`."""

    def __init__(self, parts: Inside, session: ClientSession) -> None:
        self.inside = parts
        self.app = parts.world.app
        self.faults = Faults(parts.world.news)
        self.rates = parts.rates
        self.sockets = parts.sockets
        self.dispatcher = parts.dispatcher
        self.happening = parts.happening
        self.workspace = self.new_workspace("Gemeente")
        self.install = self.workspace.admit()
        self._session = session
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def api_url(self) -> str:
        """The base of the Web API."""
        return f"{self.inside.origin}/api/"

    @property
    def calls(self) -> list[Called]:
        """What the app asked of the Web API, in order."""
        return self.inside.calls

    def called(self, method: str) -> list[Called]:
        """Return the calls of one method."""
        return [each for each in self.inside.calls if each.method == method]

    # Workspaces and who is there.

    def new_workspace(self, name: str, enterprise: str | None = None) -> Workspace:
        """Make a workspace in which the app is not yet installed."""
        team = Team(self.inside.world.number.id("T"), name, enterprise)
        self.inside.world.teams.append(team)
        return Workspace(self.inside, team)

    def person(self, name: str, **more: Any) -> Person:  # noqa: ANN401 - fields of a User
        """Let somebody come into the first workspace."""
        return self.workspace.person(name, **more)

    def place(self, name: str, *people: Person, **more: Any) -> Channel:  # noqa: ANN401 - as Workspace.place
        """Make a channel in the first workspace, with these people and the bot."""
        return self.workspace.place(name, *people, **more)

    @property
    def bot(self) -> User:
        """The user of the bot in the first workspace."""
        return self.install.bot

    # How the app is reached.

    def over_sockets(self) -> None:
        """Give everything to the app over Socket Mode."""
        self.dispatcher.road = self.sockets

    def over_http(self, events: str, commands: str = "", interactivity: str = "") -> Posting:
        """Give everything to the app at these addresses."""
        addresses = Addresses(events, commands, interactivity)
        road = Posting(addresses, self.app.signing_secret, self._session)
        self.dispatcher.road = road
        return road

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds, looking at every change; raise TimeoutError when it takes too long."""
        await self.inside.world.news.until(holds, seconds)

    # The server.

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """Refuse connections during the block, and break those that are there."""
        await self.close()
        try:
            yield
        finally:
            await self.open()

    async def open(self) -> None:
        """Accept connections, at the same address as before."""
        application = web.Application(middlewares=[self.faults.middleware], client_max_size=2**27)
        application.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.get("/link/", self.sockets.connect),
                web.post("/response/{key:.+}", self._respond),
                web.post("/upload/{key}", self.inside.files.upload),
                web.get("/files-pri/{id}/{name:.*}", self._download),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.inside.is_at(f"http://127.0.0.1:{self._port}")

    async def close(self) -> None:
        """Accept no connections, and break those that are there."""
        self.sockets.reset()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _api(self, request: web.Request) -> web.Response:
        name, came = request.match_info["method"], time.perf_counter()
        arguments: Json = {}
        warnings: list[str] = []
        try:
            call, known = await self._call(request)
            arguments, warnings = dict(call.arguments), call.warnings
            self.rates.called(name)
            answer = {"ok": True, **known.run(call)}
        except RefusedError as refused:
            self._note(name, arguments, refused.error)
            return web.json_response({"ok": False, "error": refused.error, **refused.more})
        except LimitedError as limited:
            self._note(name, arguments, "ratelimited")
            headers = {"Retry-After": str(limited.seconds)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        self._note(name, arguments, None, warnings, came)
        if warnings:
            answer |= {"warning": ",".join(warnings)}
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(call.scopes))})

    async def _call(self, request: web.Request) -> tuple[Call, Method]:
        name = request.match_info["method"]
        if name not in METHODS:
            raise RefusedError("unknown_method", req_method=name)
        return await read(request, METHODS[name], self.inside), METHODS[name]

    def _note(
        self, name: str, arguments: Json, error: str | None, warnings: Sequence[str] = (), came: float = 0.0
    ) -> None:
        self.inside.calls.append(Called(name, arguments, error, tuple(warnings), came))
        self.inside.world.news.stir()

    async def _respond(self, request: web.Request) -> web.Response:
        said: Json = {}
        try:
            said = json.loads(await request.text())
            self.inside.responding.respond(request.match_info["key"], said)
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        except RefusedError as refused:
            self._note("response_url", said, refused.error)
            gone = refused.error in {"used_url", "expired_url", "no_hook"}
            return web.json_response({"ok": False, "error": refused.error}, status=404 if gone else 400)
        self._note("response_url", said, None)
        return web.Response(text="ok")

    async def _download(self, request: web.Request) -> web.Response:
        return self.inside.files.download(request, self.inside.world)


@asynccontextmanager
async def slack(rhythm: Rhythm = QUICK) -> AsyncIterator[Slack]:
    """Serve a Slack during the block, with a workspace in which the app is installed."""
    async with ClientSession() as session:
        made = Slack(inside(rhythm), session)
        made.over_sockets()
        await made.open()
        try:
            yield made
        finally:
            made.faults.clear()
            await made.dispatcher.close()
            await made.close()


__all__ = ["Install", "Slack", "slack"]
