"""Which moments of prompts are still to come, for one and for many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from bot.domain.calendar import DaysOff
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.prompt import Calendar, Occurrence, Outcome, Prompt, PromptState, Standing, coming
from bot.domain.schedule import Schedule, Weekly, Workdays

ROOM = RoomKey(PlaceKey("plaza", "here"), "leren")
MADE = datetime(2026, 3, 2, 8, tzinfo=UTC)
PROMPT = Prompt(
    1, ROOM, 1, "success", Schedule(Workdays(), time(9, 30)), "UTC", MADE, state=PromptState.ACTIVE
)
OFF = DaysOff("NL")


def days(standing: Standing, calendar: Calendar, after: datetime = MADE) -> list[int]:
    return [each.local.day for each in islice(calendar.coming(standing, after), 4)]


def test_prompts_with_one_schedule_do_not_touch_one_another() -> None:
    """Each has the moments that it would have alone, whatever is known of another, and in its own zone."""
    calendar = Calendar(OFF)
    third = MADE + timedelta(days=1, hours=1, minutes=30)
    told = Occurrence(2, third.replace(tzinfo=None), third, Outcome.SKIPPED, ROOM, "success")
    several = [
        Standing(PROMPT, MADE),
        Standing(replace(PROMPT, id=2), MADE, (told,)),
        Standing(replace(PROMPT, id=3, zone="Australia/Lord_Howe"), MADE),
        Standing(replace(PROMPT, id=4, state=PromptState.STOPPED), MADE),
        Standing(replace(PROMPT, id=5), MADE),
    ]
    assert days(several[0], calendar) == [2, 3, 4, 5]
    assert days(several[1], calendar) == [2, 4, 5, 6]
    assert days(several[3], calendar) == []
    assert days(several[4], calendar, MADE + timedelta(days=2)) == [4, 5, 6, 9]
    for each in several:
        alone = [*islice(coming(each, MADE, OFF), 50)]
        assert [*islice(calendar.coming(each, MADE), 50)] == alone


def test_what_was_moved_comes_as_long_as_the_schedule_has_it() -> None:
    """At its other moment; of a schedule that was changed since, only the moments that it still has."""
    planned = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    moved = Occurrence(
        1, planned.replace(tzinfo=None), planned + timedelta(days=4), Outcome.MOVED, ROOM, "success"
    )
    assert days(Standing(PROMPT, MADE, (moved,)), Calendar(OFF)) == [2, 4, 5, 6]
    seventh = [each.at.day for each in islice(coming(Standing(PROMPT, MADE, (moved,)), MADE, OFF), 5)]
    assert seventh == [2, 4, 5, 6, 7]
    weekly = replace(PROMPT, schedule=Schedule(Weekly((4,)), time(9, 30)))
    assert days(Standing(weekly, MADE, (moved,)), Calendar(OFF)) == [6, 13, 20, 27]
    later = replace(PROMPT, schedule=Schedule(Workdays(), time(10)))
    assert days(Standing(later, MADE, (moved,)), Calendar(OFF)) == [2, 3, 4, 5]
