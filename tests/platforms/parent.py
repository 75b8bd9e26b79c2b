"""No process outlives the test that started it, not even when that test is killed itself."""

from __future__ import annotations

import os
import threading


def die_with_parent() -> None:
    """End the process, without any goodbye, when its standard input ends."""

    def watch() -> None:
        os.read(0, 1)  # not through sys.stdin, whose lock would be in the way of an orderly end
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()
