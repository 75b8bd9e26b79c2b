"""What can be typed on the command line; what a command does is in the module of its subject.

That module is loaded by the command itself: with all that they stand on they take more than a second, and who
asks for help, or mistypes, need not wait for that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.domain.model import Kind

app = typer.Typer(
    name="voorloper",
    help="Voorloper answers “who has done this before?” for a learning network of civil servants.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings", help="The settings file; otherwise settings.toml in this folder, when it is there."
    ),
]


@app.command()
def chat(settings_file: SettingsFile = None) -> None:
    """Talk with the bot in this terminal, or pipe one question a line into it."""
    from bot.cli import talk  # noqa: PLC0415 - see above

    talk.chat(settings_file)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in your own words.")],
    settings_file: SettingsFile = None,
) -> None:
    """Ask one question, print the answer, and stop."""
    from bot.cli import talk  # noqa: PLC0415 - see above

    talk.ask(settings_file, question)


@app.command()
def run(settings_file: SettingsFile = None) -> None:
    """Run the bot on every platform that the settings name, until it is stopped."""
    from bot.cli import talk  # noqa: PLC0415 - see above

    talk.run(settings_file)


@app.command()
def check(settings_file: SettingsFile = None) -> None:
    """Say whether settings, database, index and platforms are in order, and how to mend what is not."""
    from bot.cli import upkeep  # noqa: PLC0415 - see above

    upkeep.check(settings_file)


@app.command()
def thresholds(
    settings_file: SettingsFile = None,
    *,
    questions: Annotated[
        Path | None,
        typer.Option(
            help="A file with one question a line: plain text, or JSON with “text” and, if you know it, "
            "“answerable” (true or false). Left out: the questions that the base still has."
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Also each question: how sure, at what level, and what came first.")
    ] = False,
) -> None:
    """Show how many questions would be answered at other thresholds: `answer` and `related` of the search."""
    from bot.cli import tuning  # noqa: PLC0415 - see above

    tuning.thresholds(settings_file, questions, show=show)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to make; it may not be there yet.")],
    settings_file: SettingsFile = None,
) -> None:
    """Write database, key stores and settings (without secrets) to one file, also while the bot runs."""
    from bot.cli import upkeep  # noqa: PLC0415 - see above

    upkeep.backup(settings_file, file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `voorloper backup` made.")],
    settings_file: SettingsFile = None,
    *,
    check_only: Annotated[
        bool, typer.Option("--check", help="Only say whether the file is whole and what is in it.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also when the database is not empty: what is in it goes.")
    ] = False,
    moved: Annotated[
        bool,
        typer.Option(
            "--moved", help="The bot has not run since the backup: what waited in it still goes on."
        ),
    ] = False,
) -> None:
    """Put a backup back into the database that the settings name, also while the bot runs."""
    from bot.cli import upkeep  # noqa: PLC0415 - see above

    upkeep.restore(settings_file, file, check_only=check_only, replace=replace, moved=moved)


@app.command("import")
def import_file(  # noqa: PLR0913 - each is an option of the command line
    file: Annotated[Path, typer.Argument(help="A CSV, XLSX, JSON Lines or JSON file.", show_default=False)],
    mapping: Annotated[
        str | None,
        typer.Option(help="What the fields of the file are: a TOML file, or the name of a mapping we ship."),
    ] = None,
    kind: Annotated[Kind, typer.Option(help="What a row is that does not say so.")] = Kind.LESSON,
    *,
    draft: Annotated[bool, typer.Option("--draft", help="As drafts, to be published one by one.")] = False,
    public: Annotated[bool, typer.Option("--public", help="For everybody, not only for members.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out what is wrong.")] = False,
    settings_file: SettingsFile = None,
) -> None:
    """Take the entries of a file into the base: all of them, or none when something is wrong."""
    from bot.cli import data  # noqa: PLC0415 - see above

    data.import_file(
        settings_file, file, mapping, kind, draft=draft, public=public, dry_run=dry_run, skip_bad=skip_bad
    )


@app.command("export")
def export_file(
    file: Annotated[
        Path, typer.Argument(help="Where to; its name ends in .jsonl, .csv or .xlsx.", show_default=False)
    ],
    *,
    public: Annotated[bool, typer.Option("--public", help="Only what everybody may see.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also drafts, the archive and who shared what.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Over a file that is there.")] = False,
    settings_file: SettingsFile = None,
) -> None:
    """Write the entries that members may see to a file."""
    from bot.cli import data  # noqa: PLC0415 - see above

    data.export_file(settings_file, file, public=public, everything=everything, replace=replace)


@app.command()
def migrate(settings_file: SettingsFile = None) -> None:
    """Bring the database up to date with this version of the program."""
    from bot.cli import upkeep  # noqa: PLC0415 - see above

    upkeep.migrate(settings_file)
