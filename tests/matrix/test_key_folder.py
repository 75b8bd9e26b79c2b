"""What the bot keeps for itself: its folder is closed to others, and nothing of it is told anywhere."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nio.store import DefaultStore
from vodozemac import LibolmPickleException

from tests.matrix.bot_process import Installation
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, answer_to, entered, environment, running
from tests.matrix.synapse import Synapse

Newcomer = Callable[[str], Awaitable[SecretPeer]]

_MARK = "zwaluwstaart"


async def test_nothing_is_told(synapse: Synapse, install: Install, secret_newcomer: Newcomer) -> None:
    """At debug level too, the log has no secret, no words and nobody's name; the database has no secret."""
    bot, anna = install(), await secret_newcomer(_MARK)
    await anna.peer.call_oneself(f"Anna {_MARK}")
    with _program(bot, "debug") as log:
        for encrypted in (True, False):
            room = await anna.peer.create_room(bot.account.user_id, encrypted=encrypted, name=f"Over {_MARK}")
            await entered(anna.peer, room, bot)
            asked = await anna.peer.say(room, f"!voorloper wie heeft ervaring met een {_MARK}?")
            await answer_to(anna.peer, room, bot, asked)
            anna.withholding = encrypted
            anna.rotate(room)
            await anna.peer.say(room, f"niet te lezen {_MARK}")
        anna.withholding = False
        synapse.delete_device(bot.account.user_id, _kept(bot, "device.json")["device_id"])
        room = await anna.peer.create_room(bot.account.user_id, name=_MARK)
        await entered(anna.peer, room, bot)
        asked = await anna.peer.say(room, f"!voorloper en een {_MARK}?")
        await answer_to(anna.peer, room, bot, asked, seconds=30)
        secret = list(_secrets(bot))
    told = log.read_text(encoding="utf-8")
    assert "DEBUG" in told
    assert len(secret) >= 7
    assert [name for name, value in secret if value in told] == []
    assert _MARK not in told.lower()
    kept = b"".join(
        file.read_bytes() for file in Path(bot.database.partition(":///")[2]).parent.glob("copy.db*")
    )
    assert _MARK.encode() in kept
    assert [name for name, value in secret if value.encode() in kept] == []


async def test_the_folder_is_closed(install: Install, secret_newcomer: Newcomer) -> None:
    """Only its owner can enter the folder or read a file in it, also one that was open to all before."""
    bot, anna = install(), await secret_newcomer("anna")
    folder = bot.folder / "keys"
    folder.mkdir(mode=0o755)
    (folder / "pins.json").touch(mode=0o644)
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
        await entered(anna.peer, room, bot)
        await answer_to(anna.peer, room, bot, await anna.peer.say(room, "!voorloper help"))
        assert _open_to_others(folder) == []
    assert _open_to_others(folder) == []
    assert any(folder.glob("*.db"))


async def test_keys_are_kept_under_a_key_of_their_own(install: Install, secret_newcomer: Newcomer) -> None:
    """Pitfall 30: two installations have different pickle keys, and the library's default opens neither."""
    anna = await secret_newcomer("anna")
    bots = (install(), install(), install(pickle_key="zelf bedacht"))
    for bot in bots:
        async with running(bot):
            await entered(anna.peer, await anna.peer.create_room(bot.account.user_id), bot)
        assert _opens(bot, "zelf bedacht" if bot is bots[2] else _pickle_key(bot))
        with pytest.raises(LibolmPickleException):
            _opens(bot, "DEFAULT_KEY")
    assert _pickle_key(bots[0]) != _pickle_key(bots[1])
    assert not (bots[2].folder / "keys" / "pickle.key").exists()


def _secrets(bot: Installation) -> Iterator[tuple[str, str]]:
    """Give each thing that only the bot may know, after its name."""
    yield "password", bot.account.password
    yield "token of the account", bot.account.access_token
    yield "token", _kept(bot, "device.json")["access_token"]
    yield "pickle key", _pickle_key(bot)
    yield from _kept(bot, "signing.json").items()


def _kept(bot: Installation, name: str) -> dict[str, str]:
    told: dict[str, str] = json.loads((bot.folder / "keys" / name).read_text(encoding="utf-8"))
    return told


def _pickle_key(bot: Installation) -> str:
    return (bot.folder / "keys" / "pickle.key").read_text(encoding="utf-8")


def _opens(bot: Installation, key: str) -> bool:
    """Say whether a pickle key opens the account of the bot's device; raise LibolmPickleException."""
    device = _kept(bot, "device.json")["device_id"]
    store = DefaultStore(bot.account.user_id, device, str(bot.folder / "keys"), pickle_key=key)
    try:
        return store.load_account() is not None
    finally:
        store.database.close()


def _open_to_others(folder: Path) -> list[str]:
    others = stat.S_IRWXG | stat.S_IRWXO
    return [each.name for each in (folder, *folder.iterdir()) if each.stat().st_mode & others]


@contextmanager
def _program(bot: Installation, level: str) -> Iterator[Path]:
    """Run the real program, in which every module logs at this level; give its log."""
    log = bot.folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment(bot) | {"VOORLOPER_LOG__LEVEL": level, "VOORLOPER_MONITOR__ENABLED": "false"},
            stdout=file,
            stderr=file,
        )
        try:
            yield log
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
        finally:
            process.kill()
            process.wait()
