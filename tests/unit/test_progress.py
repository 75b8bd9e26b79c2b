"""Whoever waits for the search index sees how far it is."""

from __future__ import annotations

import io
import sys

import pytest

from bot.cli.progress import index_progress


class Terminal(io.StringIO):
    """A terminal that remembers what was written on it."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


def test_a_terminal_shows_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers stand in it; afterwards the cursor is back, also when it was broken off."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with index_progress() as told:
        told(3000, 9000)
        told(9000, 9000)
        told(1, 10)
    written = terminal.getvalue()
    assert "9000/9000" in written
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")


def test_elsewhere_each_tenth_is_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Not one for every part."""
    caplog.set_level("INFO")
    with index_progress() as told:
        for done in range(100, 2100, 100):
            told(done, 2000)
    assert len(caplog.messages) == 11
    assert "2000 of 2000" in caplog.messages[-1]


def test_nothing_is_shown_when_there_is_little_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start with an index that is as good as current is quiet."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with index_progress():
        pass
    assert terminal.getvalue() == ""
