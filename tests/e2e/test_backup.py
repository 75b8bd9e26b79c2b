"""Backup and restore while the bot runs: nobody who talks with it notices anything but older knowledge."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

from tests.contract.everything import backup, put_back
from tests.e2e.counting import Talks, assert_calm, at_rest
from tests.e2e.test_command_line import QUESTION
from tests.platforms.assembly import PLATFORMS
from tests.platforms.driving import bot_process, platform_process
from tests.platforms.program import voorloper


async def test_a_restore_while_people_talk_loses_and_doubles_nothing(
    database_url: str, seed: int, tmp_path: Path, log: Path
) -> None:
    """Every message is answered once and in order, while the database is put back under a running process."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    async with platform_process(PLATFORMS[0], seed, 0.0, log) as platform:
        talks = Talks(platform, 6, random)
        await talks.begin()
        async with bot_process(database_url, [platform], log) as bot:
            await talks.wave(10)
            await platform.requests(5)
            file = await backup(database_url, tmp_path)
            for _ in range(3):
                await talks.wave(10)
                await platform.requests(random.randint(1, 10))
                await put_back(file, database_url, replace=True)
            await at_rest(database_url, [platform], seconds=60)
            assert await talks.loss() is None
            await platform.close()
            assert await bot.end() == 0
    assert_calm(log)


def backed_up(settings: dict[str, str], file: Path) -> subprocess.CompletedProcess[str]:
    """Ask a question, so that there is something, and make a backup."""
    assert voorloper(settings, "ask", QUESTION).returncode == 0
    return voorloper(settings, "backup", str(file))


def test_the_command_line_makes_a_backup_and_puts_it_back(settings: dict[str, str], tmp_path: Path) -> None:
    """Each step says what it did; what would lose something is refused with what to do."""
    file = tmp_path / "made.zip"
    done = backed_up(settings, file)
    assert done.returncode == 0, done.stderr
    assert "1 person, 1 question and 0 key stores" in done.stdout
    assert "is whole" in voorloper(settings, "restore", str(file), "--check").stdout
    again = voorloper(settings, "backup", str(file))
    assert (again.returncode, again.stdout) == (2, "")
    assert "is there already" in again.stderr
    refused = voorloper(settings, "restore", str(file))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    restored = voorloper(settings, "restore", str(file), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "The settings are not changed" in restored.stdout
    elsewhere = settings | {"VOORLOPER_DATABASE__URL": f"sqlite:///{tmp_path / 'new' / 'v.db'}"}
    assert voorloper(elsewhere, "restore", str(file), "--moved").returncode == 0
    assert "Zwerfafval" in voorloper(elsewhere, "ask", QUESTION).stdout


def test_the_admins_hear_of_a_restore(settings: dict[str, str], tmp_path: Path) -> None:
    """Who answers for the network reads what happened, in the next conversation."""
    file = tmp_path / "made.zip"
    backed_up(settings, file)
    voorloper(settings, "restore", str(file), "--replace")
    assert "teruggezet naar de reservekopie van" in voorloper(settings, "ask", QUESTION).stdout
