"""The program `voorloper`: its command line with every command."""

from __future__ import annotations

import io
import sys

from bot.cli import data, talk, tuning, upkeep  # noqa: F401 - each adds its own
from bot.cli.base import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without é still gets its answer
    app()


if __name__ == "__main__":
    main()
