"""What a command is, and how a typed line becomes one.

The commands themselves are in the folders beside it, by what they are about; their list is `catalog.py`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cache

from bot.domain.audience import Audience
from bot.domain.keys import ConversationKey
from bot.domain.model import EntryId
from bot.domain.people import Person, Question, Room
from bot.domain.permissions import Rule
from bot.domain.policy import Policy
from bot.indexing import LiveIndex
from bot.messages.i18n import Translator
from bot.messages.incoming import Origin
from bot.messages.reply import File, Reply
from bot.ports.chat import Recall, recalls_nothing
from bot.ports.files import Files
from bot.ports.knowledge import Change
from bot.ports.mailbox import Said
from bot.ports.meter import UNMEASURED, Meter
from bot.ports.retention import Retention
from bot.ports.store import Store, Transaction


class Effect(Enum):
    """What a command does to what is remembered; `recorded` makes one action of what an undoable one does."""

    READS = auto()
    UNDOABLE = auto()
    FINAL = auto()


@dataclass(frozen=True)
class Request:
    """One turn of one person: who, where, before whom, in which language, and when.

    `under` is the question whose answer they used a button of, when that goes on with it; `renews` is
    that answer, when it is to their own question: what is found takes its place.
    """

    origin: Origin
    person: Person
    room: Room
    audience: Audience
    translator: Translator
    now: datetime
    under: Question | None = None
    renews: Said | None = None

    @property
    def alone(self) -> bool:
        """Whether nobody but this person reads the answer."""
        return self.room.direct or self.origin.private

    @property
    def cause(self) -> str:
        """What an answer to this is remembered by: the question it renews, else what happened."""
        return self.renews.cause if self.renews else self.origin.cause

    @property
    def conversation(self) -> ConversationKey:
        """Where what is found is said, and can be gone on with."""
        return self.renews.conversation if self.renews else self.origin.conversation

    @property
    def change(self) -> Change:
        """The change that this person makes now."""
        return Change(self.person.id, self.now)


@dataclass(frozen=True)
class Response:
    """What is said: `reply` in the conversation, `aside` to the person only, `direct` in the direct room.

    `again` is a line that is to be done again with its answer said in the room itself, outside any thread.
    `file`, with the entries that are `held` in it, is given after that.
    """

    reply: Reply | None = None
    aside: Reply | None = None
    direct: Reply | None = None
    again: str = ""
    file: File | None = None
    held: tuple[EntryId, ...] = ()


Act = Callable[[Transaction], Awaitable[Response]]
"""What must be written and, once it is, said. It runs inside the writing transaction: no searching there."""


@dataclass(frozen=True)
class Desk:
    """What a command works with. `below` draws a number below the one it is given, at random."""

    store: Store
    index: LiveIndex
    commands: tuple[Command, ...]
    policy: Policy
    retention: Retention
    files: Files
    meter: Meter = UNMEASURED
    below: Callable[[int], int] = secrets.randbelow
    recall: Recall = recalls_nothing


Handler = Callable[[Request, "re.Match[str]", Desk], Awaitable[Response | Act]]


@dataclass(frozen=True)
class Wording:
    """A command in one language: its name, what follows it, and examples that can be typed as they are.

    `short` is a pattern of other words that stand for the name, even where another command begins like them.
    """

    name: str
    usage: str
    examples: tuple[str, ...]
    short: str = ""


@dataclass(frozen=True)
class Command:
    """One thing that can be typed.

    `arguments` is a pattern for what follows the name, in either language. `everyday`: the name also begins
    ordinary questions, so that a line it does not fit is taken as a question. `letter` is that of the ids
    which call it without its name; `also` are whole lines that mean the same, `lines` is a pattern of such.
    `form` is the name of the form that it opens, unless `forms` names another for the `variant` among its
    arguments; `personal`: it settles something for who types it, and stands on their own page. `refines`: it
    shows the answer before it in another way. Whoever the settings name as second reader may use what is for
    `reading` as an admin may. `summary` is a message of ours.
    """

    dutch: Wording
    english: Wording
    summary: str
    arguments: str
    rule: Rule
    effect: Effect
    run: Handler
    everyday: bool = False
    letter: str = ""
    also: frozenset[str] = frozenset()
    lines: str = ""
    form: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    personal: bool = False
    refines: bool = False
    reading: bool = False

    def means(self, whole: str) -> bool:
        """Say whether a whole line, in lower case and without its mark, means this without its name."""
        same = whole in self.also or whole.replace(",", "") in self.also
        return same or bool(self.lines and _pattern(self.lines).fullmatch(whole))

    def opens(self, arguments: re.Match[str]) -> str:
        """Return the name of the form that it opens with these arguments; empty when it opens none."""
        variant = (arguments.groupdict().get("variant") or "").casefold()
        return dict(self.forms).get(variant, self.form)

    def owns(self, form: str) -> bool:
        """Say whether it opens the form with this name."""
        return form in {self.form, *dict(self.forms).values()}

    def wording(self, language: str) -> Wording:
        """Return the name and examples in a language."""
        return self.english if language == "en" else self.dutch


def recorded(command: Command, done: Response | Act) -> Response | Act:
    """Return the same; what an undoable command changes becomes one action, which `undo` takes back."""
    if isinstance(done, Response) or command.effect is not Effect.UNDOABLE:
        return done

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        before = await tx.revisions.last()
        response = await done(tx)
        await tx.revisions.bind(before, command.dutch.name)
        return response

    return act


@dataclass(frozen=True)
class Invocation:
    """A command with what followed its name, and the language its name was in (None: the same in both)."""

    command: Command
    match: re.Match[str]
    language: str | None = None


@dataclass(frozen=True)
class Misused:
    """A command's name, followed by something the command cannot read; `language` as in an invocation."""

    command: Command
    language: str | None = None


@dataclass(frozen=True)
class Asking:
    """Anything else: a question, in any wording."""

    text: str


_QUESTION_WORDS = 3
_AN_ID = re.compile(r"[#(\[]?[LPV][ -]?[0-9]", re.IGNORECASE)
_BARE_ID = re.compile(r"""[#(\["“‘'*]*(?P<letter>[A-Za-z])[ -]?(?P<number>[0-9]+)[)\]"”’'*.,:;!?]*""")


def parse(text: str, commands: Sequence[Command]) -> Invocation | Misused | Asking:
    """Read a line: a command when it begins with the name of one, otherwise a question. Never raises.

    A bare id (`L12`, also as people write it within a sentence) calls the command that has its letter.
    """
    line = unwrapped(text)
    folded, bare = _folded(line), _BARE_ID.fullmatch(line)
    whole = folded.strip(" ?!.")
    short = next((told for command in commands if (told := _read_short(line, command))), None)
    if short:
        return short
    for command in commands:
        by_phrase = command.means(whole) and _pattern(command.arguments).fullmatch("")
        if by_phrase:
            return Invocation(command, by_phrase)
        if bare and bare["letter"].upper() == command.letter:
            match = _pattern(command.arguments).fullmatch(bare["number"])
            return Invocation(command, match) if match else Misused(command)
        read = _read(line, folded, text, command)
        if read:
            return read
    return Asking(text)


def unwrapped(text: str) -> str:
    """Return a line without what people put around a command: `help`, /help, !help."""
    return " ".join(text.split()).lstrip("/!\\` ").rstrip("` ")


def _read(line: str, folded: str, text: str, command: Command) -> Invocation | Misused | Asking | None:
    """Read a line as this command; None when it does not begin with its name."""
    alone = folded.strip("?!.")
    for wording, language in ((command.dutch, "nl"), (command.english, "en")):
        name = wording.name
        if alone == name:
            line = name
        elif not folded.startswith(f"{name} "):
            continue
        rest = line[len(name) :].strip()
        match = _pattern(command.arguments).fullmatch(rest)
        spoken = None if command.dutch.name == command.english.name else language
        if match:
            return Invocation(command, match, spoken)
        slip = "|" in wording.usage and _AN_ID.match(rest)  # `publish L3 L5 pulbic`: one of a few words
        is_question = (
            not command.arguments
            or rest.endswith("?")
            or (len(rest.split()) >= _QUESTION_WORDS and not slip)
            or (bool(command.letter) and not any(character.isdigit() for character in rest))
        )
        return Asking(text) if command.everyday and is_question else Misused(command, spoken)
    return None


def _read_short(line: str, command: Command) -> Invocation | Misused | None:
    """Read a line that begins with what stands for the name of this command; None when it does not."""
    for wording, language in ((command.dutch, "nl"), (command.english, "en")):
        begun = _pattern(rf"(?:{wording.short})\b\s*").match(_straight(line)) if wording.short else None
        if begun:
            match = _pattern(command.arguments).fullmatch(line[begun.end() :])
            return Invocation(command, match, language) if match else Misused(command, language)
    return None


def _straight(line: str) -> str:
    return line.replace("’", "'")


def _folded(line: str) -> str:
    return _straight(line).casefold()


@cache
def _pattern(arguments: str) -> re.Pattern[str]:
    return re.compile(arguments, re.IGNORECASE | re.DOTALL)
