"""All parts of the stand-in together, as its methods and its people use them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from tests.slack.standin.delivering import Dispatcher, Rhythm
from tests.slack.standin.file_methods import Files
from tests.slack.standin.happening import Happening
from tests.slack.standin.interacting import Payloads, Triggers
from tests.slack.standin.pieces import Json
from tests.slack.standin.rates import Rates
from tests.slack.standin.responding import Responding
from tests.slack.standin.sockets import Sockets
from tests.slack.standin.view_methods import Views
from tests.slack.standin.world import Install, Team, User, World


@dataclass(frozen=True)
class Called:
    """A call that came in: its method, what it asked, and the error it got, if any.

    `came` is when one that was done came in, by `time.perf_counter`.
    """

    method: str
    arguments: Json
    error: str | None
    warnings: tuple[str, ...] = ()
    came: float = 0.0


@dataclass
class Inside:
    """The parts. `calls` is what the app asked of the Web API, in order."""

    world: World
    dispatcher: Dispatcher
    happening: Happening
    triggers: Triggers
    responding: Responding
    payloads: Payloads
    sockets: Sockets
    views: Views
    files: Files
    rates: Rates
    origin: str = ""
    installer: str = "U0INSTALLER"
    calls: list[Called] = field(default_factory=list)

    def is_at(self, origin: str) -> None:
        """Note the address at which everything is served."""
        self.origin = self.files.origin = self.responding.origin = origin

    def offer(self, *teams: Team, org_wide: bool = False, scopes: set[str] | None = None) -> Install:
        """Return the app as it could be installed in workspaces, with its bot there."""
        number, app = self.world.number, self.world.app
        bot = User(number.id("U"), app.name, teams[0], bot_id=number.id("B"))
        token = f"xoxb-{secrets.token_hex(12)}"
        return Install(token, bot, set(app.scopes if scopes is None else scopes), list(teams), org_wide)

    def admit(self, install: Install) -> None:
        """Let the app be installed."""
        if install not in self.world.app.installs:
            self.world.app.installs.append(install)
        for team in install.teams:
            team.install = install
        install.team.users[install.bot.id] = install.bot


def inside(rhythm: Rhythm) -> Inside:
    """Return all parts, of an empty world with an app."""
    world = World()
    dispatcher = Dispatcher(world.news, rhythm)
    happening = Happening(world, dispatcher)
    triggers, responding = Triggers(world), Responding(happening)
    return Inside(
        world,
        dispatcher,
        happening,
        triggers,
        responding,
        Payloads(world, triggers, responding),
        Sockets(world.news),
        Views(world.number, world.news, world.app.id),
        Files(world.number),
        Rates(),
    )
