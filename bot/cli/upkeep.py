"""`check` and `migrate`: is everything in order, and is the database up to date."""

from __future__ import annotations

import asyncio

import typer

from bot.checking import Finding, findings
from bot.cli.base import SettingsFile, app, read_settings, run_to_end
from bot.settings import Settings
from storage.schema import migrate as migrate_schema


@app.command()
def check(settings_file: SettingsFile = None) -> None:
    """Say whether settings, database and index are in order, and how to mend what is not."""
    settings = read_settings(settings_file)
    found = asyncio.run(_check(settings))
    for finding in found:
        typer.echo(finding)
    raise typer.Exit(0 if all(finding.fine for finding in found) else 1)


@app.command()
def migrate(settings_file: SettingsFile = None) -> None:
    """Bring the database up to date with this version of the program."""
    settings = read_settings(settings_file)
    run_to_end(migrate_schema(settings.database_url))
    typer.echo("The database is up to date.")


async def _check(settings: Settings) -> list[Finding]:
    return [finding async for finding in findings(settings)]
