"""`voorloper check` about Matrix: what an operator reads, and how each thing that is wrong is mended."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from tests.matrix.bot_process import Installation
from tests.matrix.conftest import unique
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, entered, environment, running
from tests.matrix.synapse import Account, Synapse
from tests.platforms.program import voorloper

Check = Callable[..., str]
Newcomer = Callable[[str], Awaitable[SecretPeer]]

_ADDRESS = "See that [matrix] homeserver is its address and can be reached from here."
_UNKNOWN = "The homeserver does not take this user and password. See [matrix] user_id and password."


@pytest.fixture
def account(synapse: Synapse) -> Account:
    return synapse.register(unique("voorloper"), password="geheim-woord")


@pytest.fixture
def check(synapse: Synapse, account: Account, sqlite_url: str, tmp_path: Path) -> Check:
    """Return a function that says what `voorloper check` prints of Matrix, with settings changed."""
    bot = Installation(sqlite_url, tmp_path, synapse.url, account)

    def checked(**changed: str | None) -> str:
        told = CliRunner().invoke(app, ["check"], env=environment(bot, **changed))
        assert isinstance(told.exception, SystemExit), told.output
        for secret in (account.password, account.access_token, changed.get("access_token")):
            assert not secret or secret not in told.output
        return told.output[told.output.index("matrix: ") :]

    return checked


def test_what_is_in_order(check: Check, account: Account, tmp_path: Path) -> None:
    """It shows login, device, fingerprint, and that the device is signed; a second time the same ones."""
    said = check()
    device = _kept(tmp_path)["device_id"]
    lines = [line.removeprefix("ok    ") for line in said.splitlines()]
    assert lines[0] == f"matrix: logged in as {account.user_id} (device {device})"
    fingerprint = lines[1].removeprefix("matrix: fingerprint of the device: ").split()
    assert [len(group) for group in fingerprint] == [4] * 10 + [3]
    assert lines[2] == "matrix: the device is signed by its owner"
    assert check() == said


def test_a_wrong_password_or_user(check: Check) -> None:
    """A password or user that the homeserver does not take is told from everything else."""
    assert _UNKNOWN in check(password="fout")
    assert _UNKNOWN in check(user_id="@niemand:synapse.test")


def test_a_wrong_address(check: Check, no_homeserver: str) -> None:
    """An unknown name, a closed port, and something that is no homeserver each have their sentence."""
    for address, words in (
        ("http://nergens.invalid", "the homeserver does not answer (its name is not known)"),
        ("http://127.0.0.1:1", "the homeserver does not answer (there is no connection)"),
        (f"{no_homeserver}/web", "(what it says is cut off, or not of a homeserver)"),
        (no_homeserver, "what answers is no homeserver of Matrix"),
    ):
        said = check(homeserver=address)
        assert words in said
        assert _ADDRESS in said


def test_a_token_that_is_not_right(check: Check, synapse: Synapse, account: Account, tmp_path: Path) -> None:
    """A token of another user or device, one that ended, and one whose keys are lost are told apart."""
    other = synapse.register(unique("ander"))
    given = {"access_token": account.access_token, "device_id": account.device_id, "password": None}
    somebody = given | {"access_token": other.access_token}
    assert "The access token belongs to somebody else. See [matrix] user_id." in check(**somebody)
    ours = check(**given | {"device_id": "ANDERS"})
    assert "The access token belongs to another device. See [matrix] device_id." in ours
    assert "The access token is not valid (any more), and" in check(**given | {"access_token": "syt_onzin"})
    assert "the device is signed by its owner" in check(**given)
    (tmp_path / "keys").rename(tmp_path / "gone")
    assert "The keys of the device are not in [matrix] store_path, and" in check(**given)


def test_a_device_that_is_not_signed(check: Check, account: Account, tmp_path: Path) -> None:
    """Without a password the keys of another login stay, and it says what to give."""
    check()
    given = {"access_token": account.access_token, "device_id": account.device_id}
    said = check(**given, password=None, store_path=str(tmp_path / "elsewhere"))
    assert "the device is not signed by its owner" in said
    assert "Give [matrix] password: it is needed to sign the device" in said


def test_keys_that_cannot_be_read(check: Check, account: Account, tmp_path: Path) -> None:
    """Another pickle key and a damaged store are mended by the right key, or by a new device."""
    check()
    assert "Give back the [matrix] pickle_key that they were made with" in check(pickle_key="een andere")
    store = tmp_path / "keys" / f"{account.user_id}_{_kept(tmp_path)['device_id']}.db"
    store.write_bytes(b"rommel" * 1000)
    assert "move [matrix] store_path away: then the bot is a new device" in check()


def test_a_folder_that_cannot_be_used(check: Check, tmp_path: Path) -> None:
    """Where no folder can be, it says which setting to change."""
    (tmp_path / "file").touch()
    said = check(store_path=str(tmp_path / "file" / "keys"))
    assert f"{tmp_path}/file/keys cannot be used (Not a directory)" in said
    assert "Give [matrix] store_path a folder that this user can read and write." in said


async def test_while_the_bot_runs(install: Install, secret_newcomer: Newcomer) -> None:
    """The real program, beside the bot that has the folder: it says so, and leaves the folder alone."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot):
        await entered(anna.peer, await anna.peer.create_room(bot.account.user_id), bot)
        done = await asyncio.to_thread(voorloper, environment(bot), "check")
    assert f"matrix: the bot runs (device {_kept(bot.folder)['device_id']})" in done.stdout


@pytest.fixture
def no_homeserver() -> Iterator[str]:
    """Give the address of something that answers in JSON, and below `/web` in HTML."""
    with HTTPServer(("127.0.0.1", 0), _Other) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Other(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>" if self.path.startswith("/web") else b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Say nothing."""


def _kept(folder: Path) -> dict[str, str]:
    told: dict[str, str] = json.loads((folder / "keys" / "device.json").read_text(encoding="utf-8"))
    return told
