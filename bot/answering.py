"""From what was found to a sourced, balanced reply: items, who knows more, balance, what to do next.

Finding and its thresholds are in `finding.py`; how one entry reads is in `wording.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.model import Entry, EntryId, Kind, Outline, Pioneer, Theme
from bot.finding import DEPTH, SHOWN, Balance, Source, who_knows
from bot.messages.i18n import DEFAULT_LANGUAGE, Translator
from bot.messages.markup import Line, Plain
from bot.messages.reply import Button, Buttons, Paragraph, Reply
from bot.wording import enumeration, item

_MUNICIPALITY = "Gemeente "
"""How Dutch municipalities write their names."""

_NAMED = 3
"""How many organisations the line about who knows more names."""

Quote = Callable[[Entry], str]
"""Chooses the one sentence of an entry that is shown."""


@dataclass(frozen=True)
class Answer:
    """What an answer is made of, best first: what is shown, what `more` shows after it, who knows more.

    `copies` are the entries of other organisations that say nearly the same as one that is shown; unless it
    is `complete` there may be more of them.
    """

    shown: tuple[Entry, ...]
    rest: tuple[Outline, ...]
    knowing: tuple[Outline, ...]
    pioneers: tuple[Entry, ...]
    balance: Balance
    copies: Mapping[EntryId, tuple[Outline, ...]] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True)
class Scope:
    """What an answer is limited to, in words (“what did not work, since 2020”), and what is said before it.

    `question` is what the question is called that it goes on with, with the words `added` to it; empty: none.
    `undated` tells how many entries fit but for their unknown year. `nothing` is said instead when nothing is
    left, and `dropped` are those of several filters without any of which something would be.
    """

    filters: str = ""
    question: str = ""
    added: str = ""
    notes: tuple[Line, ...] = ()
    undated: str = ""
    nothing: Line = ()
    dropped: str = ""


_OPEN = Scope()


def answer(found: Answer, quote: Quote, t: Translator, scope: Scope = _OPEN) -> Reply:
    """Return the answer: up to three items, who knows more, balance, next step."""
    items = tuple(
        item(number, entry, quote(entry), t, _also(entry, found, t))
        for number, entry in enumerate(found.shown, 1)
    )
    # within filters the bot cannot say that it knows no other outcome: it did not look outside them
    balanced = () if scope.filters and found.balance is not Balance.NO_OUTCOME else _balance(found.balance, t)
    lines = (*_undated(scope, t), *_who(found, t), *balanced)
    after = (Paragraph(lines),) if lines else ()
    steps = next_steps((*found.shown, *found.rest), 0, len(found.shown), t, _wider(scope, t))
    blocks = (Paragraph((*scope.notes, _opening(found, scope, t))), *items, *after, *steps)
    return Reply(blocks, shown=tuple(entry.id for entry in (*found.shown, *found.pioneers)))


def more(left: Sequence[Entry], number: int, quote: Quote, t: Translator) -> Reply:
    """Return the next items of a list, from what is left of it; `number` is that of the first."""
    shown = left[:SHOWN]
    items = tuple(item(position, entry, quote(entry), t) for position, entry in enumerate(shown, number))
    steps = next_steps(left, number - 1, len(shown), t)
    return Reply((*items, *steps), shown=tuple(entry.id for entry in shown))


def related(entries: Sequence[Entry], number: int, t: Translator, notes: tuple[Line, ...] = ()) -> Reply:
    """Return the honest reply when nothing answers the question but something may be related."""
    shown = entries[:SHOWN]
    lines = (*notes, t.line("I do not know this yet."), _perhaps(shown, t), _kept(number, t))
    steps = (Button(t.text("the whole story"), str(shown[0].id)), _share(t))
    return Reply((Paragraph(lines), choices(steps, t)), shown=tuple(entry.id for entry in shown))


def narrowed_out(
    entries: Sequence[Entry], scope: Scope, number: int | None, t: Translator, *, known: bool
) -> Reply:
    """Return the honest reply when the filters leave nothing; `known`: without them there is an answer."""
    shown = entries[:SHOWN]
    wider = () if scope.nothing and not known else (_without(scope, t, known=known),)
    related_lines = (_perhaps(shown, t),) if shown else ()
    kept = (_kept(number, t),) if number else ()
    lines = (*scope.notes, _nothing(scope, t), *related_lines, *_undated(scope, t), *wider, *kept)
    steps = [Button(t.text("the whole story"), str(entry.id)) for entry in shown[:1]]
    steps += [] if known else [_share(t)]
    after = (choices(tuple(steps), t),) if steps else ()
    return Reply((Paragraph(lines), *after), shown=tuple(entry.id for entry in shown))


def _nothing(scope: Scope, t: Translator) -> Line:
    if scope.nothing:
        return scope.nothing
    said = {"question": scope.question, "words": scope.added, "filters": scope.filters}
    if scope.added:
        return t.line("For {question}, with “{words}” added, I find nothing: only {filters}.", **said)
    if scope.question:
        return t.line("For {question} I find nothing: only {filters}.", **said)
    return t.line("I find nothing: only {filters}.", **said)


def _without(scope: Scope, t: Translator, *, known: bool) -> Line:
    """Say whether there is something without the filters, and which of several is in the way."""
    if scope.dropped:
        return t.line(
            "Without {filters} I do find something. `everything` takes all filters away.",
            filters=scope.dropped,
        )
    if scope.added:
        return t.line("`everything` goes back to {question}.", question=scope.question)
    if known:
        return t.line("Without filters I do find something: `everything`.")
    return t.line("Without filters I do not know it either.")


def _perhaps(entries: Sequence[Entry], t: Translator) -> Line:
    names = [
        t.text("{title} ({id})", title=entry.text(t.language).title, id=str(entry.id)) for entry in entries
    ]
    return t.line("Not exactly this, but perhaps related: {entries}.", entries=enumeration(names, t))


def _undated(scope: Scope, t: Translator) -> tuple[Line, ...]:
    return (t.line("{left_out}", left_out=scope.undated),) if scope.undated else ()


def _wider(scope: Scope, t: Translator) -> tuple[Button, ...]:
    return (Button(t.text("without filters"), t.text("everything")),) if scope.filters else ()


def unknown(theme: Theme | None, number: int, t: Translator, notes: tuple[Line, ...] = ()) -> Reply:
    """Return the honest reply when the base holds nothing on it; the nearest theme when there is one."""
    lines = [t.line("I do not know this yet: I find nothing about it in the base."), _kept(number, t)]
    if t.language != DEFAULT_LANGUAGE:
        lines.insert(1, t.line("Most of the base is in Dutch, so Dutch words may find more."))
    steps = [Button(t.text("what I do know"), t.text("themes")), _share(t)]
    if theme:
        name = theme.name(t.language)
        lines[0] = t.line("I do not know this yet. The nearest theme is {theme}.", theme=name)
        steps[0] = Button(t.text("what I know about that"), t.text("theme {name}", name=name))
    return Reply((Paragraph((*notes, *lines)), choices(tuple(steps), t)))


def next_steps(
    entries: Sequence[Entry | Outline],
    before: int,
    shown: int,
    t: Translator,
    besides: tuple[Button, ...] = (),
) -> tuple[Buttons, ...]:
    """Return what can be done with a list that now shows `shown` entries, after `before` others: read, more.

    How many more is only said when everything was counted.
    """
    if not entries:
        return ()
    steps = [Button(t.text("the whole story"), str(entries[0].id))]
    left = len(entries) - shown
    if left > 0 and before + len(entries) >= DEPTH:
        steps.append(Button(t.text("the next ones"), t.text("more")))
    elif left > 0:
        steps.append(Button(t.plural("{number} more", "{number} more", left), t.text("more")))
    return (choices((*steps, *besides), t),)


def counted(entries: Sequence[Entry], t: Translator) -> str:
    """Return how many of what: “two lessons and a project”."""
    kinds = Counter(entry.id.kind for entry in entries)
    words = {
        Kind.LESSON: t.plural("a lesson", "{number} lessons", kinds[Kind.LESSON]),
        Kind.PROJECT: t.plural("a project", "{number} projects", kinds[Kind.PROJECT]),
        Kind.PIONEER: t.plural("a pioneer", "{number} pioneers", kinds[Kind.PIONEER]),
    }
    return enumeration([words[kind] for kind in Kind if kinds[kind]], t)


def _also(entry: Entry, found: Answer, t: Translator) -> Line:
    """Say how many others did the same, in words that fit all of them."""
    copies = found.copies.get(entry.id, ())
    others = {copy.organisation for copy in copies if copy.organisation} - {entry.organisation}
    if not others:
        return ()
    number = len(others)
    if all(name.startswith(_MUNICIPALITY) for name in (*others, entry.organisation or "")):
        where = t.plural("{number} other municipality", "{number} other municipalities", number)
    else:
        where = t.plural("{number} other organisation", "{number} other organisations", number)
    if found.complete:
        return t.line(" · also with {where} (nearly the same text)", where=where)
    return t.line(" · also with at least {where} (nearly the same text)", where=where)


def _opening(found: Answer, scope: Scope, t: Translator) -> Line:
    if scope.filters or scope.question:
        return _limited(counted(found.shown or found.pioneers, t), scope, t)
    if not found.shown:
        return t.line("There are people who know about this:")
    organisations = len({entry.organisation for entry in found.shown if entry.organisation})
    what = counted(found.shown, t)
    if organisations > 1:
        where = t.plural("{number} organisation", "{number} organisations", organisations)
        return t.line("This is what I found: {what}, from {where}.", what=what, where=where)
    return t.line("This is what I found: {what}.", what=what)


def _limited(what: str, scope: Scope, t: Translator) -> Line:
    """Open an answer that is limited, or that goes on with the question before, with what it is about."""
    asked = scope.question
    if scope.added:
        extra = t.line(
            "For {question}, with “{words}” added: {what}.", question=asked, words=scope.added, what=what
        )
        only = t.line("Only {filters}.", filters=scope.filters)
        return (*extra, Plain(" "), *only) if scope.filters else extra
    if not scope.filters:
        return t.line("For {question}, without filters: {what}.", question=asked, what=what)
    if asked:
        return t.line(
            "For {question}, only {filters}: {what}.", question=asked, filters=scope.filters, what=what
        )
    return t.line("Only {filters}: {what}.", filters=scope.filters, what=what)


def _who(found: Answer, t: Translator) -> tuple[Line, ...]:
    named = [evidence(source, t) for source in who_knows(found.knowing, found.shown)[:_NAMED]]
    named += [pioneer(entry, t) for entry in found.pioneers]
    if not named:
        return ()
    return (t.line("Who knows more: {names}.", names=enumeration(named, t)),)


def evidence(source: Source, t: Translator) -> str:
    """Return an organisation with what it did: “Gemeente Ede (two projects, a lesson)”."""
    counts = (
        t.plural("{number} project", "{number} projects", source.projects) if source.projects else "",
        t.plural("{number} lesson", "{number} lessons", source.lessons) if source.lessons else "",
    )
    told = ", ".join(count for count in counts if count)
    return t.text("{organisation} ({evidence})", organisation=source.organisation, evidence=told)


def pioneer(entry: Entry, t: Translator) -> str:
    """Return a pioneer by name, organisation and number."""
    name = entry.details.name if isinstance(entry.details, Pioneer) else ""
    who = ", ".join(part for part in (name, entry.organisation) if part)
    return t.text("pioneer {name} ({id})", name=who, id=str(entry.id))


def _balance(balance: Balance, t: Translator) -> tuple[Line, ...]:
    match balance:
        case Balance.BOTH:
            return ()
        case Balance.NO_OUTCOME:
            return (t.line("The sources do not say whether this worked. Do you know? `share`"),)
        case Balance.NO_FAILURE:
            return (t.line("I know no example of this yet that did not work. Do you? `share failure`"),)
        case Balance.NO_SUCCESS:
            return (t.line("I know no example of this yet that did work. Do you? `share`"),)


def _kept(number: int, t: Translator) -> Line:
    return t.line("I have kept your question (Q{number}).", number=str(number))


def _share(t: Translator) -> Button:
    return Button(t.text("share your own experience"), t.text("share"))


def choices(steps: tuple[Button, ...], t: Translator) -> Buttons:
    """Return what can be done next."""
    return Buttons(t.text("Next:"), steps)
