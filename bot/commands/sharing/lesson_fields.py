"""What is asked of a lesson: its fields and their choices, and how a year, a link and a theme are read.

Which of them make a form is in `lesson_forms.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.commands.command import Desk
from bot.domain.model import Outcome, Theme, Years
from bot.domain.tags import Barrier, GovernmentRole
from bot.forms import Choice, Field, Form
from bot.messages.i18n import mark
from bot.querying.values import plain
from bot.transfer.dates import read_when

_OUTCOMES: Final = (
    Choice(Outcome.SUCCESS, mark("worked"), frozenset({"gelukt", "gelukt!", "worked", "ja", "yes"})),
    Choice(
        Outcome.PARTIAL,
        mark("partly worked"),
        frozenset({"deels gelukt", "deels", "partly", "partly worked"}),
    ),
    Choice(
        Outcome.FAILURE, mark("did not work"), frozenset({"niet gelukt", "mislukt", "failed", "did not work"})
    ),
    Choice(Outcome.STOPPED, mark("stopped"), frozenset({"gestopt", "stopped", "gestaakt"})),
)

_ROLES: Final = (
    Choice(
        GovernmentRole.LAWFUL,
        mark("lawful: rules and equal treatment"),
        frozenset({"rechtmatig", "lawful"}),
    ),
    Choice(
        GovernmentRole.PERFORMING,
        mark("performing: reach what was agreed"),
        frozenset({"presterend", "performing"}),
    ),
    Choice(
        GovernmentRole.NETWORKING,
        mark("networking: together with others"),
        frozenset({"netwerkend", "networking"}),
    ),
    Choice(
        GovernmentRole.PARTICIPATING,
        mark("participating: society takes the lead"),
        frozenset({"participerend", "participating"}),
    ),
)

_BARRIERS: Final = (
    Choice(
        Barrier.VESTED_INTERESTS,
        mark("vested interests"),
        frozenset({"gevestigde belangen", "belangen", "vested interests", "interests"}),
    ),
    Choice(
        Barrier.RISK_AVERSION,
        mark("risk aversion and a culture of blame"),
        frozenset({"risico-aversie", "afrekencultuur", "risico-aversie en afrekencultuur", "risk aversion"}),
    ),
    Choice(
        Barrier.OWN_ORGANISATION,
        mark("how the own organisation is set up"),
        frozenset({"eigen organisatie", "inrichting van de eigen organisatie", "own organisation"}),
    ),
    Choice(
        Barrier.UNWRITTEN_RULES,
        mark("unwritten rules and habits"),
        frozenset({"ongeschreven regels", "ongeschreven regels en gewoonten", "gewoonten", "habits"}),
    ),
    Choice(
        Barrier.SCEPTICISM,
        mark("scepticism and normative criticism"),
        frozenset({"scepsis", "scepsis en normatieve kritiek", "kritiek", "scepticism", "criticism"}),
    ),
)

_LINK: Final = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)


def read_link(written: str) -> str:
    """Return the address of a page, with its scheme; raise ValueError when it is none."""
    link = written.strip().strip("<>")
    if not _LINK.fullmatch(link):
        raise ValueError("this is no address of a page")
    return link if "://" in link else f"https://{link}"


def host_of(link: str) -> str:
    """Return whose page an address is, as people call it."""
    match = _LINK.fullmatch(link)
    return (match["host"] if match else link).lower().removeprefix("www.")


def read_years(written: str) -> str:
    """Return a year or two as it is kept, `2022` or `2022-2024`; raise ValueError when it is neither."""
    years = years_of(written)
    return "-".join(str(year) for year in dict.fromkeys((years.since, years.until)) if year)


def years_of(written: str) -> Years:
    """Return the years that are written; raise ValueError when there are none, or the last one is first."""
    when = read_when(written)
    until = when.last.year if when.last else None
    if until is not None and until < when.first.year:
        raise ValueError("this ends before it begins")
    return Years(when.first.year, until)


OUTCOME: Final = Field("outcome", mark("How did it go?"), choices=_OUTCOMES)

THEME: Final = Field("theme", mark("Which theme does it belong to?"), required=False, extra=True)
"""Its choices are the themes of the base: see `with_themes`."""

ORGANISATION: Final = Field(
    "organisation",
    mark("Which organisation was it?"),
    mark("Others then know where to ask; it may stay open."),
    required=False,
    longest=150,
    extra=True,
)
WHEN: Final = Field(
    "when",
    mark("When was it?"),
    mark("A year, or two: 2022-2024."),
    required=False,
    longest=40,
    extra=True,
    reads=read_years,
    unread=mark("I cannot read a year in this. Write it like 2024 or 2022-2024."),
)
LINK: Final = Field(
    "link",
    mark("Is there a page with more about it?"),
    required=False,
    longest=1000,
    extra=True,
    reads=read_link,
    unread=mark("This is not the address of a page. It looks like https://example.org/page."),
)
PROJECT: Final = Field(
    "project",
    mark("Which project was it part of?"),
    mark("Its name, or its number here, such as P4."),
    required=False,
    longest=150,
    extra=True,
)
BARRIER: Final = Field(
    "barrier", mark("What stood in the way most?"), required=False, extra=True, choices=_BARRIERS
)
ROLE: Final = Field(
    "role", mark("In which role was the government here?"), required=False, extra=True, choices=_ROLES
)


def theme_of(value: str) -> int:
    """Return the id of the theme that was chosen."""
    return int(value.rpartition("-")[2])


async def with_themes(form: Form, desk: Desk, language: str) -> Form:
    """Return the form with the themes that there are to choose from; without any, the theme is not asked."""
    async with desk.store.read() as tx:
        choices = tuple(_theme(theme, language) for theme in await tx.entries.themes())
    fields = (
        replace(field, choices=choices, asked=bool(choices)) if field.name == THEME.name else field
        for field in form.fields
    )
    return replace(form, fields=tuple(fields))


def _theme(theme: Theme, language: str) -> Choice:
    names = frozenset(said for _, name in theme.names for said in (name.casefold(), plain(name)))
    label = theme.name(language).replace("{", "{{").replace("}", "}}")  # it is said as a message of ours
    return Choice(f"{THEME.name}-{theme.id}", label, names)  # a number alone is the place of a choice
