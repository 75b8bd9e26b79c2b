"""What the base makes of records: which are new, which are entries it knows, and what changes in those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.model import Entry, EntryId, Kind, Theme, ThemeId
from bot.ports.files import BadRow
from bot.ports.store import Transaction
from bot.transfer.entries import Defaults, RowError, changed_entry, new_entry
from bot.transfer.identity import elsewhere, identity
from bot.transfer.record import Names, Record

NOT_BY_FILE = (
    "A pioneer declares themselves, in chat: nobody becomes one through a file. Only a row of a full export "
    "(voorloper export --all) brings one back, and only where nobody else has that number."
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


@dataclass
class ThemeBook:
    """The themes by their names, with those that an import adds."""

    _exact: dict[tuple[str, str], ThemeId] = field(default_factory=dict)
    _loose: dict[str, ThemeId] = field(default_factory=dict)

    @staticmethod
    def of(themes: Iterable[Theme]) -> ThemeBook:
        """Return a book of these themes."""
        book = ThemeBook()
        for theme in themes:
            book.add(theme)
        return book

    def add(self, theme: Theme) -> None:
        """Add a theme."""
        for language, name in theme.names:
            self._exact.setdefault((language, name), theme.id)
            self._loose.setdefault(_loosely(name), theme.id)

    def find(self, names: Names, *, exact: bool) -> ThemeId | None:
        """Return the theme with one of these names; in a row of ours, to the letter."""
        for language, name in names:
            found = self._exact.get((language or "nl", name))
            if found is None and not exact:
                found = self._loose.get(_loosely(name))
            if found is not None:
                return found
        return None

    def absent(self, record: Record) -> Iterator[Mapping[str, str]]:
        """Return the names of each theme of a record that is not there; what is added meanwhile counts."""
        for names in record.themes:
            if names and self.find(names, exact=record.ours) is None:
                yield {"nl": names[0][1], **{language or "nl": name for language, name in names}}

    def ids(self, record: Record) -> tuple[ThemeId, ...]:
        """Return the themes of a record, each once, in its order."""
        found = (self.find(names, exact=record.ours) for names in record.themes if names)
        return tuple(dict.fromkeys(theme for theme in found if theme is not None))


def _loosely(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass
class Newcomers:
    """The persons whom an import brings back under their own number, where nobody has it."""

    _free: dict[int, bool] = field(default_factory=dict)

    async def look(self, tx: Transaction, records: Iterable[Record]) -> None:
        """Find out which of the numbers that these records name are free."""
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
    urls = {mark.url for mark in marks if mark.url}
    ids = {record.id for record in records if record.id}
    return Known(
        external=await tx.entries.with_external_ids(external),
        urls=await tx.entries.with_source_urls(urls),
        ids=await tx.entries.get(ids),
    )


def about(record: Record, known: Known) -> Entry | None:
    """Return the entry that a record is about; raise RowError when it may be several."""
    mark = identity(record)
    if mark.external_id is not None:
        return known.external.get(mark.external_id)
    if mark.own is not None:
        same = known.ids.get(mark.own)
        if same is not None and same.recorded == record.recorded:
            return same
        return known.external.get(elsewhere(record))
    found = known.urls.get(mark.url or "", ())
    if len(found) > 1:
        ids = ", ".join(str(entry.id) for entry in found)
        raise RowError(
            "source_url", f"is the link of several entries: {ids}. Add the id of the one you mean."
        )
    return found[0] if found else None


def step(
    record: Record, known: Known, themes: Sequence[ThemeId], people: Newcomers, rules: Rules
) -> Step | BadRow:
    """Decide what becomes of a record, or why it cannot be taken."""
    try:
        before = about(record, known)
        if before is not None:
            after = changed_entry(before, record, themes, rules.keep)
            return Step(record, None if after == before else after, before)
        return _new(record, known, themes, people, rules)
    except RowError as error:
        return record.bad(error.field, error.reason)


def _new(record: Record, known: Known, themes: Sequence[ThemeId], people: Newcomers, rules: Rules) -> Step:
    kind = record.kind or (record.id.kind if record.id else rules.defaults.kind)
    if record.id is not None and record.id.kind is not kind:
        raise RowError("id", f"{record.id} is not the id of a {kind.value}.")
    if kind is Kind.PIONEER:
        _accept_pioneer(record, people)
    renumber = record.id is None or record.id in known.ids
    lost_author = record.author is not None and not people.free(record.author)
    mark = identity(record).external_id or (elsewhere(record) if record.ours and renumber else None)
    taken = replace(record, external_id=mark, author=None if lost_author else record.author)
    entry_id = EntryId(kind, 1) if renumber or record.id is None else record.id
    entry = new_entry(taken, entry_id, themes, rules.defaults, rules.now)
    return Step(record, entry, renumber=renumber, lost_author=lost_author)


def _accept_pioneer(record: Record, people: Newcomers) -> None:
    complete = record.ours and record.name and record.consent and record.person
    if not complete or not people.free(record.person):
        raise RowError("kind", NOT_BY_FILE)
