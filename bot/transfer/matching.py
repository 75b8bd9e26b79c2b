"""What the base makes of records: which are new, which are entries it knows, and what changes in those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.erasing import erased
from bot.domain.model import Entry, EntryId, Kind, Theme, ThemeId
from bot.domain.people import Role
from bot.messages.i18n import mark
from bot.messages.told import told
from bot.ports.files import BadRow
from bot.ports.store import Transaction
from bot.transfer.entries import Defaults, RowError, changed_entry, new_entry
from bot.transfer.identity import elsewhere, identity, likeness, same_link, title_of, ways_to_write
from bot.transfer.record import Record
from bot.transfer.themes import Names

NOT_BY_FILE = mark(
    "A pioneer declares themselves, in chat: nobody becomes one through a file. Only a row of a full export "
    "(voorloper export --all) brings one back, on the command line, and only into a base that has no admin "
    "yet and nobody else with that number."
)

_ERASED = mark(
    "{id} was erased here because somebody asked for it, and does not come back by a file. Leave the row out."
)


@dataclass(frozen=True)
class Rules:
    """What holds for a whole import: what rows without a word of their own become, and what is kept."""

    defaults: Defaults
    keep: frozenset[str]
    now: datetime


@dataclass(frozen=True)
class Step:
    """What becomes of a row: a new entry, a known one that changes, or one that stays (no `entry`).

    `renumber`: the entry needs a new id; when the row named one, that is another entry here.
    """

    record: Record
    entry: Entry | None
    before: Entry | None = None
    renumber: bool = False
    lost_author: bool = False

    @property
    def new(self) -> bool:
        """Whether it is an entry that the base does not know."""
        return self.before is None


@dataclass
class ThemeBook:
    """The themes by their names, with those that an import adds."""

    _exact: dict[tuple[str, str], ThemeId] = field(default_factory=dict)
    _loose: dict[str, ThemeId] = field(default_factory=dict)
    _before: dict[str, ThemeId] = field(default_factory=dict)

    @staticmethod
    def of(themes: Iterable[Theme]) -> ThemeBook:
        """Return a book of these themes."""
        book = ThemeBook()
        for theme in themes:
            book.add(theme)
        book._before |= book._loose
        return book

    def add(self, theme: Theme) -> None:
        """Add a theme."""
        for language, name in theme.names:
            self._exact.setdefault((language, name), theme.id)
            self._loose.setdefault(_loosely(name), theme.id)

    def find(self, names: Names, *, exact: bool) -> ThemeId | None:
        """Return the theme that is called so: to the letter, or else as people write it.

        A Dutch name decides, whatever the others are. What rows of ours add beside one another stays apart:
        a base may hold themes that differ in capitals only, and gets them back.
        """
        loose = self._before if exact else self._loose
        for language, name in names[:1] if names[0][0] in {"", "nl"} else names:
            found = self._exact.get((language or "nl", name))
            if found is None:
                found = loose.get(_loosely(name))
            if found is not None:
                return found
        return self._exact.get(("nl", names[0][1]))

    def absent(self, record: Record) -> Iterator[Mapping[str, str]]:
        """Return the names of each theme of a record that is not there; what is added meanwhile counts.

        A name that is already that of another theme is left out.
        """
        for names in record.themes:
            if names and self.find(names, exact=record.ours) is None:
                fresh = {language or "nl": name for language, name in reversed(names)}
                free = {each: fresh[each] for each in sorted(fresh) if (each, fresh[each]) not in self._exact}
                yield {"nl": names[0][1], **free}

    def ids(self, record: Record) -> tuple[ThemeId, ...]:
        """Return the themes of a record, each once, in its order."""
        found = (self.find(names, exact=record.ours) for names in record.themes if names)
        return tuple(dict.fromkeys(theme for theme in found if theme is not None))


def _loosely(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass
class Newcomers:
    """The persons whom an import brings back under their own number, where nobody has it.

    Pioneers are among them only in a base that has no admin: where the bot did not run yet, nobody could be
    asked. In any other they say themselves that they agree.
    """

    pioneers: bool = False
    _free: dict[int, bool] = field(default_factory=dict)

    async def look(self, tx: Transaction, records: Iterable[Record]) -> None:
        """Find out which of the numbers that these records name are free."""
        self.pioneers = not await tx.people.with_role(Role.ADMIN)
        named = {number for each in records for number in (each.author, each.person) if number}
        for number in sorted(named - self._free.keys()):
            self._free[number] = await tx.people.get(number) is None

    def free(self, number: int | None) -> bool:
        """Say whether a number was nobody's when the import began."""
        return number is not None and self._free.get(number, False)


@dataclass(frozen=True)
class Known:
    """What the base has of a batch of records, by what they may be recognised by."""

    external: Mapping[str, Entry]
    urls: Mapping[str, tuple[Entry, ...]]
    ids: Mapping[EntryId, Entry]


async def look_up(tx: Transaction, records: Sequence[Record]) -> Known:
    """Read everything that these records may be about."""
    marks = [identity(record) for record in records]
    external = {mark.external_id for mark in marks if mark.external_id}
    external |= {elsewhere(record) for record in records if record.ours}
    urls = {way for mark in marks if mark.url for way in ways_to_write(mark.url)}
    ids = {record.id for record in records if record.id}
    return Known(
        external=await tx.entries.with_external_ids(external),
        urls=_by_link(await tx.entries.with_source_urls(urls)),
        ids=await tx.entries.get(ids),
    )


def _by_link(found: Mapping[str, Sequence[Entry]]) -> Mapping[str, tuple[Entry, ...]]:
    """Return entries by each link to the letter, and by the form in which links are compared."""
    links = {url: tuple(entries) for url, entries in found.items()}
    for url, entries in found.items():
        links[same_link(url)] = (*links.get(same_link(url), ()), *entries)
    return links


def about(record: Record, known: Known) -> Entry | None:
    """Return the entry that a record is about; raise RowError when it may be several."""
    told_by = identity(record)
    if told_by.external_id is not None:
        return known.external.get(told_by.external_id) or _own(record, known)
    if told_by.own is not None:
        return _own(record, known) or known.external.get(elsewhere(record))
    if told_by.url is None:
        return None
    found = known.urls.get(told_by.url) or known.urls.get(same_link(told_by.url), ())
    named = [entry for entry in found if entry.id == record.id]
    if len(found) > 1 and not named:
        ids = ", ".join(str(entry.id) for entry in found)
        raise RowError(
            "source_url",
            told("is the link of several entries: {ids}. Add the id of the one you mean.", ids=ids),
        )
    chosen = named or found
    return chosen[0] if chosen else None


def _own(record: Record, known: Known) -> Entry | None:
    """Return the entry that a row of ours was made of, when that is in this base."""
    same = known.ids.get(record.id) if record.ours and record.id else None
    return same if same is not None and same.recorded == record.recorded else None


def step(
    record: Record, known: Known, themes: Sequence[ThemeId], people: Newcomers, rules: Rules
) -> Step | BadRow:
    """Decide what becomes of a record, or why it cannot be taken."""
    try:
        before = about(record, known) or _under_its_id(record, known, themes, rules)
        if before is not None:
            return _changed(before, record, themes, rules)
        return _new(record, known, themes, people, rules)
    except RowError as error:
        return record.bad(error.field, error.reason)


def _changed(before: Entry, record: Record, themes: Sequence[ThemeId], rules: Rules) -> Step:
    after = changed_entry(before, record, themes, rules.keep)
    if after == before:
        return Step(record, None, before)
    if erased(before):
        raise RowError("id", told(_ERASED, id=str(before.id)))
    return Step(record, after, before)


def _under_its_id(record: Record, known: Known, themes: Sequence[ThemeId], rules: Rules) -> Entry | None:
    """Return the entry that has the id of a row which does not say when it was recorded, if it is the same.

    Raise RowError when it may be another one: to guess would change that, or add the same once more.
    """
    taken = known.ids.get(record.id) if record.id and not record.ours else None
    if taken is None or record.external_id:
        return None
    if changed_entry(taken, record, themes, rules.keep) != taken:
        raise RowError(
            "id",
            told(
                "{id} is an entry here that says something else, and nothing tells whether it is the same "
                "one. Add the column recorded, or leave id out.",
                id=str(taken.id),
            ),
        )
    return taken


def _new(record: Record, known: Known, themes: Sequence[ThemeId], people: Newcomers, rules: Rules) -> Step:
    kind = record.kind or (record.id.kind if record.id else rules.defaults.kind)
    if record.id is not None and record.id.kind is not kind:
        raise RowError(
            "id", told("{id} is not the id of a {kind}.", id=str(record.id), kind=told(kind.value))
        )
    if kind is Kind.PIONEER:
        _accept_pioneer(record, people)
    renumber = record.id is None or record.id in known.ids
    lost_author = record.author is not None and not people.free(record.author)
    known_by = identity(record).external_id or (elsewhere(record) if record.ours and renumber else None)
    known_by = known_by or record.external_id
    taken = replace(record, external_id=known_by, author=None if lost_author else record.author)
    entry_id = EntryId(kind, 1) if renumber or record.id is None else record.id
    entry = new_entry(taken, entry_id, themes, rules.defaults, rules.now)
    return Step(record, entry, renumber=renumber, lost_author=lost_author)


def _accept_pioneer(record: Record, people: Newcomers) -> None:
    complete = record.ours and record.name and record.consent and record.person
    if not (complete and people.pioneers and people.free(record.person)):
        raise RowError("kind", told(NOT_BY_FILE))


async def alike(tx: Transaction, records: Sequence[Record]) -> Mapping[int, Entry]:
    """Return, by line, an entry that looks the same as a row that does not say which entry it is."""
    unnamed = [each for each in records if not (each.external_id or each.ours or each.source_url)]
    titles = {record.line: title_of(record) for record in unnamed}
    found: dict[str, Entry] = {}
    for entry in await tx.entries.with_titles({title for title in titles.values() if title}):
        year = entry.happened.since if entry.happened else None
        for text in entry.texts:
            like = likeness(text.title, entry.organisation, year)
            found.setdefault(like, entry)
    likes = {
        each.line: likeness(titles[each.line], each.organisation, each.happened_since) for each in unnamed
    }
    return {line: found[like] for line, like in likes.items() if like in found}
