"""Words that stand for one another: everyday for official, brand for purpose, Flemish and English for Dutch.

The shipped groups are in the text files of this folder, one group a line, its members separated by “=”. They
are general knowledge of government, written without looking at any collection or question that measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.language.analysis import DUTCH, content, stem

LONGEST = 4
"""Content words of a member at most; longer ones are told sentences, not terms."""

Member = tuple[str, ...]
"""The content words of a word or phrase."""


@dataclass(frozen=True)
class Match:
    """A member in a text, from its content word `start` up to `end`, and what it stands for."""

    start: int
    end: int
    others: tuple[Member, ...]


@dataclass(frozen=True)
class Thesaurus:
    """Groups of members, found by the Dutch stems of the words of each."""

    groups: Mapping[tuple[str, ...], tuple[Member, ...]]

    @staticmethod
    def of(groups: Iterable[Sequence[str]]) -> Thesaurus:
        """Make a thesaurus of groups of words and phrases as people write them."""
        return Thesaurus({}).with_groups(groups)

    def with_groups(self, groups: Iterable[Sequence[str]]) -> Thesaurus:
        """Return a thesaurus with these groups besides: a word that is known gets more that stand for it."""
        others = {key: dict.fromkeys(known) for key, known in self.groups.items()}
        for group in groups:
            members = [words for member in group if (words := content(member)) and len(words) <= LONGEST]
            keyed = [(_key(member), member) for member in members]
            for key, _ in keyed:
                known = others.setdefault(key, {})
                known.update(dict.fromkeys(one for other, one in keyed if other != key))
        return Thesaurus({key: tuple(known) for key, known in others.items()})

    def knows(self, words: Sequence[str]) -> bool:
        """Say whether these words together are a member."""
        return _key(tuple(words)) in self.groups

    def others(self, name: str) -> tuple[str, ...]:
        """Return what the whole of a name stands for, in content words; nothing when it is no member."""
        return tuple(" ".join(member) for member in self.groups.get(_key(content(name)), ()))

    def matches(self, words: Sequence[str]) -> tuple[Match, ...]:
        """Return the members among these content words, the longest at each place."""
        stems = [stem(word, DUTCH) for word in words]
        found: list[Match] = []
        at = 0
        while at < len(stems):
            lengths = range(min(LONGEST, len(stems) - at), 0, -1)
            length = next((n for n in lengths if tuple(stems[at : at + n]) in self.groups), 0)
            if length:
                found.append(Match(at, at + length, self.groups[tuple(stems[at : at + length])]))
            at += max(1, length)
        return tuple(found)


def _key(member: Member) -> tuple[str, ...]:
    return tuple(stem(word, DUTCH) for word in member)


@cache
def shipped() -> Thesaurus:
    """Return the thesaurus that comes with the program."""
    return _read(file.name for file in files(__name__).iterdir() if file.name.endswith(".txt"))


@cache
def abbreviations() -> Thesaurus:
    """Return what of it are abbreviations, of organisations and others."""
    return _read(("abbreviations.txt", "organisations.txt"))


def _read(names: Iterable[str]) -> Thesaurus:
    texts = [files(__name__).joinpath(name).read_text(encoding="utf-8") for name in names]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return Thesaurus.of(line.split("=") for line in lines if line and not line.startswith("#"))
