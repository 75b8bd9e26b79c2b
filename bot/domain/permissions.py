"""Who may do what where: a pure function to a verdict with a reason, denying by default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.audience import Audience, Readership
from bot.domain.people import Role


class Setting(StrEnum):
    """The kind of conversation: among others in a room, or between one person and the bot."""

    ROOM = "room"
    DIRECT = "direct"


ANYWHERE = frozenset(Setting)


class Reason(StrEnum):
    """Why something is not allowed."""

    NOT_A_MEMBER = "not_a_member"
    COORDINATORS_ONLY = "coordinators_only"
    ADMINS_ONLY = "admins_only"
    DIRECT_ONLY = "direct_only"
    ROOM_ONLY = "room_only"
    OTHERS_READ_ALONG = "others_read_along"


@dataclass(frozen=True)
class Rule:
    """What a command asks: a role, a kind of conversation, and whether only members may read along."""

    needs: Role
    where: frozenset[Setting] = ANYWHERE
    members_only: bool = False


@dataclass(frozen=True)
class Verdict:
    """Allowed when there is no reason against it."""

    reason: Reason | None = None

    @property
    def allowed(self) -> bool:
        """Say whether it may be done."""
        return self.reason is None


_LACKING = {
    Role.MEMBER: Reason.NOT_A_MEMBER,
    Role.COORDINATOR: Reason.COORDINATORS_ONLY,
    Role.ADMIN: Reason.ADMINS_ONLY,
}


def permit(rule: Rule, role: Role, audience: Audience, setting: Setting) -> Verdict:
    """Judge whether somebody with this role may do this here; the role is judged first."""
    if not role.covers(rule.needs):
        return Verdict(Reason.NOT_A_MEMBER if role is Role.STRANGER else _LACKING[rule.needs])
    if setting not in rule.where:
        return Verdict(Reason.DIRECT_ONLY if setting is Setting.ROOM else Reason.ROOM_ONLY)
    if rule.members_only and audience.readership is Readership.MIXED:
        return Verdict(Reason.OTHERS_READ_ALONG)
    return Verdict()
