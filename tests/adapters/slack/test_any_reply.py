"""Whatever the bot says comes whole, fits, and calls nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.blocks import can_be_clicked
from adapters.slack.render import render
from adapters.slack.views import home
from bot.messages.cleaning import harmless
from bot.messages.outgoing import Edit, Post
from bot.messages.plaintext import render_plain
from bot.messages.reply import Reply, choices
from tests.adapters.matrix.showing import HOSTILE
from tests.adapters.matrix.test_any_reply import TAME, replies, stretched
from tests.adapters.slack.showing import (
    THREAD,
    blocks_read,
    buttons,
    check,
    commands,
    contents,
    elements,
    formatting,
    links,
    read,
    squeezed,
)
from tests.slack.standin.limits import wrong_blocks, wrong_view
from tests.slack.standin.shapes import misshapen

TIMES = st.sampled_from([1, 1, 40])
ADDRESSES = ["https://b.nl/a", "javascript:x", "https://b.nl/`@room|x>", "https://b.nl/" + "a" * 2990]
SLACK = ["<!channel>", "<@U1>", "*vet*", "_schuin_ ~door~", "> citaat", "<https://b.nl|x>", ":one:", "a|b"]


@settings(deadline=None, max_examples=30)
@given(replies([*HOSTILE, *SLACK], ADDRESSES, choosing=True), TIMES)
def test_any_reply_fits_and_calls_nobody(reply: Reply, times: int) -> None:
    """Whatever is said: parts that Slack takes, the same each time, in which only ours does something."""
    long = stretched(reply, times)
    parts = render(Post(THREAD, long))
    assert parts == render(Post(THREAD, long)) == render(Edit(THREAD, "cause", long))
    for content in contents(parts):
        check(content)
        assert harmless(content["text"]) == content["text"]
        assert all(link.startswith("https://b.nl/") for link in links(content["text"]))
        assert formatting(content["text"]) == []
        rich = list(elements(content))
        typed = sum(each.get("style") == {"code": True} for each in rich)
        context = [each for each in content["blocks"] if each["type"] == "context"]
        typed += sum(len(commands(each["elements"][0]["text"])) for each in context)
        assert typed == len(commands(content["text"]))
        assert squeezed(blocks_read(content)) == squeezed(read(content["text"]))


@settings(deadline=None, max_examples=30)
@given(replies(TAME, ["https://b.nl/a", "mailto:a@b.nl"], choosing=False), TIMES)
def test_every_word_of_any_reply_is_there(reply: Reply, times: int) -> None:
    """In order, and none twice: parts together read as the plain rendering does."""
    long = stretched(reply, times)
    told = "".join(read(content["text"]) for content in contents(render(Post(THREAD, long))))
    assert squeezed(told).strip("…") == squeezed(render_plain(long))


@settings(deadline=None, max_examples=30)
@given(replies(["meer", "P12", "x" * 700, "👩🏽‍💻" * 30, ""], ["https://b.nl/a"], choosing=True), TIMES)
def test_every_choice_has_its_button(reply: Reply, times: int) -> None:
    """In order, with its command; only what is too long to carry can be typed alone."""
    long = stretched(reply, times)
    pressed = [button for content in contents(render(Post(THREAD, long))) for button in buttons(content)]
    carried = [choice.command for choice in choices(long) if can_be_clicked(choice)]
    assert [button["value"] for button in pressed] == carried


@settings(deadline=None, max_examples=20)
@given(replies([*HOSTILE, *TAME], ADDRESSES, choosing=True), TIMES)
def test_slacks_types_take_any_reply(reply: Reply, times: int) -> None:
    """As a message and as a page: no kind and no key that they do not know, within our own counts."""
    long = stretched(reply, times)
    for content in contents(render(Post(THREAD, long))):
        assert misshapen("Blocks", content["blocks"]) == []
        assert wrong_blocks(content["blocks"]) == []
    assert misshapen("Home", home(long)) == []
    assert wrong_view(home(long)) == []


@settings(deadline=None, max_examples=20)
@given(replies([*HOSTILE, *TAME], ADDRESSES, choosing=True), TIMES)
def test_the_sdk_takes_any_reply(reply: Reply, times: int) -> None:
    """Slack's own models find nothing wrong, and know every block (P33)."""
    blocks = pytest.importorskip("slack_sdk.models.blocks")
    for content in contents(render(Post(THREAD, stretched(reply, times)))):
        for block in content["blocks"]:
            parsed = blocks.Block.parse(block)
            assert parsed is not None
            parsed.validate_json()
