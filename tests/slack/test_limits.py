"""Our own counts of what fits in messages and views: what just fits is taken, one more is refused."""

from __future__ import annotations

import pytest

from tests.slack.standin.limits import Surface, wrong_blocks, wrong_metadata, wrong_view
from tests.slack.standin.pieces import Json


def plain(length: int = 1) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def section(length: int = 1, **more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}, **more}


def menu(count: int) -> Json:
    options = [{"text": plain(75), "value": "x" * 150}] * count
    return section(accessory={"type": "static_select", "options": options})


def modal(length: int, **more: object) -> Json:
    field = {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}
    return {"type": "modal", "title": plain(length), "submit": plain(24), "blocks": [field], **more}


FIELD: Json = {"type": "mrkdwn", "text": "x" * 2000}
CELL: Json = {"type": "raw_text", "text": "x"}


@pytest.mark.parametrize(
    ("fits", "refused"),
    [
        ([section()] * 50, [section()] * 51),
        ([section(3000)], [section(3001)]),
        ([section(1)], [section(0)]),
        ([{"type": "header", "text": plain(150)}], [{"type": "header", "text": plain(151)}]),
        ([{"type": "header", "text": plain()}], [{"type": "header", "text": FIELD}]),
        ([{"type": "section", "fields": [FIELD] * 10}], [{"type": "section", "fields": [FIELD] * 11}]),
        ([actions(*[button()] * 25)], [actions(*[button()] * 26)]),
        ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))]),
        ([actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))]),
        ([actions(button(style="danger"))], [actions(button(style="warning"))]),
        (
            [actions(button(action_id="a")), actions(button(action_id="a"))],
            [actions(*[button(action_id="a")] * 2)],
        ),
        ([section(block_id="a"), section(block_id="b")], [section(block_id="a")] * 2),
        ([menu(100)], [menu(101)]),
        (
            [{"type": "context", "elements": [plain()] * 10}],
            [{"type": "context", "elements": [plain()] * 11}],
        ),
        ([{"type": "markdown", "text": "x" * 6000}] * 2, [{"type": "markdown", "text": "x" * 6001}] * 2),
        ([{"type": "table", "rows": [[CELL] * 20] * 100}], [{"type": "table", "rows": [[CELL]] * 101}]),
        ([{"type": "divider"}], [{"type": "divider", "colour": "red"}]),
        ([{"type": "divider"}], [{"type": "line"}]),
        ([section()], [{"type": "section"}]),
        ([section()], "blocks"),
        ([section()], [{"type": "actions", "elements": 3}, None]),
    ],
)
def test_messages(fits: list[Json], refused: object) -> None:
    """A message takes what just fits, and refuses what is too long, too many, double, unknown or missing."""
    assert wrong_blocks(fits) == []
    assert wrong_blocks(refused)


@pytest.mark.parametrize(("surface", "most"), [("modal", 100), ("home", 100)])
def test_views_hold_more(surface: Surface, most: int) -> None:
    """A view takes more blocks than a message, but not each kind."""
    assert wrong_blocks([section()] * most, surface) == []
    assert wrong_blocks([section()] * (most + 1), surface)
    assert wrong_blocks([{"type": "markdown", "text": "x"}], surface)


def test_views() -> None:
    """A modal has a short title, and a way to submit what is filled in; a home has neither."""
    assert wrong_view(modal(24, private_metadata="x" * 3000)) == []
    assert wrong_view(modal(25))
    assert wrong_view(modal(24, private_metadata="x" * 3001))
    without = modal(24)
    del without["submit"]
    assert wrong_view(without) == ["submit is required with an input [/view]"]
    assert wrong_view({"type": "home", "blocks": [section()]}) == []
    assert wrong_view({"type": "home", "blocks": [section()], "title": plain()})
    assert wrong_view({"type": "modal", "title": plain(), "blocks": None})


def test_metadata() -> None:
    """Metadata is a kind and an object, and not large."""
    assert wrong_metadata({"event_type": "post", "event_payload": {"token": "x"}}) is None
    assert wrong_metadata("post") == "invalid_metadata_format"
    assert wrong_metadata({"event_type": "post"}) == "invalid_metadata_schema"
    large = {"event_type": "post", "event_payload": {"token": "x" * 8000}}
    assert wrong_metadata(large) == "metadata_too_large"
