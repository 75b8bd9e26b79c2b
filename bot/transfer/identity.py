"""Which entry a row is about: its external id, or which entry it was when we wrote it, or its source link."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

from bot.domain.model import EntryId
from bot.messages.told import told
from bot.transfer.entries import title_from
from bot.transfer.fields import plain
from bot.transfer.places import place
from bot.transfer.record import Record


@dataclass(frozen=True)
class Identity:
    """What tells a row from others: one of these. `external_id` is what its entry is given to be known by."""

    external_id: str | None = None
    url: str | None = None
    own: EntryId | None = None


def identity(record: Record) -> Identity:
    """Return the first of these that a row has; a row with none of them is known by a hash of what it says.

    Without it, importing the same sheet again would add everything once more.
    """
    if record.external_id and record.external_id.strip():
        return Identity(external_id=record.external_id)
    if record.ours:
        return Identity(own=record.id)
    if record.source_url:
        return Identity(url=record.source_url)
    return Identity(external_id=f"row:{_hash(_said(record)).hex()}")


def elsewhere(record: Record) -> str:
    """Return the external id of an entry that came from another base, where its id was taken."""
    moment = record.recorded.isoformat() if record.recorded else ""
    return f"{record.id}@{moment}"


def same_link(url: str) -> str:
    """Return a link in the form in which links are compared: with http or https, it is the same page."""
    scheme, _, page = url.partition("://")
    return page.rstrip("/") if scheme.lower() in {"http", "https"} else url


def ways_to_write(url: str) -> tuple[str, ...]:
    """Return a link as it is given and in the other ways in which the same link is written."""
    page = same_link(url)
    return (url, *(f"{scheme}://{page}{end}" for scheme in ("https", "http") for end in ("", "/")))


def title_of(record: Record) -> str:
    """Return the title of a row in its own language, or the one that is taken from what it tells."""
    texts = record.texts
    text = texts.get("") or texts.get(record.original or "nl") or next(iter(texts.values()), {})
    title = text.get("title", "")
    return title if title.strip() else title_from(text)


def likeness(title: str, organisation: str | None, year: int | None) -> str:
    """Return what makes two entries look the same to people."""
    return "|".join((plain(title), plain(organisation or ""), str(year or "")))


def _said(record: Record) -> str:
    return likeness(title_of(record), record.organisation, record.happened_since)


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


@dataclass
class Seen:
    """The rows of a file so far, to find two that are the same entry. It keeps numbers, not words."""

    _lines: dict[int, int] = field(default_factory=dict)
    _links: dict[int, int] = field(default_factory=dict)

    def clash(self, record: Record, known: EntryId | None, unit: str) -> tuple[str, str] | None:
        """Return a field and why the row cannot be taken when an earlier row is the same entry.

        A link may be that of several entries, unless one of them is only known by it. `known` is the entry of
        the base that the row is about, `unit` what lines are called.
        """
        mark = identity(record)
        keys = {"external_id": mark.external_id or record.external_id, "id": record.id, "": known}
        for name, key in keys.items():
            line = None if key is None else self._lines.setdefault(_key(name, str(key)), record.line)
            if line not in {None, record.line}:
                field = "title" if name == "external_id" and not record.external_id else name or "id"
                return field, told("is the same entry as {row}.", row=place(unit, line))
        return self._link_clash(record, unit, by_link=mark.url is not None)

    def _link_clash(self, record: Record, unit: str, *, by_link: bool) -> tuple[str, str] | None:
        if record.source_url is None:
            return None
        link = _key("source_url", same_link(record.source_url))
        line = record.line if by_link else -record.line
        first = self._links.setdefault(link, line)
        if first == line or (first < 0 and not by_link):
            return None
        return "source_url", told(
            "is the link of {row} too. If they are two entries, give both a “kenmerk”.",
            row=place(unit, abs(first)),
        )


def _key(name: str, value: str) -> int:
    return int.from_bytes(_hash(f"{name}|{value}"), "big")
