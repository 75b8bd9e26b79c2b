"""A small base about residents who are drawn by lot: every kind, outcome, place and year to filter by."""

from __future__ import annotations

import re

from bot.domain.keys import AccountKey
from bot.domain.model import (
    Consent,
    Contact,
    Details,
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    Pioneer,
    Project,
    Status,
    Text,
    Visibility,
    Years,
)
from bot.domain.people import Role
from bot.domain.tags import GovernmentRole, Tags
from bot.ports.knowledge import Change
from tests.platforms.plaza import PLACE, Town

QUESTION = "wie heeft ervaring met loting?"
ASKED = "who has experience with loting?"
"""The same, by who speaks English."""


def _entry(  # noqa: PLR0913 - one factory for every shape of entry
    here: Town,
    number: int,
    details: Details,
    title: str,
    organisation: str,
    location: str = "",
    *,
    year: int | None = None,
    themes: tuple[int, ...] = (),
    tags: Tags | None = None,
) -> Entry:
    kinds: dict[type, Kind] = {Lesson: Kind.LESSON, Project: Kind.PROJECT, Pioneer: Kind.PIONEER}
    return Entry(
        id=EntryId(kinds[type(details)], number),
        details=details,
        texts=(Text("nl", title, f"Dit ging over {title.casefold()}."),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        recorded=here.clock(),
        organisation=organisation,
        location=location or None,
        happened=Years(year) if year else None,
        themes=themes,
        tags=tags or Tags(),
    )


async def fill(here: Town) -> None:
    """Put the base in the town's."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        pia = await tx.people.add(AccountKey(PLACE, "pia"), Role.MEMBER, change)
        theme = (await tx.entries.save_theme({"nl": "inspraak", "en": "participation"}, change)).id
        pioneer = Pioneer(pia.id, "P. Voorbeeld", Consent.GIVEN, Contact.DIRECT)
        networking = Tags(role=(GovernmentRole.NETWORKING,))
        failed, worked, stopped = (
            Lesson(outcome) for outcome in (Outcome.FAILURE, Outcome.SUCCESS, Outcome.STOPPED)
        )
        await tx.entries.save_all(
            [
                _entry(here, 1, failed, "Loting voor een wijkraad", "Gemeente Utrecht", "Utrecht", year=2019),
                _entry(
                    here, 2, worked, "Loting bij een burgerberaad", "Gemeente Ede", "Gelderland", year=2021
                ),
                _entry(here, 3, stopped, "Loting in dorpshuizen", "Gemeente Tiel", "Gelderland"),
                _entry(here, 4, failed, "Loting onder jongeren", "Gemeente Tiel", "Gelderland", year=2022),
                _entry(
                    here, 1, Project(), "Loting en kiesregister", "Gemeente Utrecht", "Utrecht", year=2022
                ),
                _entry(
                    here,
                    2,
                    Project(),
                    "Dijkpanel na loting",
                    "Waterschap Rivierenland",
                    "Gelderland",
                    year=2023,
                    themes=(theme,),
                    tags=networking,
                ),
                _entry(
                    here, 3, Project(), "Loting per brief", "Gemeente Utrecht", "Utrecht", themes=(theme,)
                ),
                _entry(here, 1, pioneer, "Loting van inwoners", "Provincie Gelderland", "Gelderland"),
                *(_entry(here, n, Project(), f"Plan {n} met bomen", f"Gemeente {n}") for n in range(10, 30)),
            ],
            change,
        )


def shown(said: str) -> set[str]:
    """Return the entries that stand in an answer as an item or in a list."""
    lines = [line for line in said.splitlines() if re.search(r"\([LPV]\d+\) ·", line)]
    return {entry for line in lines for entry in re.findall(r"\(([LPV]\d+)\)", line)}
