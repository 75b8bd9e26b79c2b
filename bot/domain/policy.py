"""What the network decided for its installation, as the core needs it; the settings fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.calendar import NO_DAYS_OFF, DaysOff
from bot.domain.keys import AccountKey, PlaceKey, RoomKey
from bot.domain.model import Kind
from bot.domain.people import Place


@dataclass(frozen=True)
class Thresholds:
    """From which confidence (0–1, see `Hit`) something is an answer, and from which it may be related."""

    answer: float
    related: float


def _review() -> Mapping[Kind, timedelta]:
    days = {Kind.LESSON: 730, Kind.PROJECT: 365, Kind.PIONEER: 365}
    return {kind: timedelta(days=many) for kind, many in days.items()}


@dataclass(frozen=True)
class Policy:
    """The network's name, language and zone, where its admins read, and how sure an answer must be.

    `follow_up` is how long a follow-up goes on with the previous question, `patience` how long a message
    waits for a platform that is out of reach. After `review` somebody looks whether what was published is
    still true: first its owner, who has `owner_has` for it. `admins` are the accounts that the settings make
    admin; places in `admitted` need no admin to admit them. `requests_a_month` is how often, within thirty
    days, somebody may ask for contact with one pioneer. On `days_off` no prompt is posted that comes back;
    within `grace` one is posted late; within `repeat` no text comes a second time in the same room;
    after `summary` what was answered to one is summed up. `second_reader` reads and releases what was told
    protected like an admin; it `publishes` that at a random moment between so long after its release.
    What was on an agenda cannot be proposed there again for as long as `topic_rests`.
    """

    network: str
    language: str
    zone: str
    thresholds: Thresholds
    admin_room: RoomKey | None = None
    admins: frozenset[AccountKey] = frozenset()
    admitted: frozenset[PlaceKey] = frozenset()
    follow_up: timedelta = timedelta(minutes=30)
    patience: timedelta = timedelta(days=1)
    review: Mapping[Kind, timedelta] = field(default_factory=_review)
    owner_has: timedelta = timedelta(days=21)
    requests_a_month: int = 5
    days_off: DaysOff = NO_DAYS_OFF
    grace: timedelta = timedelta(hours=2)
    repeat: timedelta = timedelta(days=180)
    summary: timedelta = timedelta(hours=48)
    second_reader: AccountKey | None = None
    publishes: tuple[timedelta, timedelta] = (timedelta(days=3), timedelta(days=21))
    topic_rests: timedelta = timedelta(days=90)

    def admits(self, key: PlaceKey, known: Place | None) -> bool:
        """Say whether a place belongs to the network: admins decide, or the settings where they have not."""
        return known.admitted if known else key in self.admitted
