"""Words that stand for one another, as admins teach them: synonyms and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.vocabulary import WordGroup, WordKind
from bot.language.analysis import content
from bot.language.thesaurus import LONGEST
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction

_MOST = 12
"""How many words one group has."""

_LETTERS = 60
"""How long one of them may be."""

_LISTED = 25
"""How many groups a list shows."""

_SEPARATOR = re.compile(r"[,=;]")

_TEACH = {
    WordKind.SYNONYM: mark("It goes like this: `synonym litter = rubbish, waste on the street`."),
    WordKind.ABBREVIATION: mark("It goes like this: `abbreviation BRP = Basisregistratie Personen`."),
}


async def _synonym(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    return _answer(request, arguments, WordKind.SYNONYM)


async def _abbreviation(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    return _answer(request, arguments, WordKind.ABBREVIATION)


def _answer(request: Request, arguments: re.Match[str], kind: WordKind) -> Response | Act:
    if arguments["away"]:
        return _forget(request, arguments["away"], kind)
    if not arguments["words"]:
        return _show(request, kind)
    words = _members(arguments["words"])
    fault = _fault(words, kind, request.translator)
    return Response(aside=fault) if fault else _teach(request, words, kind)


def _members(typed: str) -> tuple[str, ...]:
    """Return the words of a line, each once, as they were typed first."""
    told = (" ".join(part.split()).strip("“”\"'.") for part in _SEPARATOR.split(typed))
    return _distinct(word for word in told if word)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Return each word once, as it was written first."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _fault(words: Sequence[str], kind: WordKind, t: Translator) -> Reply | None:
    """Say what is wrong with words that are to stand for one another; None when nothing is."""
    how = t.line(_TEACH[kind])
    if len(words) < 2:  # noqa: PLR2004 - one word stands for nothing
        return say(t.line("I need two words or more that mean the same."), how)
    if len(words) > _MOST:
        return say(t.line("That is more than {number} words at once. Take fewer.", number=str(_MOST)))
    for word in words:
        if len(word) > _LETTERS or len(content(word)) > LONGEST:
            return say(
                t.line(
                    "“{word}” is too long: four words that tell something at most.",
                    word=shortened(word, _LETTERS),
                )
            )
        if not content(word):
            return say(t.line("With “{word}” nobody finds anything: it says too little.", word=word))
    if kind is WordKind.ABBREVIATION and " " in words[0]:
        return say(t.line("An abbreviation is one word, without spaces."), how)
    return None


def _teach(request: Request, words: tuple[str, ...], kind: WordKind) -> Act:
    """Add a group; those that have one of its words become one with it."""
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        joined = [group for group in await tx.vocabulary.groups() if _share(group.words, words)]
        told = (word for group in joined for word in group.words)
        every = _distinct((*words, *told))
        if len(joined) == 1 and len(every) == len(joined[0].words):
            return Response(aside=say(t.line("I knew that already: {words}.", words=" = ".join(every))))
        if len(every) > _MOST:
            return Response(
                aside=say(
                    t.line(
                        "Together with what I knew that would be more than {number} words: {words}.",
                        number=str(_MOST),
                        words=" = ".join(every),
                    )
                )
            )
        for group in joined:
            await tx.vocabulary.delete_group(group.id, request.change)
        await tx.vocabulary.add_group(kind, every, request.change)
        return Response(
            say(
                t.line(
                    "From now on who searches for one of these finds the others too: {words}.",
                    words=" = ".join(every),
                )
            )
        )

    return act


def _share(one: Iterable[str], other: Iterable[str]) -> bool:
    return not {word.casefold() for word in one}.isdisjoint(word.casefold() for word in other)


def _forget(request: Request, word: str, kind: WordKind) -> Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        having = [group for group in await tx.vocabulary.groups() if _share(group.words, (word.strip(),))]
        if not having:
            unknown = t.line("Nobody taught me “{word}”.", word=shortened(word, _LETTERS))
            return Response(aside=say(unknown, t.line(_TEACH[kind])))
        for group in having:
            await tx.vocabulary.delete_group(group.id, request.change)
        words = "; ".join(" = ".join(group.words) for group in having)
        return Response(say(t.line("Forgotten: {words}.", words=words)))

    return act


def _show(request: Request, kind: WordKind) -> Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        groups = [group for group in await tx.vocabulary.groups() if group.kind is kind]
        return Response(_list(groups, kind, t))

    return act


def _list(groups: Sequence[WordGroup], kind: WordKind, t: Translator) -> Reply:
    if not groups:
        none = t.line("Besides those I came with, nobody taught me any yet.")
        return say(none, t.line(_TEACH[kind]))
    lines: list[Line] = [t.line("These mean the same, besides those I came with:")]
    lines += [(Plain(" = ".join(group.words)),) for group in groups[-_LISTED:]]
    return say(*lines, t.line(_TEACH[kind]))


def _command(dutch: Wording, english: Wording, summary: str, run: Handler) -> Command:
    arguments = r"(?:(?:weg|remove)\s+(?P<away>[^=]{1,60})|(?P<words>.{1,1000}))?"
    rule = Rule(Role.ADMIN)
    return Command(dutch, english, summary, arguments, rule, Effect.FINAL, run)


COMMANDS = (
    _command(
        Wording(
            "synoniem",
            "<woord> = <woorden>",
            ("synoniem zwerfafval = zwerfvuil, afval op straat", "synoniem weg zwerfvuil"),
        ),
        Wording(
            "synonym",
            "<word> = <words>",
            ("synonym litter = rubbish, waste on the street", "synonym remove rubbish"),
        ),
        mark("teaches search that words mean the same"),
        _synonym,
    ),
    _command(
        Wording(
            "afkorting", "<afkorting> = <woorden>", ("afkorting BRP = Basisregistratie Personen", "afkorting")
        ),
        Wording(
            "abbreviation",
            "<abbreviation> = <words>",
            ("abbreviation BRP = Basisregistratie Personen", "abbreviation"),
        ),
        mark("teaches search what an abbreviation stands for"),
        _abbreviation,
    ),
)
