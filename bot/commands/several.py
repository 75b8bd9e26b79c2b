"""What commands about entries share: reading one id or several, sorting out which can be done, and where.

Nobody is told anything of a pioneer who does not agree to be found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.commands.command import Desk, Request, Response
from bot.commands.nearby import echoed, number_of, one, typed
from bot.domain.audience import lacks_consent
from bot.domain.model import Entry, EntryId, Status
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.wording import enumeration

MOST: Final = 50
"""How many entries one line may change."""

_LISTED: Final = 12
"""How many ids are named before it says how many more."""

_ITEM: Final = r"[#(\[]?(?:[LPV][ -]?)?[0-9]+(?:\s*(?:-|–|t/m)\s*[LPV]?[0-9]+)?[)\]]?"
SEVERAL: Final = rf"(?P<ids>{_ITEM}(?:(?:\s*[,;&]\s*|\s+)(?:en\s+|and\s+)?{_ITEM})*)[.]?"
"""One id or more, also ranges: `L3 L5-L9`, `L3, 5 en 7`."""

_EACH: Final = re.compile(
    r"(?P<letter>[LPV])?[ -]?(?P<first>[0-9]+)(?:\s*(?:-|–|t/m)\s*(?P<other>[LPV])?(?P<last>[0-9]+))?",
    re.IGNORECASE,
)

UNKNOWN: Final = mark("I do not know {id}. `new` shows what came in last.")
NO_CONSENT: Final = mark("Left alone, because they do not agree (any more) to be found: {ids}.")


@dataclass(frozen=True)
class Named:
    """The ids of a line in their order; `strange` can be no id, `more` says that there were too many."""

    ids: tuple[EntryId, ...]
    strange: tuple[str, ...] = ()
    more: bool = False


def named(text: str) -> Named:
    """Read the ids of a line that fits `SEVERAL`; a number without a letter takes that of the one before."""
    ids: list[EntryId] = []
    strange: list[str] = []
    letter = "L"
    for match in _EACH.finditer(text):
        letter = (match["letter"] or letter).upper()
        first, last = number_of(match["first"]), number_of(match["last"] or match["first"])
        if first is None or last is None or (match["other"] or letter).upper() != letter:
            range_of = match["last"] is not None
            strange.append(echoed("", match[0].strip()) if range_of else echoed(letter, match["first"]))
            continue
        low, high = sorted((first, last))
        if high - low + len(ids) >= MOST:
            return Named(tuple(ids), tuple(strange), more=True)
        ids += [found for n in range(low, high + 1) if (found := EntryId.parse(f"{letter}{n}"))]
    return Named(tuple(dict.fromkeys(ids)), tuple(strange))


def too_many(t: Translator) -> Response:
    """Return that so many at once are not done."""
    return Response(
        aside=say(t.line("I do {most} at a time at most, so I have changed nothing.", most=str(MOST)))
    )


async def found(tx: Transaction, arguments: re.Match[str], t: Translator) -> Entry | Response:
    """Return the entry of a line that fits `nearby.ONE`, or why it cannot be worked on."""
    entry_id = one(arguments)
    entry = (await tx.entries.get([entry_id])).get(entry_id) if entry_id else None
    if entry is None:
        return Response(aside=say(t.line(UNKNOWN, id=typed(arguments))))
    return await workable(tx, entry, t)


async def workable(tx: Transaction, entry: Entry, t: Translator) -> Entry | Response:
    """Return the entry, or why nobody works on it: no consent, or merged into another one."""
    if lacks_consent(entry):
        words = t.line("{id} does not agree (any more) to be found, so I leave it alone.", id=str(entry.id))
        return Response(aside=say(words))
    target = (await tx.curating.leads_to([entry.id])).get(entry.id)
    if target:
        return Response(aside=say(_merged(entry.id, target, t)))
    return entry


def _merged(old: EntryId, target: EntryId, t: Translator) -> Line:
    return t.line("{old} was merged into `{id}`. Work on that one.", old=str(old), id=str(target))


Judge = Callable[[Entry], str | None]
"""Gives the message, with {ids}, that says why an entry cannot be done; None when it can."""


async def sorted_out(
    tx: Transaction, ids: Named, judge: Judge, t: Translator
) -> tuple[list[Entry], tuple[Line, ...]]:
    """Return the entries that can be done, and a line for each reason why others cannot."""
    entries = await tx.entries.get(ids.ids)
    merged = await tx.curating.leads_to(ids.ids)
    ready: list[Entry] = []
    refused: dict[str, list[str]] = defaultdict(list)
    lines: list[Line] = []
    for each in ids.ids:
        entry = entries.get(each)
        if each in merged:
            lines.append(_merged(each, merged[each], t))
            continue
        why = UNKNOWN if entry is None else NO_CONSENT if lacks_consent(entry) else judge(entry)
        if why is None and entry is not None:
            ready.append(entry)
        elif why is not None:
            refused[why].append(str(each))
    refused[UNKNOWN] += ids.strange
    lines += [
        t.line(why, id=names, ids=names) for why, those in refused.items() if (names := listed(those, t))
    ]
    return ready, tuple(lines)


def listed(ids: Iterable[object], t: Translator) -> str:
    """Return ids as people write them, so many that they can be read."""
    names = [str(each) for each in ids]
    more = len(names) - _LISTED
    if more > 1:
        return t.text("{ids} and {number} more", ids=", ".join(names[:_LISTED]), number=str(more))
    return enumeration(names, t)


def discreet(request: Request, desk: Desk, reply: Reply) -> Response:
    """Return what only admins may read: in a channel that is not theirs, to who typed it alone."""
    if request.alone or request.room.key == desk.policy.admin_room:
        return Response(reply)
    return Response(aside=reply)


def showing(entry: Entry, *lines: Line) -> Reply:
    """Return a reply that counts as having shown the entry, as long as that may be shown."""
    reply = Reply((Paragraph(lines),))
    return reply if entry.status is Status.ARCHIVED else replace(reply, shown=(entry.id,))


def lines_of(pairs: Sequence[tuple[str, Line]]) -> tuple[Line, ...]:
    """Return the lines of differences."""
    return tuple(line for _, line in pairs)
