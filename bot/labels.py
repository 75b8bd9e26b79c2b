"""What people call the values of the domain: outcomes, states, tags, roles, modes; and a room."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.feedback import Complaint
from bot.domain.keys import RoomKey
from bot.domain.model import Contact, Kind, Outcome, Stage, State, Status, Visibility
from bot.domain.people import Mode, Readers, Role, Room
from bot.domain.tags import Barrier, GovernmentRole, Initiative, Instrument, Steering, Vantage
from bot.messages.i18n import Translator, mark

_LABELS: dict[StrEnum, str] = {
    Kind.LESSON: mark("lesson"),
    Kind.PROJECT: mark("project"),
    Kind.PIONEER: mark("pioneer"),
    Outcome.SUCCESS: mark("worked"),
    Outcome.PARTIAL: mark("partly worked"),
    Outcome.FAILURE: mark("did not work"),
    Outcome.STOPPED: mark("stopped"),
    State.IN_DEVELOPMENT: mark("in development"),
    State.IN_USE: mark("in use"),
    State.OUT_OF_USE: mark("not in use"),
    Stage.IN_VIEW: mark("in view"),
    Stage.CHOSEN: mark("chosen"),
    Stage.SUPPORTED: mark("supported"),
    Stage.SCALED_UP: mark("scaled up"),
    Stage.STANDARD: mark("standard"),
    Status.DRAFT: mark("draft, an admin reads it first"),
    Status.PUBLISHED: mark("published"),
    Status.ARCHIVED: mark("not in the base any more"),
    Visibility.PUBLIC: mark("everybody"),
    Visibility.NETWORK: mark("members of the network"),
    Visibility.ROOM: mark("this channel"),
    Contact.DIRECT: mark("may be asked directly"),
    Contact.ASK_FIRST: mark("wants to be asked first"),
    Contact.NOT_NOW: mark("not available now"),
    GovernmentRole.LAWFUL: mark("lawful government"),
    GovernmentRole.PERFORMING: mark("performing government"),
    GovernmentRole.NETWORKING: mark("networking government"),
    GovernmentRole.PARTICIPATING: mark("participating government"),
    Barrier.VESTED_INTERESTS: mark("vested interests"),
    Barrier.RISK_AVERSION: mark("risk aversion and a culture of blame"),
    Barrier.OWN_ORGANISATION: mark("how the own organisation is set up"),
    Barrier.UNWRITTEN_RULES: mark("unwritten rules and habits"),
    Barrier.SCEPTICISM: mark("scepticism and normative criticism"),
    Steering.AMBITION: mark("ambition and vision"),
    Steering.SYSTEM_INTERVENTION: mark("system intervention"),
    Steering.CHOICE_ARCHITECTURE: mark("choice architecture"),
    Steering.CONTINUOUS_ADJUSTMENT: mark("continuous adjustment"),
    Instrument.INSPIRING_STORY: mark("an inspiring story"),
    Instrument.INFRASTRUCTURE: mark("infrastructure"),
    Instrument.DYNAMIC_REGULATION: mark("dynamic regulation"),
    Instrument.FINANCIAL_INCENTIVE: mark("a financial incentive"),
    Instrument.MONITORING_FEEDBACK: mark("monitoring and feedback"),
    Vantage.EXECUTION: mark("implementation"),
    Vantage.POLICY: mark("policy"),
    Vantage.ADMINISTRATION: mark("administration"),
    Vantage.OVERSIGHT: mark("oversight"),
    Initiative.BOTTOM_UP: mark("bottom-up"),
    Initiative.TOP_DOWN: mark("top-down"),
    Initiative.TOGETHER: mark("together"),
    Role.STRANGER: mark("guest"),
    Role.MEMBER: mark("member"),
    Role.COORDINATOR: mark("coordinator"),
    Role.ADMIN: mark("admin"),
    Mode.SILENT: mark("silent"),
    Mode.LISTEN: mark("listening"),
    Mode.ACTIVE: mark("active"),
    Readers.UNKNOWN: mark("not known"),
    Readers.MEMBERS: mark("only members"),
    Readers.MIXED: mark("others too"),
    Complaint.OUTDATED: mark("outdated"),
    Complaint.INCORRECT: mark("incorrect"),
    Complaint.PRIVACY: mark("privacy"),
    Complaint.UNSAFE: mark("unsafe"),
}


def label(value: StrEnum, t: Translator) -> str:
    """Return what people call this value."""
    return t.text(_LABELS[value])


def labels(values: tuple[StrEnum, ...], t: Translator) -> str:
    """Return what people call these values, with commas between them."""
    return ", ".join(label(value, t) for value in values)


def called(room: Room | None, key: RoomKey) -> str:
    """Return what people call a room; one without a name by its key, which Slack shows as its name."""
    return f"#{room.name}" if room and room.name else f"#{key}"
