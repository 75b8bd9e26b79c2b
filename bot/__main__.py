"""The program `voorloper`: its command line with every command."""

from __future__ import annotations

import io
import sys

import typer

from bot.cli.commands import app
from bot.cli.output import guarded_output
from bot.domain.errors import OutputLostError, ReaderGoneError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; it ends quietly when nobody reads any more what it says."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")  # a terminal without é still gets its sentence
    try:
        with guarded_output():
            app()
    except ReaderGoneError:
        sys.exit(0)
    except OutputLostError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
