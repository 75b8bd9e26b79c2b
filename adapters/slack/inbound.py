"""One payload of Slack to one `Incoming`; or ignored, with a reason.

Events, slash commands and what people do with buttons and forms, over Socket Mode and HTTP alike. Pure, and
it never raises: nothing in a payload is taken to be of the type it should be. Whether it is really Slack's is
the adapter's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack import interactive, posts, rooms
from adapters.slack.fields import Payload
from adapters.slack.ids import Self
from adapters.slack.origins import Around, Ignored, Scene, scene
from bot.messages.incoming import Incoming
from bot.messages.unchecked import mapping, text

__all__ = ["EVENTS", "Around", "Ignored", "Self", "incoming"]

_Reader = Callable[[Payload, Scene], Incoming | Ignored]

EVENTS: Mapping[str, _Reader] = {
    "message": posts.post,
    "app_mention": posts.post,
    "reaction_added": posts.reaction,
    "reaction_removed": posts.reaction,
    "member_joined_channel": rooms.member,
    "member_left_channel": rooms.member,
    "channel_rename": rooms.renamed,
    "group_rename": rooms.renamed,
    "channel_archive": rooms.closed,
    "channel_deleted": rooms.closed,
    "group_archive": rooms.closed,
    "group_deleted": rooms.closed,
    "channel_id_changed": rooms.moved,
    "app_uninstalled": rooms.removed,
    "tokens_revoked": rooms.removed,
    "team_access_revoked": rooms.removed,
}
"""What is read of the events that the manifest subscribes to."""

_INTERACTIONS: Mapping[str, _Reader] = {
    "block_actions": interactive.clicked,
    "view_submission": interactive.submitted,
    "shortcut": interactive.shortcut,
    "message_action": interactive.shortcut,
}


def incoming(payload: Payload, me: Self, around: Around) -> Incoming | Ignored:
    """Return what happened, or why it is nothing for the core."""
    kind, event = text(payload.get("type")) or "", mapping(payload.get("event"))
    reader: _Reader | None
    if kind == "event_callback":
        reader, read = EVENTS.get(text(event.get("type")) or ""), event
    elif not kind and text(payload.get("command")):
        reader, read = interactive.typed, payload
    else:
        reader, read = _INTERACTIONS.get(kind), payload
    if reader is None:
        return Ignored("of a kind that does not concern the bot")
    seen = scene(payload, read, me, around)
    return reader(read, seen) if seen else Ignored("without a workspace")
