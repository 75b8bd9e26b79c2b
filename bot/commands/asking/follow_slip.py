"""A line that is one slip away from going on with the question before: what was perhaps meant. Pure.

Whether there is such a question, and whether the line was one itself after all, is for who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.commands.command import Command
from bot.commands.help.guess import mistakes_in
from bot.querying.following import WORDS, follow_up
from bot.querying.reading import read
from bot.querying.values import Key, Vocabulary

LONGEST_SLIP = 60
"""Characters of a line that goes on with the question before in a few words."""

_MOST = 3
_FEW = 6
"""How many words such a line has at most; more is somebody asking something."""

_SIGNS = "?!.,;:"


def going_on_slips(
    text: str, commands: Iterable[Command], known: Vocabulary, language: str, year: int
) -> tuple[str, ...]:
    """Return lines that go on with the question before, of which this line has one letter wrong.

    None when it does so itself, or is in capitals like an abbreviation. A word that begins with a capital is
    a name, in which nothing is put right.
    """
    typed = text.split()
    if len(typed) > _FEW or text.isupper():
        return ()
    whole = {line for command in commands if command.refines for line in _lines(command, language)}
    lines = sorted(
        line for line in _mended(typed, whole, known) if _plain(line) in whole or _goes_on(line, known, year)
    )
    return () if lines and _goes_on(text, known, year) else tuple(dict.fromkeys(lines))[:_MOST]


def _lines(command: Command, language: str) -> Iterator[str]:
    """Return what calls a command; a word on its own only in this language, where it has fewer neighbours."""
    yield command.wording(language).name
    yield from (line for line in command.also if " " in line)


def _mended(typed: list[str], whole: Iterable[str], known: Vocabulary) -> Iterator[str]:
    """Return the line with one of its words put right, in every way there is."""
    words = WORDS.union(*(line.split() for line in whole), *(name.split() for name in _values(known)))
    for at, word in enumerate(typed):
        said = word.strip(_SIGNS).casefold()
        if said in words or not said.isalpha() or (at and word[:1].isupper()):
            continue
        begins = said[:2]  # a slip leaves the first letter, or makes it the second
        for meant in words:
            near = meant[0] in begins and abs(len(meant) - len(said)) <= 1
            if near and mistakes_in(said, meant) == 1:
                right = word.casefold().replace(said, meant)
                yield " ".join((*typed[:at], right, *typed[at + 1 :]))


def _values(known: Vocabulary) -> Iterator[str]:
    for key in Key:
        yield from known.values(key)


def _goes_on(line: str, known: Vocabulary, year: int) -> bool:
    asks = follow_up(read(line, known, year), known, year)
    return asks is not None and not asks.faults


def _plain(line: str) -> str:
    return line.strip(_SIGNS).casefold()
