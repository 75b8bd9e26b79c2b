"""Workspaces: who comes there, which channels there are, and how the app comes in and goes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from tests.slack.standin.inside import Inside
from tests.slack.standin.people import Person
from tests.slack.standin.world import Channel, ChannelKind, Install, Team, User


@dataclass
class Workspace:
    """A workspace, as its admin sees it."""

    inside: Inside
    team: Team

    def person(self, name: str, **more: Any) -> Person:  # noqa: ANN401 - fields of a User
        """Let somebody come; more is what is so of them, such as `is_restricted=True` or `locale="en-GB"`."""
        user = User(self.inside.world.number.id("U"), name, self.team, **more)
        self.team.users[user.id] = user
        return Person(self.inside, user)

    def other_bot(self, name: str) -> Person:
        """Let the bot of another app come."""
        return self.person(name, bot_id=self.inside.world.number.id("B"))

    def place(
        self,
        name: str,
        *people: Person,
        kind: ChannelKind = "channel",
        bot: bool = True,
        shared: Team | None = None,
    ) -> Channel:
        """Make a channel with people, in which the bot is or is not; `shared` with another workspace."""
        made = Channel(self.inside.world.number.id("C"), name, kind, self.team)
        made.members |= {person.id for person in people}
        made.shared = [shared] if shared else []
        if bot and self.team.install:
            made.members.add(self.team.install.bot.id)
        for team in (self.team, *made.shared):
            team.channels[made.id] = made
        return made

    # The app.

    def admit(self, *others: Team, org_wide: bool = False, scopes: set[str] | None = None) -> Install:
        """Install the app, with `org_wide` also in other workspaces of the organisation."""
        install = self.inside.offer(self.team, *others, org_wide=org_wide, scopes=scopes)
        self.inside.admit(install)
        return install

    def code(self, *others: Team, org_wide: bool = False, scopes: set[str] | None = None) -> str:
        """Agree to install the app; return the code that `oauth.v2.access` exchanges for a token, once."""
        code = secrets.token_hex(8)
        offered = self.inside.offer(self.team, *others, org_wide=org_wide, scopes=scopes)
        self.inside.world.app.codes[code] = offered
        return code

    def put_out(self) -> None:
        """Uninstall the app."""
        if self.team.install:
            self.inside.happening.uninstalled(self.team.install)

    def shut_out(self) -> None:
        """Take the app of the organisation out of this workspace."""
        if self.team.install:
            self.inside.happening.shut_out(self.team.install, self.team)

    def revoke(self) -> None:
        """Let the tokens of the app end."""
        if self.team.install:
            self.inside.happening.revoked(self.team.install)
