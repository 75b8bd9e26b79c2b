"""People: roles, linking accounts of one person, and the language they are spoken to in."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import AccountKey
from bot.domain.people import Person, Role
from bot.domain.permissions import Rule, Setting
from bot.labels import label
from bot.messages.i18n import CALLED, Translator, mark, translator
from bot.messages.reply import Reply, say
from bot.pioneers import only_first
from bot.ports.store import Transaction

_CODE_VALID = timedelta(minutes=15)
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without what is easily misread: I and 1, L, O and 0."""
_CODE_LENGTH = 10

_ROLES = {
    "lid": Role.MEMBER,
    "member": Role.MEMBER,
    "coordinator": Role.COORDINATOR,
    "coördinator": Role.COORDINATOR,
    "admin": Role.ADMIN,
    "beheerder": Role.ADMIN,
}


async def _role(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    try:
        account = AccountKey.parse(arguments["account"])
    except MalformedKeyError:
        unreadable = t.line(
            "I do not know who {account} is. Pick the name from the list that appears when you type @.",
            **_of(arguments),
        )
        return Response(aside=say(unreadable))
    role = _ROLES[arguments["role"].casefold()]
    fixed = say(
        t.line(
            "{account} is admin in the settings file. Remove it there first.",
            **_of(arguments),
        )
    )

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        admins = await tx.people.with_role(Role.ADMIN)
        person = await tx.people.of_account(account)
        accounts = await tx.people.accounts(person.id) if person else ()
        if role is not Role.ADMIN and desk.policy.admins.intersection(accounts):
            return Response(aside=fixed)
        refused = _role_refused(person, role, len(admins), t)
        if refused or person is None:
            return Response(aside=refused)
        await tx.people.save(replace(person, role=role), request.change)
        return Response(say(t.line("Done: this person is now {role}.", role=label(role, t))))

    return act


def _of(arguments: re.Match[str]) -> dict[str, str]:
    return {"account": arguments["account"]}


def _role_refused(person: Person | None, role: Role, admins: int, t: Translator) -> Reply | None:
    if person is None:
        return say(t.line("I do not know this person yet. Ask them to message me first; then try again."))
    if person.role is role:
        return say(t.line("This person is {role} already.", role=label(role, t)))
    if person.role is Role.ADMIN and admins == 1:
        return say(
            t.line(
                "This is the last admin, and somebody has to be able to manage the base. Make "
                "somebody else admin first."
            )
        )
    return None


async def _link(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    typed = arguments["code"]
    return _give_code(request) if typed is None else _use_code(request, typed)


def _give_code(request: Request) -> Act:
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.people.save_code(_digest(code), request.person.id, request.now + _CODE_VALID)
        words = t.line(
            "Send me this in a direct message on the other platform, within 15 minutes: `link "
            "account {code}`. "
            "Then I know that both accounts are yours.",
            code=code,
        )
        return Response(say(words))

    return act


def _use_code(request: Request, typed: str) -> Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        target = await tx.people.take_code(_digest(typed), request.now)
        if target is None:
            unusable = t.line(
                "This code does not work (any more). `link account` on the other platform gives a new one."
            )
            return Response(say(unusable))
        if target == request.person.id:
            return Response(
                say(t.line("This account is linked already; type the code on the other platform."))
            )
        await tx.people.merge(request.person.id, target, request.change)
        await only_first(tx, target, request.change)
        return Response(say(t.line("Linked: from now on both accounts are you to me.")))

    return act


def _digest(code: str) -> str:
    plain = "".join(character for character in code.upper() if character.isalnum())
    return sha256(plain.encode()).hexdigest()


async def _language(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    language = CALLED[arguments["language"].casefold()]
    t = translator(language)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        person = await tx.people.get(request.person.id) or request.person
        await tx.people.save(replace(person, language=language), request.change)
        return Response(
            aside=say(t.line("From now on I speak English with you. `language nl` goes back to Dutch."))
        )

    return act


COMMANDS = (
    Command(
        dutch=Wording(
            "rol",
            "@iemand coördinator|admin|lid",
            ("rol @slack:T123:U456 coördinator",),
            short=rf"maak(?= (?!thema )\S+ (?:{'|'.join(_ROLES)})$)",
        ),
        english=Wording(
            "role",
            "@somebody coordinator|admin|member",
            ("role @slack:T123:U456 coordinator",),
            short=rf"make(?= (?!theme )\S+ (?:{'|'.join(_ROLES)})$)",
        ),
        summary=mark("makes somebody coordinator, admin or member"),
        arguments=rf"(?P<account>\S{{1,200}})\s+(?P<role>{'|'.join(_ROLES)})",
        rule=Rule(Role.ADMIN),
        effect=Effect.UNDOABLE,
        run=_role,
        everyday=True,
    ),
    Command(
        dutch=Wording("koppel account", "[code]", ("koppel account",)),
        english=Wording("link account", "[code]", ("link account",)),
        summary=mark("links your accounts on two platforms"),
        arguments=r"(?P<code>[\w-]{8,20})?",
        rule=Rule(Role.MEMBER, frozenset({Setting.DIRECT})),
        effect=Effect.FINAL,
        run=_link,
        personal=True,
    ),
    Command(
        dutch=Wording("taal", "nl|en", ("taal nl", "taal en")),
        english=Wording("language", "nl|en", ("language nl", "language en")),
        summary=mark("chooses the language I speak with you"),
        arguments=f"(?P<language>{'|'.join(CALLED)})",
        rule=Rule(Role.MEMBER),
        effect=Effect.UNDOABLE,
        run=_language,
        everyday=True,
        personal=True,
    ),
)
