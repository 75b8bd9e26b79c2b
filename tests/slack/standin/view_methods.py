"""Modals and homes: what is open before whom, and the methods views.*."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from tests.slack.standin.calling import Call, method
from tests.slack.standin.limits import wrong_view
from tests.slack.standin.pieces import Json, News, Numbering, RefusedError
from tests.slack.standin.shapes import misshapen
from tests.slack.standin.world import Install, User
from tests.slack.standin.writing import filled, refuse_wrong

MOST_ON_STACK = 3
MOST_BYTES = 250_000

_WHEN_ABSENT: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "submit": None,
    "close": None,
}


@dataclass
class Views:
    """Which views are open before whom, the last on top."""

    number: Numbering
    news: News
    app_id: str
    stacks: dict[str, list[Json]] = field(default_factory=dict)

    def show(self, user: User, install: Install, view: object, on: list[Json]) -> Json:
        """Put a view on top of others. Raise RefusedError when it is not allowed."""
        checked(view)
        if len(on) >= MOST_ON_STACK:
            raise RefusedError("push_limit_reached")
        made = self.made(user, install, view)
        below = on[-1] if on else None
        made |= {"root_view_id": below["root_view_id"] if below else made["id"]}
        made |= {"previous_view_id": below["id"] if below else None}
        self.stacks[user.id] = [*on, made]
        self.news.stir()
        return made

    def made(self, user: User, install: Install, view: object) -> Json:
        """Return a view as Slack keeps it."""
        assert isinstance(view, dict)
        external = view.get("external_id")
        if external and any(each["external_id"] == external for each in self._open()):
            raise RefusedError("duplicate_external_id")
        fixed: Json = {
            "id": self.number.id("V"),
            "team_id": user.team.id,
            "app_id": self.app_id,
            "app_installed_team_id": user.team.id,
            "bot_id": install.bot.bot_id,
            "state": {"values": {}},
            "hash": self.hash(),
        }
        return _WHEN_ABSENT | view | {"blocks": filled(view["blocks"], self.number)} | fixed

    def change(self, old: Json, view: object, given_hash: object) -> Json:
        """Put a view in the place of one that is open. Raise RefusedError when that one has changed."""
        checked(view)
        assert isinstance(view, dict)
        if given_hash and given_hash != old["hash"]:
            raise RefusedError("hash_conflict")
        old |= _WHEN_ABSENT | view
        old |= {"blocks": filled(view["blocks"], self.number), "hash": self.hash()}
        self.news.stir()
        return old

    def find(self, key: str, wanted: object) -> Json:
        """Return an open view by its id or its external id."""
        found = next((view for view in self._open() if wanted and view[key] == wanted), None)
        if found is None:
            raise RefusedError("not_found")
        return found

    def hash(self) -> str:
        """Return a new mark of how a view is now."""
        return f"{self.number.ts().split('.')[0]}.{secrets.token_hex(4)}"

    def _open(self) -> list[Json]:
        return [view for stack in self.stacks.values() for view in stack]


def checked(view: object) -> None:
    """Raise RefusedError for a view that Slack refuses."""
    if len(str(view).encode()) > MOST_BYTES:
        raise RefusedError("view_too_large")
    refuse_wrong(wrong_view(view), "invalid_arguments")
    assert isinstance(view, dict)
    refuse_wrong(misshapen("Home" if view["type"] == "home" else "Modal", view), "invalid_arguments")


def _open(call: Call) -> Json:
    checked(call.arguments.get("view"))
    trigger = call.inside.triggers.exchange(call.text("trigger_id"), call.install)
    return {"view": call.inside.views.show(trigger.user, call.install, _modal(call), [])}


def _push(call: Call) -> Json:
    checked(call.arguments.get("view"))
    trigger = call.inside.triggers.exchange(call.text("trigger_id"), call.install)
    stack = call.inside.views.stacks.get(trigger.user.id, [])
    if not any(view["id"] == trigger.view_id for view in stack):
        raise RefusedError("not_found")
    return {"view": call.inside.views.show(trigger.user, call.install, _modal(call), stack)}


def _update(call: Call) -> Json:
    given = call.arguments
    key = "id" if "view_id" in given else "external_id"
    old = call.inside.views.find(key, given.get("view_id") or given.get("external_id"))
    return {"view": call.inside.views.change(old, _modal(call), given.get("hash"))}


def _publish(call: Call) -> Json:
    user = call.person("user_id")
    view = call.arguments.get("view")
    checked(view)
    assert isinstance(view, dict)
    if view["type"] != "home":
        raise RefusedError("invalid_arguments")
    old = call.install.homes.get(user.id)
    if old is None:
        made = call.inside.views.made(user, call.install, view)
        call.install.homes[user.id] = made | {"root_view_id": made["id"], "previous_view_id": None}
    else:
        call.inside.views.change(old, view, call.arguments.get("hash"))
    call.inside.world.news.stir()
    return {"view": call.install.homes[user.id]}


def _modal(call: Call) -> object:
    view = call.arguments.get("view")
    if isinstance(view, dict) and view.get("type") != "modal":
        raise RefusedError("invalid_arguments")
    return view


METHODS = (
    method("views.open", _open, "trigger_id view", json=True),
    method("views.push", _push, "trigger_id view", json=True),
    method("views.update", _update, "view view_id external_id hash", json=True),
    method("views.publish", _publish, "user_id view hash", json=True),
)
