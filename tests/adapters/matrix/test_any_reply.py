"""Whatever the bot says comes whole, fits, and calls nobody."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.matrix.render import render, replacing
from adapters.matrix.splitting import LARGEST, PREFERRED
from bot.messages.cleaning import harmless
from bot.messages.markup import Account, Code, Link, Plain, Span, Strong
from bot.messages.outgoing import Post
from bot.messages.plaintext import render_plain
from bot.messages.reply import Block, Button, Buttons, Fields, File, Image, Item, Paragraph, Reply
from tests.adapters.matrix.showing import (
    HOSTILE,
    MAIN,
    THREAD,
    bodies,
    contents,
    shown,
    squeezed,
)

TAME = [
    "een gewone zin",
    "regel\nregel",
    "été",
    "👩🏽‍💻",
    "<b> & \"x\" 'y'",
    "aan @anna:b.nl",
    "_*~#|",
    "x" * 60,
    "",
]


def replies(texts: list[str], urls: list[str], *, choosing: bool) -> st.SearchStrategy[Reply]:
    """Return any reply of these texts and addresses, with or without choices."""
    text = st.lists(st.sampled_from(texts), max_size=3).map(" ".join)
    spans = (
        st.builds(Plain, text)
        | st.builds(Strong, text)
        | st.builds(Code, text)
        | st.builds(Link, text, st.sampled_from(urls))
        | st.builds(Account, text)
    )
    line = st.lists(spans, max_size=3).map(tuple)
    lines = st.lists(line, max_size=3).map(tuple)
    choices = st.lists(st.builds(Button, text, text), min_size=1, max_size=12).map(tuple)
    blocks = (
        st.builds(Paragraph, lines)
        | st.builds(Item, st.integers(1, 12), line, lines)
        | st.builds(Fields, st.lists(st.tuples(text, line), max_size=3).map(tuple))
        | st.builds(Image, st.just(b""), text)
        | st.builds(File, text, st.just("text/csv"), st.just(b""), text)
    )
    some = st.lists((blocks | st.builds(Buttons, text, choices)) if choosing else blocks, max_size=4)
    return some.map(lambda drawn: Reply(tuple(drawn)))


def stretched(reply: Reply, times: int) -> Reply:
    """Return a reply whose blocks are so many times as long where people's stories stand."""

    def longer(block: Block) -> Block:
        match block:
            case Paragraph(lines=lines):
                return Paragraph(tuple(tuple(_longer(span, times) for span in line) for line in lines))
            case Item(number=number, heading=heading, lines=lines):
                return Item(number, tuple(_longer(span, times) for span in heading), lines * times)
            case Image(alternative=alternative):
                return Image(b"", alternative * times)
            case _:
                return block

    return Reply(tuple(map(longer, reply.blocks)))


def _longer(span: Span, times: int) -> Span:
    return (
        Link(span.text, span.url * times) if isinstance(span, Link) else replace(span, text=span.text * times)
    )


TIMES = st.sampled_from([1, 1, 1, 40, 400])


ADDRESSES = ["https://b.nl/a", "javascript:x", "https://b.nl/`@room"]


@settings(deadline=None)
@given(replies(HOSTILE, ADDRESSES, choosing=True), TIMES)
def test_any_reply_fits_and_calls_nobody(reply: Reply, times: int) -> None:
    """Whatever is said: parts that a homeserver takes, the same each time, in which nothing does anything."""
    outgoing = Post(THREAD, stretched(reply, times))
    parts = render(outgoing, threads=True)
    assert parts
    assert parts == render(outgoing, threads=True)
    for content, body in zip(contents(parts), bodies(parts), strict=True):
        assert len(body) <= PREFERRED
        assert len(json.dumps(content)) <= LARGEST
        assert len(json.dumps(replacing(content, "$" + "x" * 254))) <= LARGEST
        assert content["m.mentions"] == {}
        assert harmless(body) == body
    for formatted, body in zip(shown(parts), bodies(parts), strict=True):
        assert all(link.startswith("https://b.nl/") for link in formatted.links)
        assert body.count("`") == 2 * len(formatted.commands)
        assert squeezed(formatted.text) == squeezed(body)


@settings(deadline=None)
@given(replies(TAME, ["https://b.nl/a", "mailto:a@b.nl"], choosing=False), TIMES)
def test_every_word_of_any_reply_is_there(reply: Reply, times: int) -> None:
    """In order, and none twice: parts together read as the plain rendering does."""
    long = stretched(reply, times)
    read = "".join(bodies(render(Post(MAIN, long), threads=True)))
    assert _without_marks(read) == _without_marks(render_plain(long))


def _without_marks(text: str) -> str:
    """Return words without what a part may add or leave out: spaces, and the marks around half a command."""
    return squeezed(text).replace("`", "")
