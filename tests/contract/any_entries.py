"""Entries with anything in them that a base can hold, for tests that must hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.model import (
    Consent,
    Contact,
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
from bot.domain.people import Mode, Readers, Room
from bot.domain.tags import TAG_SETS, Tags

PERSONS = (3, 4, 8)
THEMES = ({"nl": "energie", "en": "energy"}, {"nl": "a; b, [c]"}, {"nl": "Energie"}, {"nl": "[]", "fy": "x"})
"""Themes by number, from 1."""

_TRICKY = (
    *("=1+1", "'=1", "''=1", "-5", "+31 6", "@jan", "'s-Hertogenbosch", "\t=x"),
    *("\r\n", "a\rb\nc\r\n", "_x0041_", "_x005F_", "\ufeff", "\ufffe", "\x07\x1b[2J", "\x0b", "\u2028"),
    *('een "woord"', "a;b,c\td", " spatie ", "1.0", "00012", "TRUE", "#N/A", "1e5", "2020-01-01", "null"),
    *("[]", '["a"]', "{", "<b>&amp;", "]]>", "é" * 50, "𝄞", "x" * 150),
)
_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
words = st.text(_characters, max_size=30) | st.sampled_from(_TRICKY)
filled = words.filter(lambda text: text.strip(" ") != "")
some = words.filter(lambda text: text != "")
numbers = st.integers(1, 99_999_999)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - idem
languages = st.sampled_from(["nl", "en", "fy", "pap", "zh-Hans", "de-AT"])
dates = st.one_of(
    st.builds(PartialDate, st.integers(1000, 3000)),
    st.builds(PartialDate, st.integers(1000, 3000), st.integers(1, 12)),
    st.dates(datetime(1000, 1, 1).date(), datetime(3000, 12, 31).date()).map(  # noqa: DTZ001 - a date has no zone
        lambda day: PartialDate(day.year, day.month, day.day)
    ),
)
links = st.from_regex(r"https?://[a-z]{1,9}\.nl/[!-~é]{0,20}", fullmatch=True)


@st.composite
def years(draw: st.DrawFn) -> Years | None:
    since, until = draw(st.none() | st.integers(1000, 3000)), draw(st.none() | st.integers(1000, 3000))
    if since is None and until is None:
        return None
    return Years(min(since, until), max(since, until)) if since and until else Years(since, until)


sources = st.builds(
    Source,
    filled,
    author=st.none() | words,
    publisher=st.none() | words,
    published=st.none() | dates,
    url=st.none() | links,
)
tag_sets = st.builds(
    Tags,
    **{
        name: st.sets(st.sampled_from(values)).map(lambda found: tuple(sorted(found)))
        for name, values in TAG_SETS.items()
    },
)
rooms = st.builds(
    Room,
    st.builds(RoomKey, st.builds(PlaceKey, some, some), some),
    st.booleans(),
    st.none() | words,
    st.sampled_from(Mode),
    st.none() | st.sampled_from(["nl", "en"]),
    st.none() | words,
    st.sampled_from(Readers),
)
details: dict[Kind, st.SearchStrategy[Details]] = {
    Kind.LESSON: st.builds(Lesson, st.none() | st.sampled_from(Outcome)),
    Kind.PROJECT: st.builds(Project, st.none() | st.sampled_from(State), st.none() | st.sampled_from(Stage)),
    Kind.PIONEER: st.builds(
        Pioneer, st.sampled_from(PERSONS), filled, st.just(Consent.GIVEN), st.sampled_from(Contact)
    ),
}


@st.composite
def entries(draw: st.DrawFn, table: bool) -> tuple[Entry, Room | None]:  # noqa: FBT001 - hypothesis passes it on
    """Return an entry and its room; in a table an empty text cannot be told from none."""
    kind = draw(st.sampled_from(Kind))
    told = st.none() | (some if table else words)
    codes = draw(st.lists(languages, min_size=1, max_size=3, unique=True))
    text = st.builds(Text, st.just("nl"), filled, words, words, words, words, words)
    room = draw(st.none() | rooms)
    source = draw(st.none() | sources)
    if source and table:
        source = replace(source, author=source.author or None, publisher=source.publisher or None)
    made = Entry(
        id=EntryId(kind, draw(numbers)),
        details=draw(details[kind]),
        texts=tuple(replace(draw(text), language=code) for code in codes),
        original=draw(st.sampled_from(codes)),
        status=draw(st.sampled_from(Status)),
        visibility=Visibility.ROOM
        if room
        else draw(st.sampled_from([Visibility.PUBLIC, Visibility.NETWORK])),
        recorded=draw(moments),
        room=room.key if room else None,
        organisation=draw(told),
        location=draw(told),
        happened=draw(years()),
        reviewed=draw(st.none() | moments),
        source=source,
        author=draw(st.none() | st.sampled_from(PERSONS)),
        themes=tuple(draw(st.lists(st.integers(1, len(THEMES)), unique=True))),
        tags=draw(tag_sets),
        external_id=draw(st.none() | some),
    )
    return made, room


def bases(*, table: bool) -> st.SearchStrategy[list[tuple[Entry, Room | None]]]:
    """Return what may be in a base together: each id, external id and room once."""
    unique = (
        lambda found: found[0].id,
        lambda found: found[0].external_id or found[0].id,
        lambda found: found[1].key if found[1] else found[0].id,
    )
    return st.lists(entries(table), min_size=1, max_size=4, unique_by=unique)
