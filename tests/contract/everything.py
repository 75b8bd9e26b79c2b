"""A database with something in every table, backups of it, and what stands in a database to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as changed
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bot.domain.agenda import Topic
from bot.domain.editing import Assignment, Way
from bot.domain.feedback import Addition, Complaint, Report
from bot.domain.keys import ConversationKey
from bot.domain.locks import Lock
from bot.domain.model import EntryId, Kind, PersonId
from bot.domain.people import Place, Question, Role, Room
from bot.domain.prompt import Occurrence, Outcome, OwnText, Prompt
from bot.domain.rhythm import Rhythm
from bot.domain.schedule import Schedule, Workdays
from bot.domain.vocabulary import Phrasing, WordKind
from bot.messages.incoming import Cursor
from bot.ports.contact import ContactRequest
from bot.ports.curating import Inquiry, Proposal
from bot.ports.due import Work
from bot.ports.harvest import Answer, Posted
from bot.ports.news import Followed
from bot.ports.people import Dialogue, HandedIn
from bot.ports.store import Transaction
from bot.ports.stories import Story
from bot.ports.wishes import Wish
from storage.copies.backup import Source, make_backup
from storage.copies.copying import stored
from storage.copies.restoring import opened, restore
from storage.database.engine import open_engines
from storage.key_folder import KeyFolder
from storage.merging import Closed
from storage.store import SqlStore
from storage.tables import metadata
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    FULL_LESSON,
    FULL_PROJECT,
    MINUTE,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    claim,
    entry,
    message,
    post,
)

Rows = Mapping[str, list[tuple[object, ...]]]

SETTINGS_TEXT = '[network]\nname = "Proef"\n'
DIRECT = ConversationKey(changed(ROOM, id="D1"), None)


def source(url: str, *keys: Path) -> Source:
    """Return what a backup is made of."""
    return Source(url, SETTINGS_TEXT, keys, "1.2.3")


async def backup(url: str, folder: Path, *keys: Path) -> Path:
    """Make a backup in a folder."""
    file = folder / "made.zip"
    await make_backup(source(url, *keys), file, NOW)
    return file


async def put_back(file: Path, url: str, *, replace: bool = False, moved: bool = False) -> Closed:
    """Put a backup into a database."""

    async def nothing(tx: Transaction, closed: Closed) -> None:
        del tx, closed

    async with opened(file) as found:
        return await restore(found, url, NOW, nothing, replace=replace, moved=moved)


def inside(folder: Path) -> list[Path]:
    """Return what is in a folder."""
    return sorted(folder.iterdir())


async def fill(store: SqlStore, url: str) -> None:
    """Put something in every table: also what waits and what is claimed."""
    await _protected(url)
    async with store.begin() as tx:
        await _people(tx)
    async with store.begin() as tx:
        await _knowledge(tx)
    async with store.begin() as tx:
        await _mailbox(tx)
        await tx.due.plan(Work.RETENTION, "", NOW)
        await tx.due.claim(claim("due"), NOW, 1)
        await tx.leases.take("matrix", "here", NOW, NOW + MINUTE)


async def _people(tx: Transaction) -> None:
    anna = await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)
    ben = await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)
    await tx.people.merge(anna.id, ben.id, BY_THE_PROGRAM)
    await tx.people.save_code("digest", ben.id, NOW + DAY)
    await tx.rooms.save(Room(ROOM, name="algemeen"), BY_THE_PROGRAM)
    await tx.rooms.save_place(Place(SLACK, admitted=True), BY_THE_PROGRAM)
    await tx.rooms.join(ROOM, ANNA)
    await tx.rooms.save_direct_room(ANNA, DIRECT.room)
    await tx.rooms.note_talk(THREAD, ANNA, NOW)
    await _forgotten(tx)
    await tx.wishes.leave_alone(ben.id, NOW)
    await tx.wishes.add(Wish(ANNA, THREAD, "m9"), NOW)
    await tx.wishes.is_first(Wish(ANNA, THREAD, "m9"))
    await tx.dialogues.save(Dialogue(ANNA, "lesson", (("title", "Één"),), 1, NOW))
    await tx.dialogues.keep_file(HandedIn(ben.id, "lessen.csv", b"titel\n\xff\x00", NOW))


async def _forgotten(tx: Transaction) -> None:
    """Let somebody be forgotten who does not want to be asked."""
    account = changed(ANNA, id="U9")
    person = await tx.people.add(account, Role.MEMBER, BY_THE_PROGRAM)
    await tx.wishes.leave_alone(person.id, NOW)
    await tx.erase(person, message("forget").origin, BY_THE_PROGRAM)


async def _protected(url: str) -> None:
    with TemporaryDirectory() as folder:
        store = SqlStore(url, KeyFolder(Path(folder)))
        async with store.begin() as tx:
            await tx.protected.begin(Dialogue(ANNA, "protected", (), 0, NOW), NOW)
        await store.close()


async def _knowledge(tx: Transaction) -> None:
    person = await tx.people.of_account(ANNA)
    assert person
    theme = await tx.entries.save_theme({"nl": "Energie", "en": "Energy"}, BY_THE_PROGRAM)
    await tx.entries.save(changed(FULL_LESSON, author=person.id, themes=(theme.id,)), BY_THE_PROGRAM)
    await tx.news.follow(person.id, Followed(theme.id, Rhythm.WEEKLY, NOW))
    await tx.echoes.silence(person.id, NOW)
    await tx.echoes.note_use(FULL_LESSON.id, NOW)
    await tx.entries.save(FULL_PROJECT, BY_THE_PROGRAM)
    await tx.entries.save(entry(Kind.PIONEER, 7, person=person.id), BY_THE_PROGRAM)
    await _prompts(tx, person.id)
    await tx.contacts.save_reach(EntryId(Kind.PIONEER, 7), "anna@example.org")
    wants = ContactRequest(0, EntryId(Kind.PIONEER, 7), person.id, ANNA, "hoe begon je?", "nl", NOW)
    await tx.contacts.add(wants)
    await tx.vocabulary.save_phrasings(FULL_LESSON.id, [Phrasing("nl", "wie weet iets")], BY_THE_PROGRAM)
    await tx.curating.remind(FULL_LESSON.id, NOW)
    await tx.vocabulary.add_group(WordKind.SYNONYM, ("zwerfafval", "zwerfvuil"), BY_THE_PROGRAM)
    asked = Question(0, person.id, THREAD, "wie weet iets?", "nl", NOW, (FULL_LESSON.id,), 1, open=True)
    await tx.questions.add(asked)
    edits = (Assignment("title", Way.SET, "Warmtenetten"),)
    await tx.curating.propose(Proposal(0, FULL_LESSON.id, person.id, NOW, edits))
    await tx.curating.inquire(Inquiry(0, FULL_LESSON.id, person.id, NOW, "Hoe warm?"))
    await tx.curating.lead(FULL_PROJECT.id, FULL_LESSON.id)
    await tx.revisions.bind(await tx.revisions.last() - 1, "deel")
    story = Story("nl", (("action", "Warmtenetten"),))
    await tx.stories.hand_in(story, Lock("5eek", "5a17", "d19e57"), NOW)
    await tx.stories.release(1, person.id)
    await tx.stories.amend(1, story, NOW + 7 * DAY)
    await tx.feedback.vote(FULL_LESSON.id, person.id, 4, NOW)
    await tx.feedback.report(Report(0, FULL_LESSON.id, person.id, Complaint.PRIVACY, NOW, hid=True))
    await tx.feedback.propose(Addition(0, FULL_LESSON.id, person.id, "nl", "Ook in Ginds", NOW))


async def _prompts(tx: Transaction, owner: PersonId) -> None:
    prompt = await tx.prompts.add(
        Prompt(0, ROOM, owner, "success", Schedule(Workdays(), time(9, 30)), "Europe/Amsterdam", NOW)
    )
    local, shown = NOW.replace(tzinfo=None), (FULL_LESSON.id,)
    happened = Occurrence(prompt.id, local, NOW, Outcome.POSTED, ROOM, "success", "s1", shown)
    await tx.prompts.note([happened])
    await tx.harvest.note(Answer(Posted(prompt.id, local), ANNA, THREAD, "m8"), NOW)
    await tx.harvest.became(THREAD.room, "m8", FULL_LESSON.id)
    await tx.prompts.add_text(OwnText(0, "success", "nl", "Wat lukte?", owner), BY_THE_PROGRAM)
    await tx.agenda.propose(Topic(0, ROOM, "Warmtenetten", NOW), owner)


async def _mailbox(tx: Transaction) -> None:
    for event in ("done", "claimed"):
        await tx.inbox.receive(message(event), NOW)
    (done,) = await tx.inbox.claim(claim("inbox"), NOW, 1)
    await tx.inbox.finish(done, NOW)
    await tx.inbox.claim(claim("inbox"), NOW, 1)
    await tx.inbox.save_cursor(Cursor("matrix", "s1"))
    await send(tx, "m1", FULL_LESSON.id)
    await tx.outbox.add(post("wacht"), "c2", NOW, NOW + DAY)
    await tx.outbox.claim(claim("outbox"), NOW, ["slack"], 1)


async def send(tx: Transaction, message: str, *shown: EntryId) -> None:
    """Say something that shows these entries."""
    await tx.outbox.add(post("gezegd", *shown), "c1", NOW, NOW + DAY)
    (delivery,) = await tx.outbox.claim(claim("a", NOW + MINUTE), NOW, ["slack"], 1)
    await tx.outbox.part_sent(delivery, message, NOW)
    await tx.outbox.finish(delivery, NOW)


async def rows(url: str) -> Rows:
    """Return everything that stands in a database, as it is stored."""
    engines = open_engines(url)
    try:
        async with engines.reading.connect() as connection:
            return {
                name: sorted(map(tuple, await connection.execute(select(stored(table)))), key=str)
                for name, table in metadata.tables.items()
            }
    finally:
        await engines.close()
