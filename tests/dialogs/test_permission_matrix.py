"""Who may use which command where, for every command there is.

The table below says what must hold, apart from the code; the cases come from the command table itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count, product

import pytest

from bot.commands.catalog import COMMANDS
from bot.commands.command import Command
from bot.domain.keys import AccountKey, RoomKey
from bot.domain.people import Readers, Role, Room
from bot.domain.permissions import Reason
from bot.messages.i18n import LANGUAGES, translator
from bot.messages.plaintext import render_plain
from bot.ports.knowledge import Change
from bot.refusals import refusal
from storage.store import SqlStore
from tests.platforms.plaza import BETWEEN, PLACE, Town, town

EVERYBODY = {"help", "privacy", "over"}
MEMBERS = {
    *("meer", "alles", "bekijk", "les", "project", "voorloper", "vraag", "zoek", "nieuw", "thema's", "thema"),
    *("deel", "deel beschermd", "koppel account", "taal", "stel een vraag", "toon hier", "rollen"),
    *("stel voor", "voorstel", "licht toe", "ongedaan", "nagekeken"),
    *("bewaar", "niet meer vragen", "weer vragen"),
    *("nuttig", "meld", "aanvulling", "neem op", "laat weg"),
    *("ik ben voorloper", "vindbaar", "wie kent mij", "mijn lessen", "mijn gegevens", "contact"),
    *("verzoek", "vergeet mij"),
    *("agenda lijst", "agenda stel voor", "agenda stem", "agenda trek in"),
    *("volg", "volg niet", "geen echo", "weer echo"),
    *("vragen", "mijn vragen", "sluit", "koppel vraag", "stel vraag"),
}
PROMPTS = {
    *("prikkel plan", "prikkel ja", "prikkel wijzig", "prikkel lijst", "prikkel kalender", "prikkel nu"),
    *("prikkel proef", "prikkel sla over", "prikkel verzet", "prikkel pauze", "prikkel hervat"),
    *("prikkel stop", "prikkel respons", "prikkel tekst", "prikkel teksten"),
}
ROOMS = {"kanaal modus", "kanaal taal", "kanaal tijdzone", "kanaal mandaat", "kanaal lamp"}
COORDINATORS = {*ROOMS, "agenda weg", *PROMPTS}
CURATING = {
    *("publiceer", "wijs af", "archiveer", "wachtrij", "vraag door", "neem over"),
    *("verhaal", "geef vrij", "weiger"),
    *("bewerk", "geschiedenis", "herstel", "voeg samen", "afgehandeld", "ook gevraagd"),
}
WORDING = {"synoniem", "afkorting", "maak thema", "hernoem thema", "voeg thema samen"}
FILES = {"importeer", "exporteer"}
ADMINS = {
    *("rol", "kanaal meelezers", "plaats toelaten", "statistiek", "start", *FILES),
    *CURATING,
    *WORDING,
}
ONLY_DIRECT = {
    *("deel beschermd", "koppel account", "wie kent mij", "mijn lessen", "mijn gegevens", "verzoek"),
    *("vergeet mij", *FILES),
}
ONLY_IN_ROOMS = {"toon hier", "kanaal meelezers", *ROOMS}
ONLY_AMONG_MEMBERS = {"plaats toelaten", "ongedaan", "nagekeken", "statistiek", *CURATING}

ROLES = tuple(reversed(Role))
"""Guests last: as soon as one speaks, a room for members is mixed."""

PLACES = ("direct", "members", "mixed")
REFUSALS = {
    render_plain(refusal(reason, translator(language))): reason for reason in Reason for language in LANGUAGES
}
_numbers = count(1)


def expected(command: Command, role: Role, where: str) -> Reason | None:
    """Say from the table why this must be refused; None when it must not."""
    name = command.dutch.name
    if name not in EVERYBODY and role is Role.STRANGER:
        return Reason.NOT_A_MEMBER
    if name in COORDINATORS and role is Role.MEMBER:
        return Reason.COORDINATORS_ONLY
    if name in ADMINS and role is not Role.ADMIN:
        return Reason.ADMINS_ONLY
    if name in ONLY_DIRECT and where != "direct":
        return Reason.DIRECT_ONLY
    if name in ONLY_IN_ROOMS and where == "direct":
        return Reason.ROOM_ONLY
    if name in ONLY_AMONG_MEMBERS and where == "mixed":
        return Reason.OTHERS_READ_ALONG
    return None


@pytest.fixture
async def rooms(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town with a room for members and a room where others read along."""
    store = SqlStore(sqlite_url)
    async with town(store) as opened:
        change = Change(None, opened.clock())
        async with store.begin() as tx:
            for name, readers in (("members", Readers.MEMBERS), ("mixed", Readers.UNKNOWN)):
                await tx.rooms.save(Room(RoomKey(PLACE, name), readers=readers), change)
        yield opened
    await store.close()


def refused(said: str) -> Reason | None:
    """Return why something was refused; the admins hear of a guest besides, before or after."""
    reasons = [REFUSALS[told] for told in said.split(BETWEEN) if told in REFUSALS]
    assert len(reasons) <= 1
    return reasons[0] if reasons else None


async def somebody(here: Town, role: Role) -> str:
    who = f"{role}{next(_numbers)}"
    if role is not Role.STRANGER:
        async with here.store.begin() as tx:
            await tx.people.add(AccountKey(PLACE, who), role, Change(None, here.clock()))
    return who


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.dutch.name)
async def test_every_command_is_allowed_exactly_where_it_should_be(rooms: Town, command: Command) -> None:
    """For every role and kind of conversation the command is refused for the right reason, or not at all."""
    for role, where in product(ROLES, PLACES):
        who = await somebody(rooms, role)
        room = None if where == "direct" else where
        said = await rooms.says(who, command.dutch.examples[0], room, guest=role is Role.STRANGER)
        assert said, (role, where)
        assert refused(said) == expected(command, role, where), (role, where, said)


@pytest.mark.parametrize("where", PLACES)
async def test_a_question_is_for_members(rooms: Town, where: str) -> None:
    """A question needs a member, wherever it is asked."""
    for role in ROLES:
        who = await somebody(rooms, role)
        room = None if where == "direct" else where
        said = await rooms.says(who, "wie heeft ervaring met loting?", room, guest=role is Role.STRANGER)
        expected_here = Reason.NOT_A_MEMBER if role is Role.STRANGER else None
        assert refused(said) == expected_here, (role, where, said)


def test_the_table_names_every_command() -> None:
    """A new command must say here who may use it."""
    named = EVERYBODY | MEMBERS | COORDINATORS | ADMINS
    assert {command.dutch.name for command in COMMANDS} == named
