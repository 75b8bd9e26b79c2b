"""What is planned in the next weeks, with what is left out and why: for a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.calendar import DaysOff, Moment, occasions
from bot.domain.prompt import Occurrence, Outcome, Standing, moved_in, rests, with_pause
from bot.messages.i18n import Translator
from bot.planning.appointments import Appointment

Described = Callable[[Moment, str | None], Appointment]
"""Makes an appointment of a moment, and why it is left out (None: it is not)."""


def upcoming(
    standing: Standing, now: datetime, until: datetime, off: DaysOff, described: Described, t: Translator
) -> Iterator[Appointment]:
    """Yield the moments of a prompt that runs up to a moment, also those that are left out."""
    prompt = standing.prompt
    if not prompt.runs:
        return
    zone = ZoneInfo(prompt.zone)
    known = {each.planned: each for each in standing.known}
    paused = t.text("paused")
    held = with_pause(prompt, off, paused)
    for moment in moved_in(standing, held):
        if now < moment.at <= until:
            yield described(moment, paused if rests(prompt, moment, held) else None)
    ahead = occasions(prompt.schedule, zone, now, held)
    for moment, skipped in takewhile(lambda each: each[0].at <= until, ahead):
        yield described(moment, _why(moment, known.get(moment.local), held, t, skipped=skipped))


def _why(
    moment: Moment, known: Occurrence | None, off: DaysOff, t: Translator, *, skipped: bool
) -> str | None:
    """Return why a moment is left out, in words that may be empty; None when it is not."""
    if known and known.outcome is Outcome.MOVED:
        return t.text("moved to another moment")
    if known and known.outcome is Outcome.SKIPPED:
        return ""
    return (off.why(moment.local.date(), t.language) or "") if skipped else None
