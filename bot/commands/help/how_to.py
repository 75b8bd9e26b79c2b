"""Questions how something is done with the bot itself (“hoe plan ik een prikkel?”): the command that does it.

Which one it is, the words of the commands say themselves. A line with any other word in it is a question; as
one about the work may have no other, what looks for it after all is told as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.commands.command import Command, Desk, Request
from bot.commands.help.guess import OF_ENTRIES, OTHER_WORDS
from bot.commands.help.overview import listed_commands, managing, usage
from bot.language.analysis import words
from bot.language.stopwords import listed
from bot.messages.i18n import LANGUAGES, Translator, translator
from bot.messages.reply import Paragraph, Reply, say

_LONGEST = 80
"""Characters of a line that asks no more than this."""

_ASKED = re.compile(
    r"(?:(?:hoi|hallo|hey|hi|hello|vraagje|vraag)[ ,:!]+)?"
    r"(?:(?:hoe )?(?:kan|moet|mag) ik (?P<can>.+)|hoe (?P<verb>\w+) ik (?P<rest>.+)"
    r"|how (?:do|can|could|should) i (?P<does>.+)|(?:can|may) i (?P<may>.+)"
    r"|hoe werk(?:t|en) (?P<works>.+)|how do(?:es)? (?P<runs>.+) work)"
)
_AS_ONE_WHO_MANAGES = re.compile(
    r"wat (?:kan|mag|moet|doe) ik (?:hier )?(?:doen )?als (?:co[oö]rdinator|beheerder|admin)"
    r"(?: (?:hier|doen))*"
    r"|what (?:can|may|should|do) i (?:do )?(?:here )?as (?:an? )?(?:coordinator|admin)(?: here)?"
)
_SMALL = listed(
    "een de het twee iets iemand er hier nog ook weer dan dat dit die met voor aan op in van naar als om te",
    "uit bij mijn jouw ik mij me je wordt worden word ben zijn is doe doen nieuw nieuwe zelf alles",
    "a an the two something anything everything somebody someone here again with for to at on in of from as",
    "out my our your i me be become am is are do new please it this that",
    "les lessen project projecten ervaring ervaringen verhaal kennisbank kanaal bot excel",
    "lesson lessons project projects experience experiences story base channel",
)
"""What says nothing of which command."""

_WORK = listed("project projecten projects")
"""What is begun, stopped and changed in the work as well: then only what is for entries may be meant."""

_OURS = listed(
    "hier kennisbank les lessen thema thema's prikkel prikkels concept concepten beheerder beheerders",
    "coördinator here base lesson lessons theme themes prompt prompts draft drafts admin coordinator excel",
)
"""Words by which the bot is meant: then nothing is told of looking for it."""

_CHANGING = listed("verander veranderen wijzig wijzigen kies kiezen change choose")
"""What is done with many a thing, and stands in the name of few commands."""

_MEANT = {**OTHER_WORDS, "anoniem": "beschermd", "anonymously": "protected"}
"""Words that people use for those of a command."""

_MOST = 3
"""How many commands may be meant; where more are, the words do not tell."""

_LEAST = 0.01
"""The share of a command of whose name nothing is said, but all of which says what it does."""

_ENDINGS = ("en", "ing", "t", "s", "e")
_SHORTEST = 3
"""Letters that are left of a word without its ending."""


def how_to(request: Request, text: str, desk: Desk) -> Reply | None:
    """Return how what a line asks for is typed; None when it does not ask how a command does something."""
    line = " ".join(text.casefold().split()).strip(" ?!.") if len(text) <= _LONGEST else ""
    if _AS_ONE_WHO_MANAGES.fullmatch(line):
        return managing(request, desk)
    asked = _ASKED.fullmatch(line)
    if asked is None:
        return None
    t, said = request.translator, words(line)
    of_work = not _WORK.isdisjoint(said)
    explained = _explained(asked, [each for each in desk.commands if not of_work or _of_entries(each)], t)
    if explained is None or not _OURS.isdisjoint(said):
        return explained
    after_all = t.line("Is it about your work, and not about me? `search {question}`", question=line)
    return Reply((*explained.blocks, Paragraph((after_all,))))


def _of_entries(command: Command) -> bool:
    return OF_ENTRIES.match(command.dutch.usage) is not None or command.dutch.name.startswith("deel")


def _explained(asked: re.Match[str], known: Sequence[Command], t: Translator) -> Reply | None:
    said = [word for part in asked.groups() if part for word in words(part) if word not in _SMALL]
    found = (
        _meant(said, known)
        or _meant([word for word in said if word not in _CHANGING], known)
        or (_beginning(said, known) if asked["works"] or asked["runs"] else ())
    )
    if len(found) == 1:
        return usage(found[0], t)
    return say(*listed_commands(found, t)) if found else None


def _meant(said: Sequence[str], commands: Sequence[Command]) -> Sequence[Command]:
    """Return the commands that have all of these words, those whose names are said most wholly."""
    shares = {each: _share(said, each) for each in commands} if said else {}
    best = max(shares.values(), default=0.0)
    found = [each for each, share in shares.items() if share == best > 0]
    return found if len(found) <= _MOST else ()


def _beginning(said: Sequence[str], commands: Sequence[Command]) -> Sequence[Command]:
    """Return the commands whose names begin with this one word, such as those about prompts."""
    wanted = {_root(word) for word in said}
    names = [(each, each.wording(language).name) for each in commands for language in LANGUAGES]
    found = [each for each, name in names if len(wanted) == 1 and _root(name.split()[0]) in wanted]
    return list(dict.fromkeys(found))


def _share(said: Sequence[str], command: Command) -> float:
    """Return which part of its name is said, 0-1; 0 when a word is not of it, or too little is said."""
    return max(_share_of(said, *_vocabulary(command, language)) for language in LANGUAGES)


def _share_of(said: Sequence[str], name: frozenset[str], vocabulary: frozenset[str]) -> float:
    ways = [_ways(word) for word in said]
    if not name or not all(vocabulary & way for way in ways):
        return 0.0
    share = len(name & set().union(*ways)) / len(name)
    if len(said) > 1:
        return max(share, _LEAST)
    return share if share == 1 else 0.0


def _ways(word: str) -> set[str]:
    """Return the root of a word, and that of what commands call the same."""
    root = _root(word)
    other = _MEANT.get(word) or _MEANT.get(root)
    return {root, _root(other)} if other else {root}


@cache
def _vocabulary(command: Command, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a command's name in a language, and all that are used for what it does."""
    wording = command.wording(language)
    does = translator(language).text(command.summary).partition(":")[0]  # what follows are names of fields
    others = " ".join((re.sub(r"\\\w", " ", wording.short), *command.also))
    return _roots(wording.name), _roots(f"{wording.name} {wording.usage} {others} {does}")


def _roots(text: str) -> frozenset[str]:
    return frozenset(_root(word) for word in words(text) if word not in _SMALL)


def _root(word: str) -> str:
    """Return what the forms of a word have in common: of plan, plant and plannen, maak and maken."""
    short = re.sub(r"([aeou])\1", r"\1", word)
    while True:
        endings = (each for each in _ENDINGS if len(short) - len(each) >= _SHORTEST)
        ending = next((each for each in endings if short.endswith(each)), None)
        if ending is None:
            return short[:-1] if len(short) > _SHORTEST and short[-1] == short[-2] else short
        short = short.removesuffix(ending)
