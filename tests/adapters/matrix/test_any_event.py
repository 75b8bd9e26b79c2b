"""Nothing in an event is what it should be, and it never raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.inbound import Ignored, incoming, replied_to
from bot.messages.incoming import Message
from tests.adapters.matrix.timeline import (
    DIRECT,
    ME,
    ROOM,
    Json,
    event,
    ignored,
    words,
)


@pytest.mark.parametrize("field", ["sender", "event_id"])
@pytest.mark.parametrize(
    "value", [None, 3, "", "anna", "@anna", "$", {"a": []}, "@a\ud800:b.nl", "@" + "a" * 300]
)
def test_an_event_without_its_ids_is_none(field: str, value: object) -> None:
    """Nothing can be said about it."""
    assert ignored({**words("Voorloper: hoi"), field: value}) == "without a sender or an id"


NAMES = st.sampled_from(
    "body msgtype format formatted_body m.mentions user_ids room m.relates_to rel_type event_id key redacts "
    "m.in_reply_to m.new_content is_falling_back url file info size mimetype filename membership name v "
    "hashes unsigned prev_content".split()
)


VALUES = st.sampled_from(
    "m.text m.notice m.file m.image m.thread m.replace m.annotation $before @voorloper:b.nl join leave v2 "
    "mxc://b.nl/abc 1️⃣".split()
)


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | VALUES
    | st.text(max_size=20)
    | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=25,
)


KINDS = "m.room.message m.room.redaction m.reaction m.room.member m.room.name m.room.encrypted".split()


@given(
    st.sampled_from(KINDS), st.dictionaries(NAMES, ANY, max_size=8), st.dictionaries(NAMES, ANY, max_size=4)
)
def test_whatever_is_in_an_event_it_is_read_or_ignored(kind: str, content: Json, top: Json) -> None:
    """Wrong types everywhere never raise, and whatever comes out can be stored."""
    for where in (ROOM, DIRECT):
        for what in (event(kind, content, **top), event(kind, content, state_key="@x:b.nl", **top)):
            replied_to(what)
            read = incoming(what, ME, where)
            if not isinstance(read, Ignored):
                assert read.origin.cause


@given(st.dictionaries(st.sampled_from(["type", "sender", "event_id", "content", "origin_server_ts"]), ANY))
def test_whatever_an_event_is_it_never_raises(what: Json) -> None:
    """Not even when there is nothing of an event in it."""
    assert isinstance(incoming(what, ME, ROOM), Ignored | Message)
