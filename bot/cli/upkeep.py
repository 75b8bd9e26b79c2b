"""`check`, `migrate`, `backup` and `restore`: is everything in order, up to date, and safe."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import typer

from bot.alerts import tell_restored
from bot.assembly import now
from bot.checking import Finding, findings
from bot.cli.base import read_settings, run_to_end
from bot.cli.output import counted
from bot.cli.platforms import platform_findings
from bot.ports.due import Work
from bot.ports.store import Transaction
from bot.settings import Settings
from bot.written_settings import written
from storage.copies.archive import SETTINGS, Manifest
from storage.copies.backup import Source, make_backup
from storage.copies.keys import KeysBack, check_keys, put_keys_back
from storage.copies.restoring import Opened, opened
from storage.copies.restoring import restore as put_back
from storage.database.schema import migrate as migrate_schema
from storage.merging import Closed


def check(settings_file: Path | None) -> None:
    """Say what is in order and how to mend what is not."""
    settings = read_settings(settings_file)
    found: list[Finding] = []
    run_to_end(_check(settings, found))
    raise typer.Exit(0 if all(finding.fine for finding in found) else 1)


def migrate(settings_file: Path | None) -> None:
    """Bring the database up to date."""
    settings = read_settings(settings_file)
    run_to_end(migrate_schema(settings.database_url))
    typer.echo("The database is up to date.")


def backup(settings_file: Path | None, file: Path) -> None:
    """Write everything to one file."""
    settings = read_settings(settings_file)
    run_to_end(_backup(settings, file))


def restore(settings_file: Path | None, file: Path, *, check_only: bool, replace: bool, moved: bool) -> None:
    """Put a backup back, or only look at it."""
    settings = read_settings(settings_file)
    run_to_end(_look(file) if check_only else _restore(settings, file, replace=replace, moved=moved))


async def _check(settings: Settings, found: list[Finding]) -> None:
    for look in (findings, platform_findings):
        async for finding in look(settings):
            typer.echo(finding)
            found.append(finding)


async def _backup(settings: Settings, file: Path) -> None:
    source = Source(settings.database_url, written(settings), settings.key_stores, version("voorloper"))
    manifest = await make_backup(source, file, now())
    typer.echo(f"{file} holds {_described(manifest)}. Everything people said is in it: keep it as safe.")


async def _look(file: Path) -> None:
    async with opened(file) as found:
        made = f"made {found.manifest.made:%Y-%m-%d %H:%M} UTC by version {found.manifest.program}"
        typer.echo(f"{file} is whole: {_described(found.manifest)}, {made}.")


_HELD = {
    "entry": ("entry", "entries"),
    "person": ("person", "people"),
    "question": ("question", "questions"),
}


def _described(manifest: Manifest) -> str:
    rows = manifest.rows
    held = [counted(rows.get(table, 0), *words) for table, words in _HELD.items()]
    return f"{', '.join(held)} and {counted(manifest.key_stores, 'key store', 'key stores')}"


async def _restore(settings: Settings, file: Path, *, replace: bool, moved: bool) -> None:
    async with opened(file) as found:
        made, moment = found.manifest.made, now()

        async def tell(tx: Transaction, closed: Closed) -> None:
            await tx.due.plan_once(Work.RETENTION, "", moment)
            await tell_restored(tx, settings.policy, made, closed.messages, closed.answers, moment)

        check_keys(found, settings.key_stores, replace=replace)
        closed = await put_back(found, settings.database_url, moment, tell, replace=replace, moved=moved)
        keys = put_keys_back(found, settings.key_stores, moment, replace=replace)
        typer.echo(_told(found, closed, keys, file))


def _told(found: Opened, closed: Closed, keys: KeysBack, file: Path) -> str:
    lines = [
        f"Restored: {_described(found.manifest)}, as they were {found.manifest.made:%Y-%m-%d %H:%M} UTC."
    ]
    if closed.messages or closed.answers:
        messages = counted(closed.messages, "message", "messages")
        answers = counted(closed.answers, "answer", "answers")
        lines.append(
            f"{messages} and {answers} waited at that moment. That may have been dealt with since, so it is "
            "given up; the admins are told."
        )
    if closed.people:
        lines.append(f"People who were forgotten since are forgotten again: {closed.people}.")
    lines += keys.told
    lines.append(f"The settings are not changed; those of the backup are {SETTINGS} in {file}.")
    return "\n".join(lines)
