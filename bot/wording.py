"""How an entry is put into words: as an item of an answer, and as its whole story; words that name nobody.

Every sentence about the world stands in the base; only the words around it are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from bot.domain.feedback import Usefulness
from bot.domain.model import Entry, Lesson, Outcome, PartialDate, Pioneer, Project, Source, Text, Theme, Years
from bot.labels import label, labels
from bot.language.account_keys import without_keys
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator
from bot.messages.markup import Line, Link, Plain, Span, text_of
from bot.messages.reply import Fields, Item, Paragraph, Reply

_SEPARATOR = Plain(" · ")

_QUOTED = 220
"""Characters of a sentence that are quoted; some sources put a whole page into one."""

_TITLE = 90
"""Characters of a title that is taken from what is told."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def item(number: int, entry: Entry, passage: str, t: Translator, also: Line = ()) -> Item:
    """Return the entry as a numbered item: heading, one quoted sentence, source; three lines at most.

    `also` is said behind the source.
    """
    quote = (t.line("“{sentence}”", sentence=shortened(passage, _QUOTED)),) if passage else ()
    return Item(number, heading(entry, t), (*quote, source_line(entry, t) + also))


def as_title(told: str) -> str:
    """Return the first sentence with a capital, shortened between words to what fits in a title."""
    first = _SENTENCE_END.split(" ".join(told.split()), maxsplit=1)[0].rstrip(".")
    return shortened(first[:1].upper() + first[1:], _TITLE)


def heading(entry: Entry, t: Translator) -> Line:
    """Return the entry in one line: outcome, title, id, organisation, state and years."""
    facts = [fact for fact in (entry.organisation, _standing(entry, t), years(entry.happened, t)) if fact]
    about = t.line("{title} ({id})", title=entry.text(t.language).title, id=str(entry.id))
    return _outcome(entry, t) + about + tuple(span for fact in facts for span in (_SEPARATOR, Plain(fact)))


def side_by_side(parts: Iterable[Line]) -> Line:
    """Return parts as one line, one beside the other."""
    return _beside(parts, _SEPARATOR)


def _beside(parts: Iterable[Line], between: Span) -> Line:
    return tuple(span for part in parts for span in (between, *part))[1:]


def source_line(entry: Entry, t: Translator) -> Line:
    """Return where it is written and how old it is."""
    if entry.source is None:
        when = day(entry.recorded, t)
        if entry.author is None:  # what a member shares has an author
            return t.line("Source: taken in from a file, {date}", date=when) + _age(entry, t)
        return t.line("Source: shared by a member, {date}", date=when) + _age(entry, t)
    shared = t.line(" · shared by a member, {date}", date=day(entry.recorded, t)) if entry.author else ()
    return t.line("Source: {source}", source=_citation(entry.source, t)) + shared + _age(entry, t)


def useful_line(usefulness: Usefulness, t: Translator) -> Line:
    """Return how useful something was called, on average."""
    average = format_decimal(round(usefulness.average, 1), locale=t.locale)
    return t.line("Useful: {average} of 5, from {votes} votes", average=average, votes=str(usefulness.votes))


def whole(entry: Entry, themes: tuple[Theme, ...], t: Translator) -> Reply:
    """Return everything the base tells about an entry."""
    facts = [
        *_story(entry.text(t.language), t),
        (t.text("Organisation"), entry.organisation),
        (t.text("Where"), entry.location),
        (t.text("When"), years(entry.happened, t)),
        *_details(entry, t),
        (t.text("Themes"), ", ".join(theme.name(t.language) for theme in themes)),
        *_tags(entry, t),
    ]
    return Reply(
        (
            Paragraph((heading(entry, t),)),
            *_fields(facts),
            *_untranslated(entry, t),
            Paragraph((source_line(entry, t),)),
        ),
        shown=(entry.id,),
    )


def _story(text: Text, t: Translator) -> list[tuple[str, str]]:
    return [
        (t.text("In short"), text.summary),
        (t.text("Situation"), text.situation),
        (t.text("What was done"), text.action),
        (t.text("What came of it"), text.result),
        (t.text("Advice"), text.advice),
    ]


def _untranslated(entry: Entry, t: Translator) -> tuple[Paragraph | Fields, ...]:
    """Return what only the original tells, said to be in its language."""
    said, original = entry.text(t.language), entry.text(entry.original)
    pairs = zip(_story(said, t), _story(original, t), strict=True)
    left = [(name, told) for (_, here), (name, told) in pairs if told and not here]
    if said == original or not left:
        return ()
    language = Locale.parse(entry.original).get_language_name(t.language) or entry.original
    return (Paragraph((t.line("More, in {language}:", language=language),)), *_fields(left))


def _fields(facts: Iterable[tuple[str, str | None]]) -> tuple[Fields, ...]:
    told = tuple((name, (Plain(value),)) for name, value in facts if value)
    return (Fields(told),) if told else ()


def _outcome(entry: Entry, t: Translator) -> Line:
    match entry.outcome:
        case Outcome.SUCCESS:
            return t.line("✓ Worked: ")
        case Outcome.PARTIAL:
            return t.line("± Partly worked: ")
        case Outcome.FAILURE:
            return t.line("✗ Did not work: ")
        case Outcome.STOPPED:
            return t.line("■ Stopped: ")
        case None:
            return ()


def _standing(entry: Entry, t: Translator) -> str:
    if isinstance(entry.details, Project) and entry.details.state:
        return label(entry.details.state, t)
    return ""


def _age(entry: Entry, t: Translator) -> Line:
    dated = entry.happened or entry.source is None or entry.source.published
    return () if dated else t.line(" · year unknown")


def _citation(source: Source, t: Translator) -> Line:
    title: Line = (Link(source.title, source.url),) if source.url else (Plain(source.title),)
    published = partial_date(source.published, t) if source.published else None
    rest = ", ".join(part for part in (source.author, source.publisher, published) if part)
    return (*title, Plain(f", {rest}")) if rest else title


def _details(entry: Entry, t: Translator) -> list[tuple[str, str]]:
    match entry.details:
        case Lesson():
            return []
        case Project(stage=stage):
            return [(t.text("How far it came"), label(stage, t) if stage else "")]
        case Pioneer(name=name, contact=contact):
            return [(t.text("Who"), name), (t.text("Contact"), label(contact, t))]


def _tags(entry: Entry, t: Translator) -> list[tuple[str, str]]:
    tags = entry.tags
    return [
        (t.text("Role of government"), labels(tags.role, t)),
        (t.text("Barrier"), labels(tags.barrier, t)),
        (t.text("Steering"), labels(tags.steering, t)),
        (t.text("Instrument"), labels(tags.instrument, t)),
        (t.text("Seen from"), labels(tags.vantage, t)),
        (t.text("Initiative"), labels(tags.initiative, t)),
    ]


def years(happened: Years | None, t: Translator) -> str:
    """Return when it happened, as people write it; an empty string when it is not known at all."""
    if happened is None:
        return ""
    if happened.since is None:
        return t.text("until {year}", year=str(happened.until))
    if happened.until in {None, happened.since}:
        return str(happened.since)
    return t.text("{since} to {until}", since=str(happened.since), until=str(happened.until))


def partial_date(known: PartialDate, t: Translator) -> str:
    """Return a date as far as it is known, as people write it: 2011, december 2011, 5 december 2011."""
    if known.month is None:
        return str(known.year)
    if known.day is None:
        return format_date(date(known.year, known.month, 1), "LLLL y", locale=t.locale)
    return format_date(date(known.year, known.month, known.day), "long", locale=t.locale)


def day(moment: datetime, t: Translator) -> str:
    """Return the date of a moment where the reader is, as people write it."""
    return format_date(moment.astimezone(ZoneInfo(t.zone)).date(), "long", locale=t.locale)


def and_more(left: int, t: Translator) -> str:
    """Return that so many others are not shown."""
    return t.plural("And {number} more.", "And {number} more.", left)


def enumeration(parts: list[str], t: Translator) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return text_of(listed([(Plain(part),) for part in parts], t))


def listed(parts: Sequence[Line], t: Translator) -> Line:
    """Return `a`, `a and b`, `a, b and c`, of which each may be more than words."""
    if len(parts) < 2:  # noqa: PLR2004 - a pair is where “and” begins
        return tuple(span for part in parts for span in part)
    return t.line("{first} and {last}", first=_beside(parts[:-1], Plain(", ")), last=parts[-1])


def unnamed(text: str, t: Translator, *, rooms: bool = False) -> str:
    """Return a text in which nobody is mentioned by a key, as it is read by others too.

    A channel is not either, unless `rooms` says that it is read where channels go by their names.
    """
    return without_keys(text, t.text("somebody"), None if rooms else t.text("a channel"))
