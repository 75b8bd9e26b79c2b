"""Things to store: keys, events, entries. Every value is fixed; a test replaces what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import (
    Consent,
    Details,
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    PartialDate,
    Pioneer,
    Project,
    Source,
    Stage,
    State,
    Status,
    Text,
    Visibility,
    Years,
)
from bot.domain.tags import Barrier, GovernmentRole, Tags
from bot.messages.incoming import Message, Origin, Sender
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import Reply, say
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from bot.ports.retention import Retention

NOW = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BY_THE_PROGRAM = Change(None, NOW)

SLACK = PlaceKey("slack", "T1")
MATRIX = PlaceKey("matrix", "b.nl")
ROOM = RoomKey(SLACK, "C1")
ANNA = AccountKey(SLACK, "U1")
BEN = AccountKey(MATRIX, "@ben:b.nl")
THREAD = ConversationKey(ROOM, "1.0")

KEPT = Retention(
    inbox_text=DAY,
    inbox_key=14 * DAY,
    outbox=30 * DAY,
    answered_question=DAY,
    open_question=365 * DAY,
    dialogue=14 * DAY,
    talk=7 * DAY,
)


def claim(token: str, until: datetime = NOW + MINUTE) -> Claim:
    """Return a claim that lasts a minute."""
    return Claim(token, until)


def message(event: str, conversation: ConversationKey = THREAD, text: str = "wie weet iets?") -> Message:
    """Return a message of Anna's."""
    return Message(Origin(event, conversation, Sender(ANNA), NOW, message=event), text, addressed=True)


def words(text: str, *shown: EntryId) -> Reply:
    """Return a reply of one line that shows these entries."""
    return replace(say((Plain(text),)), shown=shown)


def post(text: str, *shown: EntryId, conversation: ConversationKey = THREAD) -> Post:
    """Return a post of one line that shows these entries."""
    return Post(conversation, words(text, *shown))


def entry(kind: Kind, number: int, person: int = 0) -> Entry:
    """Return a published entry for the network with nothing but a title; a pioneer is this person."""
    details: Details = Lesson()
    if kind is Kind.PROJECT:
        details = Project()
    elif kind is Kind.PIONEER:
        details = Pioneer(person, "Anna", Consent.GIVEN)
    return Entry(
        id=EntryId(kind, number),
        details=details,
        texts=(Text("nl", f"Titel {number}"),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.NETWORK,
        recorded=NOW,
    )


def lesson(number: int = 1) -> Entry:
    """Return a lesson with nothing but a title."""
    return entry(Kind.LESSON, number)


FULL_LESSON = Entry(
    id=EntryId(Kind.LESSON, 12),
    details=Lesson(Outcome.FAILURE),
    texts=(
        Text("nl", "Warmtenet", "Kort", "Toen", "Gedaan", "Gevolg", "Doe dit"),
        Text("en", "Heat grid", summary="Short"),
    ),
    original="nl",
    status=Status.PUBLISHED,
    visibility=Visibility.PUBLIC,
    recorded=NOW,
    organisation="Gemeente Één",
    location="Súdwest-Fryslân",
    happened=Years(2011, 2014),
    reviewed=NOW + DAY,
    source=Source("Verslag", "A. Auteur", "PBL", PartialDate(2014, 6), "https://voorbeeld.nl/verslag"),
    tags=Tags(
        role=(GovernmentRole.NETWORKING, GovernmentRole.PARTICIPATING),
        barrier=(Barrier.RISK_AVERSION,),
    ),
    external_id="pbl-12",
)

FULL_PROJECT = replace(
    entry(Kind.PROJECT, 4),
    details=Project(State.IN_USE, Stage.SCALED_UP),
    visibility=Visibility.ROOM,
    room=ROOM,
    happened=Years(2020),
    source=Source("Pagina"),
)
