"""Taking back what one command did: all of it, or nothing when something of it changed since.

Consent is never brought back, and nothing behind an erasure is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from bot.curating.leading import themes_led
from bot.domain.audience import lacks_consent
from bot.domain.erasing import erased
from bot.domain.model import Consent, Entry, EntryId, PersonId, Pioneer, Status, Theme
from bot.domain.people import Person, Place, Role, Room
from bot.domain.prompt import OwnText, Prompt
from bot.domain.vocabulary import Phrasings, WordGroup
from bot.ports.due import Work
from bot.ports.knowledge import Action, Change, State, Subject
from bot.ports.store import Transaction


@dataclass(frozen=True)
class Step:
    """One thing that an action changed: as it was before, as the action left it, and as it is now."""

    subject: Subject
    key: str
    before: State | None
    after: State | None
    now: State | None

    @property
    def moved_on(self) -> bool:
        """Whether it is not any more what the action left."""
        return self.now != self.after


async def steps_of(tx: Transaction, action: Action) -> tuple[Step, ...]:
    """Return what an action changed, one step for each thing, however often it was changed in it.

    Whose something was is said by who they are now: that accounts were linked since is nobody's change.
    """
    states = [state for each in action.revisions for state in (each.before, each.after) if state]
    heirs = await tx.people.heirs({person for state in states for person in _people_in(state)})
    steps: dict[tuple[Subject, str], Step] = {}
    for each in action.revisions:
        before, after = _inherited(each.before, heirs), _inherited(each.after, heirs)
        about = (each.subject, each.key)
        if about in steps:
            steps[about] = replace(steps[about], after=after)
        else:
            now = await _now(tx, after or before)
            steps[about] = Step(each.subject, each.key, before, after, now)
    return tuple([await _of_heir(tx, step) for step in steps.values()])


def _people_in(state: State) -> tuple[PersonId, ...]:
    """Return whose something is."""
    match state:
        case Entry(author=author, details=details):
            shown_as = details.person if isinstance(details, Pioneer) else None
            return tuple(each for each in (author, shown_as) if each is not None)
        case Person(id=person) | Prompt(owner=person) | OwnText(author=person):
            return (person,)
        case _:
            return ()


def _inherited(state: State | None, heirs: Mapping[PersonId, PersonId]) -> State | None:
    """Return a state with who its people are now."""
    match state:
        case Entry(author=author, details=details):
            if isinstance(details, Pioneer):
                details = replace(details, person=heirs.get(details.person, details.person))
            return replace(state, author=author and heirs.get(author, author), details=details)
        case Person():
            return replace(state, id=heirs.get(state.id, state.id))
        case Prompt():
            return replace(state, owner=heirs.get(state.owner, state.owner))
        case OwnText():
            return replace(state, author=heirs.get(state.author, state.author))
        case _:
            return state


async def _of_heir(tx: Transaction, step: Step) -> Step:
    """Return a step of somebody who is another person now with only what the action changed of them."""
    before, after, now = step.before, step.after, step.now
    if not (isinstance(before, Person) and isinstance(after, Person) and isinstance(now, Person)):
        return step
    heir = str(now.id)
    if heir == step.key:
        return step
    gone = await tx.revisions.of(Subject.PERSON, step.key)
    since = [each for each in await tx.revisions.of(Subject.PERSON, heir) if each.number > gone[-1].number]
    own = since[0].before if since else None
    if before.role != after.role and isinstance(own, Person) and own.role.covers(after.role):
        return Step(step.subject, heir, before, None, now)  # they had that role by their own right
    return Step(step.subject, heir, _changed(now, after, before), _changed(now, before, after), now)


def _changed(person: Person, one: Person, other: Person) -> Person:
    """Return a person with what `other` has differently from `one`."""
    role = person.role if one.role == other.role else other.role
    language = person.language if one.language == other.language else other.language
    return replace(person, role=role, language=language)


async def _now(tx: Transaction, state: State | None) -> State | None:
    match state:
        case Entry(id=entry):
            return (await tx.entries.get([entry])).get(entry)
        case Person(id=person):
            return await tx.people.get(person)
        case Room(key=room):
            return await tx.rooms.get(room)
        case Place(key=place):
            return await tx.rooms.place(place)
        case Theme(id=number):
            return next((each for each in await tx.entries.themes() if each.id == number), None)
        case Prompt(id=prompt):
            return await tx.prompts.get(prompt)
        case OwnText(id=text):
            return await tx.prompts.text(text)
        case Phrasings() | WordGroup() | None:
            return None
        case _:
            assert_never(state)


async def cannot(tx: Transaction, step: Step) -> bool:
    """Say whether this is never taken back.

    That is what the search was taught, what is erased or not agreed to, and the role of the last admin.
    """
    if isinstance(step.after or step.before, Theme | Phrasings | WordGroup):
        return True
    entries = [each for each in (step.before, step.now) if isinstance(each, Entry)]
    if any(lacks_consent(each) or erased(each) for each in entries):
        return True
    if step.after is None or (isinstance(step.after, Person | Place) and step.before is None):
        return True
    admin = isinstance(step.now, Person) and step.now.role is Role.ADMIN
    demotes = admin and isinstance(step.before, Person) and step.before.role is not Role.ADMIN
    return demotes and len(await tx.people.with_role(Role.ADMIN)) == 1


async def take_back(tx: Transaction, step: Step, change: Change) -> None:
    """Let one thing be what it was before the action."""
    match step.before:
        case Entry():
            await _entry_back(tx, step.before, step.now, change)
        case Person():
            await tx.people.save(step.before, change)
        case Room():
            await tx.rooms.save(step.before, change)
        case Place():
            await tx.rooms.save_place(step.before, change)
        case Prompt():
            await _prompt_back(tx, step.before, change)
        case OwnText():
            await tx.prompts.save_text(step.before, change)
        case Theme() | Phrasings() | WordGroup():
            raise AssertionError("what the search was taught is not taken back")
        case None:
            await _undone_wholly(tx, step, change)
        case _:
            assert_never(step.before)


async def _prompt_back(tx: Transaction, before: Prompt, change: Change) -> None:
    """Let a prompt be as it was; when it is due next is looked at again at once."""
    await tx.due.plan(Work.PROMPT, str(before.id), change.at)  # first, as whoever posts it does
    await tx.prompts.save(before, change)


async def _entry_back(tx: Transaction, before: Entry, now: State | None, change: Change) -> None:
    entry = replace(before, themes=await themes_led(tx, before.themes))
    await tx.entries.save(agreed(entry, now), change)
    if entry.status is not Status.ARCHIVED:
        await tx.curating.unlead(entry.id)


def agreed(entry: Entry, now: State | None) -> Entry:
    """Return the entry with no more consent than there is now."""
    details = entry.details
    current = now.details if isinstance(now, Entry) else None
    if not (isinstance(details, Pioneer) and isinstance(current, Pioneer)):
        return entry
    strictest = max(details.consent, current.consent, key=list(Consent).index)
    return replace(entry, details=replace(details, consent=strictest))


async def _undone_wholly(tx: Transaction, step: Step, change: Change) -> None:
    """Undo what an action made: a draft or text goes, a channel is as one that nobody changed."""
    entry_id = EntryId.parse(step.key) if step.subject is Subject.ENTRY else None
    if entry_id:
        await tx.curating.remove(entry_id, change)
    elif isinstance(step.after, OwnText):
        await tx.prompts.save_text(replace(step.after, removed=True), change)
    elif isinstance(step.after, Room):
        room = step.after
        plain = Room(room.key, direct=room.direct, name=room.name)
        await tx.rooms.save(plain, change)
