"""Nothing in a payload is what it should be, and it never raises."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.fields import Payload
from adapters.slack.inbound import EVENTS, Ignored, incoming
from adapters.slack.people import doer, known
from adapters.slack.wishes import author
from tests.adapters.slack.payloads import (
    ANNA,
    AROUND,
    BOT,
    CHANNEL,
    ME,
    ROOT,
    TS,
    Json,
    changed,
    click,
    command,
    deleted,
    direct,
    envelope,
    form,
    happening,
    mention,
    post,
    reacting,
)

CORPUS: list[Json] = [
    post("hoi", subtype="file_share", files=[{"id": "F0", "name": "a", "mimetype": "text/csv", "size": 3}]),
    post("hoi", thread_ts=ROOT, subtype="thread_broadcast"),
    direct(""),
    mention(f"<@{BOT}> hoi", edited={"user": ANNA, "ts": TS}),
    changed("b", "a"),
    deleted(),
    reacting("keycap_ten"),
    reacting("bulb", by=ANNA),
    happening("member_joined_channel", user=ANNA, channel=CHANNEL),
    happening("channel_rename", channel={"id": CHANNEL, "name": "leren"}),
    happening("channel_id_changed", old_channel_id=CHANNEL, new_channel_id="C1"),
    happening("tokens_revoked", tokens={"oauth": [], "bot": [BOT]}),
    command(),
    click(),
    form({"what": {"a": {"type": "plain_text_input", "value": "x"}}}, '{"channel": "C1", "thread": null}'),
]
"""One of each kind, to be spoiled at every place."""

ODD: tuple[object, ...] = (
    *(None, 3, -1, 1.5, float("inf"), True),
    *("", "\ud800", "<@U1", [], ["x"], [None], {}, [[]]),
)


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path to everything in a payload."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(each for name, below in inner for each in _places(below, (*path, name)))]


def _spoiled(payload: Json, path: tuple[str | int, ...], value: object, *, gone: bool) -> Json:
    """Return a payload with something else at a place, or nothing there."""
    spoiled = copy.deepcopy(payload)
    at: object = spoiled
    for name in path[:-1]:
        at = at[name]  # type: ignore[index]
    if gone:
        del at[path[-1]]  # type: ignore[attr-defined]
    else:
        at[path[-1]] = value  # type: ignore[index]
    return spoiled


def reads(payload: Payload) -> None:
    """Read a payload; whatever comes out can be stored."""
    doer(payload)
    author(payload)
    read = incoming(payload, ME, AROUND)
    if not isinstance(read, Ignored):
        assert read.origin.cause
        assert read.origin.event
        assert read.origin.at <= AROUND.heard


@pytest.mark.parametrize("payload", CORPUS, ids=lambda payload: str(payload.get("type", "command")))
def test_one_odd_field_never_raises(payload: Json) -> None:
    """Each field in turn is missing, or is everything it should not be."""
    reads(payload)
    for path in _places(payload)[1:]:
        reads(_spoiled(payload, path, None, gone=True))
        for value in ODD:
            reads(_spoiled(payload, path, value, gone=False))


NAMES = st.sampled_from(
    "type subtype user user_id channel channel_id id ts thread_ts event_ts text message previous_message "
    "edited files bot_id item reaction item_user deleted_ts tokens bot name team team_id enterprise "
    "enterprise_id authorizations "
    "container message_ts is_ephemeral actions value action_ts trigger_id view callback_id private_metadata "
    "state values hash command event event_id selected_option selected_options".split()
)
VALUES = st.sampled_from(
    [
        ANNA,
        BOT,
        CHANNEL,
        "D0ANNA",
        "T0HOME",
        "E0",
        TS,
        ROOT,
        "message_changed",
        "file_share",
        "one",
        "bulb",
        "<@U0BOT>",
    ]
)
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | VALUES
    | st.text(max_size=8)
    | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=25,
)
KINDS = st.sampled_from(
    ["event_callback", "block_actions", "view_submission", "shortcut", "message_action", "", None, 3]
)
OBJECT = st.dictionaries(NAMES, ANY, max_size=10)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(EVENTS)), OBJECT, OBJECT)
def test_whatever_is_in_an_event_it_is_read_or_ignored(kind: str, event: Json, around: Json) -> None:
    """Wrong types everywhere never raise."""
    reads({**envelope({**event, "type": kind}), **around})
    reads({**around, "type": "event_callback", "event": {**event, "type": kind}})


@settings(deadline=None, max_examples=40)
@given(KINDS, OBJECT)
def test_whatever_a_payload_is_it_never_raises(kind: object, payload: Json) -> None:
    """Not even when there is nothing of Slack in it."""
    reads({**payload, "type": kind})
    reads({**command(), **payload})
    known(payload, ME)
