"""What can be typed, explained: one command, or all that somebody of a role may use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.commands.command import Command, Desk, Request
from bot.domain.people import Role
from bot.domain.permissions import Reason
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Code, Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.refusals import refusal
from bot.wording import side_by_side

_SECTIONS = {
    Role.MEMBER: mark("For everybody:"),
    Role.COORDINATOR: mark("For coordinators:"),
    Role.ADMIN: mark("For admins:"),
}
_HOW_TO_ASK = mark(
    "Ask me in your own words who did something before: “who has experience with energy cooperatives?”"
)
NAMED_WHERE_OF_USE = frozenset(
    {
        *("les", "project", "voorloper", "neem op", "laat weg", "licht toe", "voorstel", "verzoek"),
        *("agenda stem", "agenda trek in", "volg niet", "geen echo", "weer echo", "weer vragen"),
    }
)
"""What the overview leaves out, so that it fits in one message: the bot says these where they are of use, and
`help` with the name of one shows it."""


def usage(command: Command, t: Translator) -> Reply:
    """Return how a command is typed, with its examples."""
    wording = command.wording(t.language)
    examples: list[Line] = [(Code(example),) for example in wording.examples]
    first = t.line("`{usage}` {summary}.", usage=_typed(command, t), summary=t.text(command.summary))
    return say(first, t.line("For example: ") + side_by_side(examples))


def did_you_mean(lines: Sequence[str], t: Translator, *, asking: bool = False) -> Reply:
    """Return what a mistyped command was perhaps meant to be; `asking`: or a question after all."""
    meant = t.line("Do you mean {commands}?", commands=side_by_side([(Code(line),) for line in lines]))
    whole = t.line("If you were asking something, put it in a whole sentence: then I look for it.")
    return say(meant, whole) if asking else say(meant)


def listed_commands(commands: Iterable[Command], t: Translator) -> tuple[Line, ...]:
    """Return a line for each command: how it is typed, and what it does."""
    return tuple(_explained(command, t) for command in commands)


def managing(request: Request, desk: Desk) -> Reply:
    """Return what only coordinators and admins may use, to them."""
    if not request.person.role.covers(Role.COORDINATOR):
        return refusal(Reason.COORDINATORS_ONLY, request.translator)
    return overview(request, desk, (Role.COORDINATOR, Role.ADMIN))


def overview(request: Request, desk: Desk, shown: tuple[Role, ...]) -> Reply:
    """Return what may be used of what is there for these roles."""
    t, role = request.translator, request.person.role
    blocks = [Paragraph((t.line(_HOW_TO_ASK),))] if Role.MEMBER in shown else []
    for needed in shown:
        commands = [
            command
            for command in desk.commands
            if _section(command) is needed and command.dutch.name not in NAMED_WHERE_OF_USE
        ]
        if commands and role.covers(needed):
            blocks.append(Paragraph((t.line(_SECTIONS[needed]), *(_explained(c, t) for c in commands))))
    after = [t.line("More about one command: `help share`")]
    if Role.MEMBER in shown:
        after.insert(
            0, t.line("Narrower: put `kind:lesson` or `since:2020` behind your question, `help filters`")
        )
    if role.covers(Role.COORDINATOR) and Role.MEMBER in shown:
        after.append(t.line("For coordinators and admins: `help managing`"))
    return Reply((*blocks, Paragraph(tuple(after))))


def _typed(command: Command, t: Translator) -> str:
    wording = command.wording(t.language)
    return f"{wording.name} {wording.usage}".strip()


def _section(command: Command) -> Role:
    return Role.MEMBER if command.rule.needs is Role.STRANGER else command.rule.needs


def _explained(command: Command, t: Translator) -> Line:
    return (Code(_typed(command, t)), Plain(f" – {t.text(command.summary)}"))
