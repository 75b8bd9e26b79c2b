"""Slack's own types, derived from what it publishes: what they know is taken, what they do not is refused."""

from __future__ import annotations

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from tests.slack.standin.limits import wrong_blocks
from tests.slack.standin.pieces import Json
from tests.slack.standin.server import Slack
from tests.slack.standin.shapes import Shape, misshapen

PLAIN: Json = {"type": "plain_text", "text": "x"}
BUTTON: Json = {"type": "button", "text": PLAIN}
FIELD: Json = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}}
MODAL: Json = {"type": "modal", "title": PLAIN, "blocks": [FIELD]}
HOME: Json = {"type": "home", "blocks": [{"type": "divider"}]}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


WORDS = rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "link", "url": "https://b.nl"})


@pytest.mark.parametrize(
    ("shape", "fits", "refused"),
    [
        ("Blocks", [WORDS], [rich({"type": "text", "text": "x", "style": {"blink": True}})]),
        ("Blocks", [WORDS], [rich({"type": "text"})]),
        ("Blocks", [WORDS], [rich({"type": "shout", "text": "x"})]),
        ("Blocks", [{"type": "divider"}], [{"type": "divider", "colour": "red"}]),
        ("Blocks", [{"type": "divider"}], [{"type": "line"}]),
        (
            "Blocks",
            [{"type": "header", "text": PLAIN}],
            [{"type": "header", "text": PLAIN | {"type": "mrkdwn"}}],
        ),
        ("Blocks", [{"type": "actions", "elements": [BUTTON]}], [{"type": "actions", "elements": [PLAIN]}]),
        ("Blocks", [FIELD], [FIELD | {"element": {"type": "plain_text_input", "multiline": "yes"}}]),
        ("Blocks", [], {}),
        ("Modal", MODAL, {**MODAL, "title": "x"}),
        ("Modal", MODAL, {"type": "modal", "blocks": [FIELD]}),
        ("Modal", MODAL, {**MODAL, "blocks": [{"type": "line"}]}),
        ("Home", HOME, {**HOME, "title": PLAIN}),
    ],
)
def test_what_slack_knows_is_taken(shape: Shape, fits: object, refused: object) -> None:
    """Unknown kinds, unknown keys, wrong types and what is missing are refused, at any depth."""
    assert misshapen(shape, fits) == []
    assert misshapen(shape, refused)


def test_it_says_what_is_wrong_and_where() -> None:
    """Of the kind of block that was meant, not of all others."""
    (wrong,) = misshapen(
        "Blocks", [{"type": "divider"}, {"type": "actions", "elements": [{"type": "button"}]}]
    )
    assert wrong == "'text' is a required property [/1/elements/0]"


async def test_the_stand_in_refuses_what_only_the_types_know(slack: Slack, app: AsyncApp) -> None:
    """Within rich text our own counts look at nothing."""
    hall = slack.place("hal", slack.person("anna"))
    invented = [rich({"type": "shout", "text": "x"})]
    assert wrong_blocks(invented) == []
    with pytest.raises(SlackApiError) as refused:
        await app.client.chat_postMessage(channel=hall.id, text="x", blocks=invented)
    assert refused.value.response["error"] == "invalid_blocks"
