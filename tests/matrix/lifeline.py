"""A program of its own: runs a module, and ends as soon as whoever started it is gone.

Standard input is the line between the two; the system closes it whatever the starter dies of.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading


def main(module: str, *arguments: str) -> None:
    """Run a module as a program; it gets the arguments."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_starter() -> None:
    os.read(0, 1)  # nothing is ever written
    os._exit(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
