"""A homeserver to throw away: a real Synapse in a process of its own, on loopback, that talks to nobody.

It may be killed and started again: its address, its people and their tokens stay. Its accounts are made here;
what people do is in `tests/matrix/peer.py`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.matrix import lifeline

SERVER = "synapse.test"
"""The name of the homeserver, as it stands in the ids of people and rooms."""

_PATIENCE = 60  # seconds for a start; it takes one
_PAUSE = 0.02
_TRIES = 3  # a port that was free may be taken a moment later
_AMPLE = {"per_second": 100_000, "burst_count": 100_000}
_UNLIMITED: dict[str, Any] = {
    **dict.fromkeys(
        (
            "rc_message",
            "rc_registration",
            "rc_admin_redaction",
            "rc_joins_per_room",
            "rc_room_creation",
            "rc_media_create",
            "rc_key_requests",
            "rc_profile",
            "rc_user_directory",
            "rc_reports",
            "rc_delayed_event_mgmt",
        ),
        _AMPLE,
    ),
    "rc_login": dict.fromkeys(("address", "account", "failed_attempts"), _AMPLE),
    "rc_joins": dict.fromkeys(("local", "remote"), _AMPLE),
    "rc_invites": dict.fromkeys(("per_room", "per_user", "per_issuer"), _AMPLE),
    "rc_presence": {"per_user": _AMPLE},
}


@dataclass(frozen=True)
class Account:
    """Somebody on the homeserver, and the device with which they were registered."""

    user_id: str
    access_token: str
    device_id: str
    password: str


class Refused(Exception):  # noqa: N818 - it says what the homeserver did
    """The homeserver did not do what was asked over its admin interface."""


@contextmanager
def homeserver(*, rate_limits: bool = False, extra: Mapping[str, Any] | None = None) -> Iterator[Synapse]:
    """Run a homeserver during the block, with further configuration if that is given."""
    with tempfile.TemporaryDirectory(prefix="voorloper-") as folder:
        synapse = Synapse(Path(folder), rate_limits=rate_limits, extra=extra or {})
        try:
            synapse.start()
            yield synapse
        finally:
            synapse.stop(kill=True)


class Synapse:
    """The homeserver, in a folder that holds all it knows."""

    def __init__(self, folder: Path, *, rate_limits: bool, extra: Mapping[str, Any]) -> None:
        self._folder = folder
        self._given = (_UNLIMITED if not rate_limits else {}) | dict(extra)
        self._secret = secrets.token_hex()
        self._signing = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers: about a second. The port is the one it had before."""
        for _ in range(_TRIES):
            port = self.port or _free_port()
            if self._starts(port):
                self.port = port
                return
        raise Refused(self.log[-2000:])

    def stop(self, *, kill: bool = False) -> None:
        """End it, at once and in the midst of everything when it is killed."""
        if not self._process:
            return
        if kill:
            self._process.kill()
        else:
            self._process.terminate()
        self._process.communicate()
        self._process = None

    @property
    def log(self) -> str:
        """What it wrote about its work: warnings and worse."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def register(self, name: str, password: str = "wachtwoord", *, admin: bool = False) -> Account:  # noqa: S107
        """Make an account with a first device."""
        path = "/_synapse/admin/v1/register"
        nonce = self._ask("GET", path)["nonce"]
        proven = "\0".join((nonce, name, password, "admin" if admin else "notadmin")).encode()
        mac = hmac.new(self._secret.encode(), proven, hashlib.sha1).hexdigest()
        asked = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        made = self._ask("POST", path, asked)
        return Account(made["user_id"], made["access_token"], made["device_id"], password)

    def login(self, account: Account) -> Account:
        """Log somebody in on another device."""
        known = {"type": "m.id.user", "user": account.user_id}
        asked = {"type": "m.login.password", "identifier": known, "password": account.password}
        made = self._ask("POST", "/_matrix/client/v3/login", asked)
        return replace(account, access_token=made["access_token"], device_id=made["device_id"])

    def delete_device(self, user_id: str, device_id: str) -> None:
        """Delete a device with all its tokens and keys, as its owner may do elsewhere: a hard logout."""
        self.command("DELETE", f"/v2/users/{quote(user_id)}/devices/{quote(device_id)}")

    def expire(self, user_id: str) -> None:
        """Let the tokens of one person end, while it is stopped: a soft logout of all their devices."""
        with closing(sqlite3.connect(self._folder / "homeserver.db")) as database, database:
            database.execute("UPDATE access_tokens SET valid_until_ms = 1 WHERE user_id = ?", (user_id,))

    def unlimited(self, user_id: str) -> None:
        """Let one person send as much as they like where limits hold for everybody."""
        self.limited(user_id, 0, 0)

    def limited(self, user_id: str, per_second: int, burst: int) -> None:
        """Limit what one person sends, where limits hold for nobody."""
        limits = {"messages_per_second": per_second, "burst_count": burst}
        self.command("POST", f"/v1/users/{quote(user_id)}/override_ratelimit", limits)

    def command(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Ask something of the admin interface, below `/_synapse/admin`; raise Refused."""
        keeper = self.register(f"keeper-{secrets.token_hex(4)}", admin=True)  # its token may not last long
        return self._ask(method, f"/_synapse/admin{path}", body, keeper.access_token)

    def _starts(self, port: int) -> bool:
        configuration = self._folder / "homeserver.json"
        configuration.write_text(json.dumps(self._configuration(port)), encoding="utf-8")
        command = [
            sys.executable,
            "-P",
            lifeline.__file__,
            "synapse.app.homeserver",
            "-c",
            str(configuration),
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command, cwd=self._folder, stdin=subprocess.PIPE, stdout=log, stderr=log
            )
        until = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            if _answers(port):
                return self._process.poll() is None
            time.sleep(_PAUSE)
        self.stop(kill=True)
        return False

    def _configuration(self, port: int) -> dict[str, Any]:
        log = self._folder / "logging.json"
        log.write_text(json.dumps(_LOGGING), encoding="utf-8")
        listener = {
            "type": "http",
            "port": port,
            "bind_addresses": ["127.0.0.1"],
            "resources": [{"names": ["client"]}],
        }
        return {
            "server_name": SERVER,
            "public_baseurl": f"http://127.0.0.1:{port}/",
            "listeners": [listener],
            "database": {"name": "sqlite3", "args": {"database": str(self._folder / "homeserver.db")}},
            "media_store_path": str(self._folder / "media"),
            "max_upload_size": "50M",
            "log_config": str(log),
            "report_stats": False,
            "trusted_key_servers": [],
            "federation_domain_whitelist": [],
            "registration_shared_secret": self._secret,
            "macaroon_secret_key": self._secret,
            "form_secret": self._secret,
            "signing_key": f"ed25519 a_test {self._signing}",
            "bcrypt_rounds": 4,
        } | self._given

    def _ask(self, method: str, path: str, body: object = None, token: str = "") -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise Refused(f"{method} {path}: {response.status} {content.decode()}")
        answer: dict[str, Any] = json.loads(content)
        return answer


_LOGGING = {
    "version": 1,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"level": "WARNING", "handlers": ["out"]},
    "disable_existing_loggers": False,
}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_matrix/client/versions")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
