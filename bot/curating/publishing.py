"""Which entries can be published: not what is hidden because of a report, nor what is erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.domain.erasing import erased
from bot.domain.model import Entry, Status
from bot.messages.i18n import mark
from bot.ports.store import Transaction

_PUBLISHED_ALREADY = mark("Published already: {ids}. `edit L1 visible=public` changes who may see one.")
_NOTHING_LEFT = mark("Erased, so that nothing is left of it: {ids}.")
_HIDDEN = mark("Hidden because of a report: {ids}. `settled L1 shown` shows one again.")
_PUT_AWAY = mark("Archived: {ids}. `publish L1` brings one back by itself.")

_MANY: Final = 1000
"""How many reports that hide something are looked at."""


async def publishable(tx: Transaction, *, several: bool) -> Callable[[Entry], str | None]:
    """Return what says why an entry is not published now; among several, what is archived is left there."""
    hidden = {each.entry for each in await tx.feedback.open_reports(_MANY) if each.hid}

    def judge(entry: Entry) -> str | None:
        if entry.status is Status.PUBLISHED:
            return _PUBLISHED_ALREADY
        if erased(entry):
            return _NOTHING_LEFT
        if entry.id in hidden:
            return _HIDDEN
        return _PUT_AWAY if several and entry.status is Status.ARCHIVED else None

    return judge
