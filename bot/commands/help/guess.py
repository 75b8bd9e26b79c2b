"""What a short line was perhaps meant to be: the commands nearest to a mistyped one. Pure functions.

Whether the line was a question after all is decided by who asks for the guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.commands.command import Asking, Command, Invocation, Wording, parse, unwrapped

_SHORT = 3
"""How many words a mistyped command has at most; more is somebody asking something."""

_MOST = 3
"""How many commands are worth offering."""

_NUMBER = re.compile(r"#?(?P<letter>[A-Za-z]?)[ -]?[0-9]+[.,!?]*")
_ITEM = re.compile(r"#?[0-9]{1,2}[.,!?)]*")
_ENTRY = re.compile(r"#?[LPV][0-9]+", re.IGNORECASE)
OF_ENTRIES = re.compile("<nummer|<les")
"""What the usage of a command that takes an entry begins with."""

_FEW = 4
"""How many words a line has at most of which only an id and one word more are used."""

_ABBREVIATION = 4
"""Letters of a line in capitals that is taken for an abbreviation; in a longer one the shift key stuck."""

_LONGEST = 240
"""Characters of a line that are worth repeating."""

_LINKS = frozenset(
    "met en bij naar aan van op voor tot versie revisie with and at to for on version revision".split()
)
OTHER_WORDS = {
    **dict.fromkeys(("wijzig", "verander", "corrigeer"), "bewerk"),
    **dict.fromkeys(("change", "correct"), "edit"),
    **dict.fromkeys(("verwijder", "wis", "verberg", "haal", "gooi"), "archiveer"),
    **dict.fromkeys(("delete", "remove", "hide"), "archive"),
    "approve": "publish",
    "ongedaan": "geschiedenis",
    "undo": "history",
}
"""Words that people type for the name of a command."""

_OTHER_NAMES = {
    "samenvoegen": "voeg samen",
    "vul aan": "aanvulling",
    "aanvullen": "aanvulling",
    "terugzetten": "herstel",
    "zet terug": "herstel",
    "vrijgeven": "geef vrij",
    "afwijzen": "wijs af",
    "overnemen": "neem over",
    "add to": "addition",
}
"""What people type before an id for the whole name of a command."""

_ENDING = 2
"""Letters behind a name that make it another form of the word: zoeken, deelde."""


@dataclass(frozen=True)
class Guess:
    """A line that can be typed like that, and the language its command's name is in (None: the same)."""

    line: str
    language: str | None


def guesses(text: str, commands: Iterable[Command]) -> tuple[Guess, ...]:
    """Return the nearest lines that can be typed, best first; none when this does not look like a command."""
    if _abbreviation(text):
        return ()
    commands = tuple(commands)
    words = unwrapped(text).replace("’", "'").rstrip("?!.").split(maxsplit=_SHORT)
    near = [*_near(words, commands)] if len(words) <= _SHORT else []
    near = sorted(near or _about_entries(text, commands), key=lambda found: found[0])
    best = [guess for mistakes, guess in near if mistakes == near[0][0]]
    return tuple(dict.fromkeys(best))[:_MOST]


def _abbreviation(text: str) -> bool:
    """Say whether a line is nothing but an abbreviation in capitals: then it is no slip."""
    word = unwrapped(text).strip(" ?!.")
    return word.isalpha() and word.isupper() and len(word) <= _ABBREVIATION


def nearest_names(typed: str, commands: Iterable[Command]) -> tuple[str, ...]:
    """Return the names of commands that this is a slip of, best first; none when it is none."""
    names = {name for command in commands for name in (command.dutch.name, command.english.name)}
    wrong = {name: mistakes_in(typed.casefold(), name) for name in names}
    near = sorted((count, name) for name, count in wrong.items() if count is not None)
    return tuple(name for _, name in near)[:_MOST]


def strange_number(text: str) -> bool:
    """Say whether a line is a number like those of entries, without a letter or with one of no command."""
    return _NUMBER.fullmatch(" ".join(text.split())) is not None


def item_number(text: str) -> bool:
    """Say whether a line is a number like those before the items of an answer, and nothing else."""
    return _ITEM.fullmatch(text.strip()) is not None


def _about_entries(text: str, commands: tuple[Command, ...]) -> Iterator[tuple[int, Guess]]:
    """Return what a line was meant to be that has the id of an entry, and a command's words in another order.

    It begins with a word of the command, or with the id and is short: other lines with an id are questions.
    """
    typed = _by_its_name(unwrapped(text).replace("’", "'"))
    words = [word.rstrip(".,:;!") for word in typed.split()]
    if typed.endswith("?") or len(typed) > _LONGEST or not any(_ENTRY.fullmatch(word) for word in words):
        return
    if not isinstance(parse(text, commands), Asking):
        return  # the name of a command was typed: how it is used says more
    for command in (each for each in commands if OF_ENTRIES.match(each.dutch.usage)):
        same = command.dutch.name == command.english.name
        for wording, language in ((command.dutch, "nl"), (command.english, "en")):
            for mistakes, line in _put_in_order(words, wording):
                meant = parse(line, commands)
                if isinstance(meant, Invocation) and meant.command is command:
                    yield mistakes, Guess(line, None if same else language)
                    break


def _by_its_name(typed: str) -> str:
    said = next((each for each in _OTHER_NAMES if typed.casefold().startswith(f"{each} ")), "")
    return _OTHER_NAMES[said] + typed[len(said) :] if said else typed


def _put_in_order(words: list[str], wording: Wording) -> Iterator[tuple[int, str]]:
    """Return lines that begin with this name and say the rest of these words, from most of it to least."""
    begun = _ENTRY.fullmatch(words[0])
    if begun and len(words) > _FEW:
        return
    found = _without_name(words, wording.name, first=not begun)
    if found:
        mistakes, rest = found
        yield mistakes, " ".join((wording.name, *_unlinked(rest)))
        if len(rest) <= _FEW:
            yield mistakes, " ".join((wording.name, *(word for word in rest if _NUMBER.fullmatch(word))))
    choices = {each for part in wording.usage.split() if "|" in part for each in part.strip("[]").split("|")}
    said = next((word for word in words if word.casefold() in choices), None)
    if begun and said:
        yield 0, " ".join((wording.name, words[0], said))


def _without_name(words: list[str], name: str, *, first: bool) -> tuple[int, list[str]] | None:
    """Return the words that are not of a name whose words stand among them, and how many letters were wrong.

    `first`: the name begins with the first of them.
    """
    rest = [OTHER_WORDS.get(words[0].casefold(), words[0]), *words[1:]]
    mistakes = 0
    for at, each in enumerate(name.split()):
        wrong = {
            word: mistakes_in(word.casefold(), each) for word in (rest[:1] if first and not at else rest)
        }
        count, word = min(((n, word) for word, n in wrong.items() if n is not None), default=(0, None))
        if word is None:
            return None
        rest.remove(word)
        mistakes += count
    return mistakes, rest


def _unlinked(words: list[str]) -> list[str]:
    """Return words without those that only link an id or a number to what stands before it."""
    kept: list[str] = []
    for word in words:
        while _NUMBER.fullmatch(word) and kept and kept[-1].casefold() in _LINKS:
            kept.pop()
        kept.append(word)
    return kept


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
    if rest and not (command.dutch.usage or any(character.isalpha() for word in rest for character in word)):
        yield 1, name  # “nieuw 5”: there is nothing that may follow it
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
