"""Files: given by people or uploaded by the app in three steps, and fetched from their private address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from aiohttp import web

from tests.slack.standin.calling import Call, method
from tests.slack.standin.chat_methods import by_bot, in_thread, writable
from tests.slack.standin.pieces import Json, Numbering, RefusedError
from tests.slack.standin.world import User, World

SIGN_IN = "<!DOCTYPE html><html><body>Sign in to Slack</body></html>"


@dataclass(eq=False)
class File:
    """A file; without content it was only announced."""

    id: str
    name: str
    owner: str
    length: int
    key: str
    content: bytes | None = None
    title: str = ""
    mimetype: str = "application/octet-stream"
    shared: bool = False


@dataclass
class Files:
    """All files."""

    number: Numbering
    origin: str = ""
    all: dict[str, File] = field(default_factory=dict)

    def announce(self, name: str, owner: str, length: int) -> File:
        """Make room for a file."""
        made = File(self.number.id("F"), name, owner, length, secrets.token_hex(8), title=name)
        self.all[made.id] = made
        return made

    def given(self, name: str, owner: User, content: bytes, mimetype: str) -> File:
        """Take a file of a person."""
        made = self.announce(name, owner.id, len(content))
        made.content, made.mimetype = content, mimetype
        return made

    def described(self, file: File) -> Json:
        """Return a file as messages carry it."""
        private = f"{self.origin}/files-pri/{file.id}"
        kind = file.name.rpartition(".")[2] if "." in file.name else "binary"
        return {
            "id": file.id,
            "created": 1_700_000_000,
            "timestamp": 1_700_000_000,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": file.owner,
            "editable": False,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": f"{private}/{file.name}",
            "url_private_download": f"{private}/download/{file.name}",
            "file_access": "visible",
        }

    async def upload(self, request: web.Request) -> web.Response:
        """Take the content of a file that was announced; only as long as was said."""
        file = next((each for each in self.all.values() if each.key == request.match_info["key"]), None)
        if file is None or file.content is not None:
            return web.Response(status=404)
        content = await request.read()
        if len(content) != file.length:
            return web.Response(status=400, text="length")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    def download(self, request: web.Request, world: World) -> web.Response:
        """Give the content to who may have it; others get, with 200, the page to sign in."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        install = next((each for each in world.app.installs if each.token == token), None)
        file = self.all.get(request.match_info["id"])
        allowed = install and not install.revoked and "files:read" in install.scopes
        if not allowed or file is None or file.content is None:
            return web.Response(text=SIGN_IN, content_type="text/html")
        return web.Response(body=file.content, content_type=file.mimetype)


def _get_url(call: Call) -> Json:
    name, length = call.text("filename"), call.whole("length", 0)
    if not length:
        raise RefusedError("invalid_arguments")
    files = call.inside.files
    file = files.announce(name, call.install.bot.id, length)
    return {"upload_url": f"{files.origin}/upload/{file.key}", "file_id": file.id}


def _complete(call: Call) -> Json:
    given = call.arguments.get("files")
    if not isinstance(given, list) or not given:
        raise RefusedError("invalid_arguments")
    files: list[File] = []
    for each in given:
        file = call.inside.files.all.get(str(each.get("id")))
        if file is None or file.content is None or file.shared or file.owner != call.install.bot.id:
            raise RefusedError("file_not_found")
        files.append(file)
    raw: Json = {}
    channel = None
    if "channel_id" in call.arguments:
        call.arguments["channel"] = call.arguments["channel_id"]
        channel = call.channel(inside_only=True)
        writable(channel)
        raw = in_thread(call, channel) if "thread_ts" in call.arguments else {}
    for each, file in zip(given, files, strict=True):
        file.shared, file.title = True, each.get("title") or file.name
    described = [call.inside.files.described(file) for file in files]
    if channel:
        words = {"text": call.arguments.get("initial_comment", ""), "subtype": "file_share", "upload": False}
        call.inside.happening.posted(channel, by_bot(call) | words | raw | {"files": described})
    return {"files": described}


def _info(call: Call) -> Json:
    file = call.inside.files.all.get(call.text("file"))
    if file is None or file.content is None:
        raise RefusedError("file_not_found")
    return {"file": call.inside.files.described(file)}


METHODS = (
    method("files.info", _info, "file count page cursor limit", scope="files:read"),
    method(
        "files.getUploadURLExternal", _get_url, "filename length alt_txt snippet_type", scope="files:write"
    ),
    method(
        "files.completeUploadExternal",
        _complete,
        "files channel_id channels thread_ts initial_comment",
        json=True,
        scope="files:write",
    ),
)
