"""One example of everything that is stored whole, as it was when its frozen form was written.

A file under `frozen/` holds, line by line, the JSON of what is listed here under the same name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any, Final

from bot.domain.editing import Assignment, Way
from bot.domain.keys import RoomKey
from bot.domain.model import Kind, Outcome, Theme
from bot.domain.people import Mode, Person, Place, Readers, Role, Room
from bot.domain.prompt import OwnText, Prompt, PromptState
from bot.domain.question import Filters
from bot.domain.schedule import (
    Cron,
    MonthDay,
    Monthly,
    MonthlyWorkday,
    Once,
    Rule,
    Schedule,
    Weekly,
    Workdays,
)
from bot.domain.tags import GovernmentRole
from bot.domain.vocabulary import Phrasing, Phrasings, WordGroup, WordKind
from bot.messages.incoming import (
    Answered,
    Click,
    Deleted,
    Edited,
    FileShared,
    FormSubmitted,
    Incoming,
    Installed,
    MemberJoined,
    Message,
    Reaction,
    RoomChanged,
    SaveRequested,
    Uninstalled,
    Unreadable,
)
from bot.messages.markup import Account, Code, Link, Plain, Strong
from bot.messages.outgoing import Delete, Edit, Mark, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.reply import Button, Buttons, Fields, File, Image, Item, Paragraph, Reply, say
from bot.ports.knowledge import State
from storage.payloads import ANSWERS, EDITS, FILTERS, INCOMING, OUTGOING, PARTS, STATE, Codec
from tests.contract.examples import (
    ANNA,
    FULL_LESSON,
    FULL_PROJECT,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    entry,
    message,
    words,
)

_ORIGIN = message("e1").origin
_GUEST = replace(_ORIGIN, sender=replace(_ORIGIN.sender, guest=True), message=None, direct=True)

_FILE = File("lessen.csv", "text/csv", b"titel\n\xff\x00", "alle lessen")

REPLY = Reply(
    (
        Paragraph(((Plain("Hoi "), Strong("Anna")), (Code("help"), Link("PBL", "https://pbl.nl")))),
        Item(1, (Plain("Warmtenet"),), ((Plain("mislukt"),),)),
        Fields((("waar", (Plain("Súdwest-Fryslân"),)),)),
        Buttons("Verder:", (Button("meer", "meer 2"),)),
        Image(b"\x89PNG\xff\xfe", "een ladder"),
        _FILE,
    ),
    (FULL_LESSON.id, FULL_PROJECT.id),
)

_INCOMING: tuple[Incoming, ...] = (
    Message(_ORIGIN, 'wie?\n"zo" 😀', addressed=True),
    Edited(_GUEST, "wie dan?", addressed=False),
    Deleted(_ORIGIN),
    Reaction(_ORIGIN, "thumbsup", added=True),
    Click(_ORIGIN, "meer 2"),
    FormSubmitted(_ORIGIN, "lesson", (("title", "Warmtenet"), ("advice", ""))),
    FileShared(_ORIGIN, "F1", "lessen.csv", "text/csv", 12),
    MemberJoined(_ORIGIN, me=True),
    RoomChanged(_ORIGIN, name="wonen", replaced_by=RoomKey(SLACK, "C2"), closed=True, left=False),
    Installed(_ORIGIN),
    Uninstalled(_ORIGIN),
    Unreadable(_ORIGIN),
    SaveRequested(replace(_ORIGIN, private=True), ANNA, "https://slack.test/m1", author_guest=True),
    Answered(_ORIGIN),
)

_OUTGOING: tuple[Outgoing, ...] = (
    Post(THREAD, REPLY),
    Private(THREAD, ANNA, words("psst"), direct=True),
    Edit(THREAD, "c1", words("beter")),
    Edit(THREAD, "c1", words("stiller"), ANNA),
    Delete(THREAD, "c1"),
    React(THREAD, "m1", Mark.SAVED),
    Upload(THREAD, _FILE),
    OpenDirect(THREAD, ANNA),
    Private(THREAD, ANNA, say((Account(str(ANNA)),))),  # since version 5
)

RULES: tuple[Rule, ...] = (
    Weekly((1, 3), 2),
    Monthly((1, -1), 3),
    MonthlyWorkday(-1),
    MonthDay(15),
    Workdays(),
    Once(date(2026, 12, 3)),
    Cron("30 9 * * tue", (time(9, 30),), tuple(range(1, 32)), tuple(range(1, 13)), (1,)),
)


def _prompt(rule: Rule) -> Prompt:
    """Return a prompt by this rule."""
    at = None if isinstance(rule, Cron) else time(9, 30)
    since = None if isinstance(rule, Once | Cron) else date(2026, 3, 2)
    schedule = Schedule(rule, at, since)
    return Prompt(
        5, ROOM, 3, "free", schedule, "Europe/Amsterdam", NOW, "hoi", PromptState.PAUSED, date(2026, 4, 1)
    )


_STATES: tuple[State, ...] = (
    replace(FULL_LESSON, author=3, themes=(2, 1)),
    FULL_PROJECT,
    entry(Kind.PIONEER, 7, person=3),
    Theme(2, (("en", "Energy"), ("nl", "Energie"))),
    Person(3, Role.COORDINATOR, "en"),
    Room(ROOM, True, "algemeen", Mode.LISTEN, "nl", "Europe/Amsterdam", Readers.MEMBERS),
    Place(SLACK, admitted=True),
    Phrasings(FULL_LESSON.id, (Phrasing("nl", "wie weet iets van loting"),)),
    WordGroup(4, WordKind.ABBREVIATION, ("BRP", "Basisregistratie Personen")),
    *(_prompt(rule) for rule in RULES),
    OwnText(6, "success", "nl", "Wat lukte?", 3, removed=True),
)

_EVERY_FILTER = Filters(
    kinds=frozenset({Kind.LESSON}),
    outcomes=frozenset({Outcome.FAILURE}),
    themes=frozenset({2}),
    roles=frozenset({GovernmentRole.NETWORKING}),
    organisations=frozenset({"Gemeente Utrecht"}),
    places=frozenset({"Gelderland"}),
    since=2020,
    phrases=frozenset({"open data"}),
)

_EDITS = (
    Assignment("title_en", Way.SET, "Heat grid"),
    Assignment("themes", Way.ADD, "water"),
    Assignment("barrier", Way.DROP, "scepticism"),
)

EXAMPLES: Final[dict[str, tuple[Codec[Any], tuple[object, ...]]]] = {
    "incoming": (INCOMING, _INCOMING),
    "outgoing": (OUTGOING, _OUTGOING),
    "state": (STATE, _STATES),
    "answers": (ANSWERS, ((), (("title", "Warmtenet"), ("advice", 'a "b"\n')))),
    "parts": (PARTS, ((), ("een", "twee\n"))),
    "filters": (FILTERS, (Filters(), _EVERY_FILTER)),
    "edits": (EDITS, ((), _EDITS)),
}
