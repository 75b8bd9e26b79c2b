"""What a client shows of the contents of an event, and what in them does something."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html.parser import HTMLParser

from adapters.matrix.render import render
from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.markup import Code, Line, Link, Plain, Strong
from bot.messages.outgoing import Post
from bot.messages.reply import Block, Button, Buttons, Reply
from tests.adapters.matrix.timeline import HOME

ROOM = RoomKey(HOME, "!plein:b.nl")
THREAD, MAIN = ConversationKey(ROOM, "$root"), ConversationKey(ROOM, None)
LINE: Line = (Plain("gewoon "), Strong("nadruk "), Link("bron", "https://example.org/a?b&c"), Code("meer"))
HOSTILE = [
    "<b>vet</b>",
    "</p><script>x</script>",
    "&lt;b&gt;",
    "`stop`",
    "**vet**",
    "[hier](https://matrix.to/#/@anna:b.nl)",
    "https://matrix.to/#/@anna:b.nl",
    "@anna:b.nl",
    "@room",
    "@",
    "room",
    "<",
    "!channel>",
    "\ud800",
    "\u202eachteruit",
    "\x1b[31m",
    "1. lijst",
    "> citaat",
    "\n",
    "👩🏽‍💻",
    "1️⃣",
    "\"'",
    "een gewone zin",
    "",
]
"""What somebody may have written, to look like something else."""

TAGS = frozenset("p br strong em code a ol ul li blockquote".split())
VOID = frozenset({"br"})


class Shown(HTMLParser):
    """HTML as a client reads it: back to the plain text, the tags that are open, and the links."""

    def __init__(self, formatted: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.commands: list[str] = []
        self.open: list[str] = []
        self._number = 0
        self._began = 0
        self.feed(formatted)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens; only the tags and attributes that every client knows may come."""
        assert tag in TAGS
        told = dict(attrs)
        assert set(told) <= ({"href"} if tag == "a" else {"start"} if tag == "ol" else set())
        self._began = len(self.text)
        match tag:
            case "ol":
                self._number = int(told.get("start") or 1)
            case "li":
                self.text += f"{self._number}. "
                self._number += 1
            case "code":
                self.text += "`"
            case "a":
                self.links.append(told["href"] or "")
            case _:
                pass
        if tag in VOID:
            self.text += "\n"
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note what closes, which is what was opened last."""
        assert self.open.pop() == tag
        inner = self.text[self._began :]
        match tag:
            case "code":
                self.text += "`"
                self.commands.append(inner.removeprefix("`"))
            case "a" if inner != self.links[-1]:
                self.text += f" ({self.links[-1]})"
            case "p" | "li":
                self.text += "\n"
            case _:
                pass

    def handle_data(self, data: str) -> None:
        """Read words."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Refuse comments."""
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        """Refuse everything else."""
        raise AssertionError(data)


def contents(parts: Sequence[str]) -> list[dict[str, object]]:
    """Return the contents that rendered parts are."""
    return [json.loads(part) for part in parts]


def bodies(parts: Sequence[str]) -> list[str]:
    """Return the plain text of each part."""
    return [str(content["body"]) for content in contents(parts)]


def shown(parts: Sequence[str]) -> list[Shown]:
    """Return the formatted text of each part as it is shown, every tag closed."""
    read = [Shown(str(content["formatted_body"])) for content in contents(parts)]
    assert [each.open for each in read] == [[]] * len(read)
    return read


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def said(*blocks: Block, conversation: ConversationKey = MAIN) -> tuple[str, ...]:
    """Return the parts of a reply that is posted."""
    return render(Post(conversation, Reply(blocks)), threads=True)


def buttons(count: int) -> Buttons:
    """Return so many choices."""
    return Buttons("Verder:", tuple(Button(f"nog {number}", f"P{number}") for number in range(1, count + 1)))


def the_only(parts: tuple[str, ...]) -> dict[str, object]:
    """Return the content of the only part."""
    (content,) = contents(parts)
    return content
