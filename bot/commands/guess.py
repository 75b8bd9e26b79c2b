"""What a short line was perhaps meant to be: the commands nearest to a mistyped one. Pure functions.

Whether the line was a question after all is decided by who asks for the guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.commands.command import Command, Invocation, Wording, parse, unwrapped

_SHORT = 3
"""How many words a mistyped command has at most; more is somebody asking something."""

_MOST = 3
"""How many commands are worth offering."""

_NUMBER = re.compile(r"#?(?P<letter>[A-Za-z]?)[ -]?[0-9]+[.,!?]*")
_ENDING = 2
"""Letters behind a name that make it another form of the word: zoeken, deelde."""


@dataclass(frozen=True)
class Guess:
    """A line that can be typed like that, and the language its command's name is in (None: the same)."""

    line: str
    language: str | None


def guesses(text: str, commands: Iterable[Command]) -> tuple[Guess, ...]:
    """Return the nearest lines that can be typed, best first; none when this does not look like a command."""
    words = unwrapped(text).replace("’", "'").rstrip("?!.").split(maxsplit=_SHORT)
    if len(words) > _SHORT:
        return ()
    near = sorted(_near(words, tuple(commands)), key=lambda found: found[0])
    best = [guess for mistakes, guess in near if mistakes == near[0][0]]
    return tuple(dict.fromkeys(best))[:_MOST]


def nearest_names(typed: str, commands: Iterable[Command]) -> tuple[str, ...]:
    """Return the names of commands that this is a slip of, best first; none when it is none."""
    names = {name for command in commands for name in (command.dutch.name, command.english.name)}
    wrong = {name: mistakes_in(typed.casefold(), name) for name in names}
    near = sorted((count, name) for name, count in wrong.items() if count is not None)
    return tuple(name for _, name in near)[:_MOST]


def strange_number(text: str) -> bool:
    """Say whether a line is a number like those of entries, without a letter or with one of no command."""
    return _NUMBER.fullmatch(" ".join(text.split())) is not None


def _near(words: list[str], commands: tuple[Command, ...]) -> Iterator[tuple[int, Guess]]:
    for command in commands:
        same = command.dutch.name == command.english.name
        for wording, language in ((command.dutch, "nl"), (command.english, "en")):
            count = len(wording.name.split())
            mistakes = mistakes_in(" ".join(words[:count]).casefold(), wording.name)
            if mistakes is None:
                continue
            for more, line in _lines(wording.name, words[count:], command):
                meant = parse(line, commands)
                if isinstance(meant, Invocation) and meant.command is command:
                    yield mistakes + more, Guess(line, None if same else language)


def _lines(name: str, rest: list[str], command: Command) -> Iterator[tuple[int, str]]:
    """Return the name with what follows it, as it was typed if it may be anything, else put right."""
    if any("<" in wording.usage for wording in (command.dutch, command.english)):
        yield 0, " ".join((name, *rest))
    vocabulary = _vocabulary(command.dutch) | _vocabulary(command.english)
    mended = [found for word in rest if (found := _mended(word, vocabulary))]
    if len(mended) == len(rest):
        yield sum(wrong for wrong, _ in mended), " ".join((name, *(word for _, word in mended)))


def _mended(word: str, vocabulary: frozenset[str]) -> tuple[int, str] | None:
    if not word.isalpha():  # an id, an account, a code: nothing to put right
        return 0, word
    wrong = {other: mistakes_in(word.casefold(), other) for other in vocabulary}
    return min(((count, other) for other, count in wrong.items() if count is not None), default=None)


@cache
def _vocabulary(wording: Wording) -> frozenset[str]:
    """Return the words that may follow the name, as its usage and its examples have them."""
    usage = re.sub(r"<[^>]*>|@\w+", " ", wording.usage)
    shown = " ".join(example.removeprefix(wording.name) for example in wording.examples)
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+", f"{usage} {shown}"))


def mistakes_in(typed: str, meant: str) -> int | None:
    """Return how many letters are wrong, when so few that the one may be the other.

    Short words have many neighbours, so less may be wrong with them, and never the letter they begin with.
    """
    if typed == meant:
        return 0
    longer = len(typed) - len(meant)
    if len(meant) > _ENDING + 1 and 0 < longer <= _ENDING and typed.startswith(meant):
        return longer
    allowed = 0 if len(meant) < 4 else 1 if len(meant) < 7 else 2  # noqa: PLR2004 - letters of a word
    begins = typed[:1] == meant[:1] or typed[:2] == meant[1::-1]
    if abs(longer) > allowed or not begins:
        return None
    wrong = _distance(typed, meant)
    return wrong if wrong <= allowed else None


def _distance(one: str, other: str) -> int:
    """Return how many letters are too many, missing, different or changed places with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        following = [at + 1]
        for to, wanted in enumerate(other):
            cost = min(row[to] + (letter != wanted), row[to + 1] + 1, following[to] + 1)
            if at and to and letter == other[to - 1] and one[at - 1] == wanted:
                cost = min(cost, before[to - 1] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
