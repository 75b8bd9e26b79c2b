"""Slack's limits on messages and views, counted by ourselves: how long, how many, what where, what double.

From the reference of Block Kit. What is not in it is refused, such as an unknown key or kind of block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from tests.slack.standin.pieces import Json
from tests.slack.standin.rules import Rule, a, among, each, either, one_of, shape, string

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT = 40_000
MOST_MARKDOWN = 12_000
MOST_METADATA = 8_000


def wrong_blocks(blocks: object, surface: Surface = "message") -> list[str]:
    """Return what Slack would refuse in blocks, as `what is wrong [where]`; nothing when they fit."""
    if not isinstance(blocks, list):
        return ["must be an array [/blocks]"]
    found: list[str] = []
    if len(blocks) > MOST_BLOCKS[surface]:
        found.append(f"no more than {MOST_BLOCKS[surface]} items allowed [/blocks]")
    for number, block in enumerate(blocks):
        found += one_of(_BLOCKS[surface])(block, f"/blocks/{number}")
    whole = [block for block in blocks if isinstance(block, dict)]
    found += _doubles("block_id", whole, "/blocks")
    for number, block in enumerate(whole):
        found += _doubles("action_id", elements(block), f"/blocks/{number}")
    markdown = sum(len(block.get("text", "")) for block in whole if block.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        found.append(f"no more than {MOST_MARKDOWN} characters of markdown in total [/blocks]")
    if sum(block.get("type") == "table" for block in whole) > 1:
        found.append("only one table allowed [/blocks]")
    return found


def wrong_view(view: object) -> list[str]:
    """Return what Slack would refuse in a modal or a home, as `wrong_blocks` does."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return ["must be a modal or a home [/view]"]
    kind: Literal["modal", "home"] = view["type"]
    found = list(_VIEWS[kind](view, "/view"))
    found += wrong_blocks(view.get("blocks"), kind)
    inputs = isinstance(view.get("blocks"), list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"]
    )
    if kind == "modal" and inputs and "submit" not in view:
        found.append("submit is required with an input [/view]")
    return found


def wrong_metadata(metadata: object) -> str | None:
    """Return the error with which Slack would refuse the metadata of a message, or None."""
    if not isinstance(metadata, dict):
        return "invalid_metadata_format"
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict) or len(metadata) > 2:
        return "invalid_metadata_schema"
    return "metadata_too_large" if len(str(payload)) > MOST_METADATA else None


def elements(block: Json) -> list[Json]:
    """Return what stands in a block that a person can click or fill in."""
    several = block.get("elements")
    inside = [
        block.get("accessory"),
        block.get("element"),
        *(several if isinstance(several, list) else ()),
    ]
    return [one for one in inside if isinstance(one, dict) and one.get("type") in _ELEMENTS]


def _doubles(key: str, things: list[Json], where: str) -> Iterator[str]:
    counted = Counter(thing[key] for thing in things if isinstance(thing.get(key), str))
    for value, times in counted.items():
        if times > 1:
            yield f"{key} `{value}` already exists [{where}]"


_KIND = a(str)
_FLAG = a(bool)
_STYLE = among("primary", "danger")
_ID = string(255)


def _plain(most: int) -> Rule:
    return shape(type_=among("plain_text"), text_=string(most), emoji=_FLAG)


def _text(most: int) -> Rule:
    words = string(most)
    return one_of(
        {
            "plain_text": shape(type_=_KIND, text_=words, emoji=_FLAG),
            "mrkdwn": shape(type_=_KIND, text_=words, verbatim=_FLAG),
        }
    )


def _element(**keys: Rule) -> Rule:
    return shape(type_=_KIND, action_id=_ID, **keys)


_CONFIRM = shape(title_=_plain(100), text_=_text(300), confirm_=_plain(30), deny_=_plain(30), style=_STYLE)
_PLACEHOLDER = _plain(150)
_COMMON: dict[str, Rule] = {"confirm": _CONFIRM, "focus_on_load": _FLAG}
_PICKED: dict[str, Rule] = {**_COMMON, "placeholder": _PLACEHOLDER}
_OPTION = shape(text_=_text(75), value_=string(150), description=_text(75), url=string(3000))
_GROUP = shape(label_=_plain(75), options_=each(_OPTION, 100))
_FEW = each(_OPTION, 10)
_MANY = each(_OPTION, 100)
_LISTED: dict[str, Rule] = {"options": _MANY, "option_groups": each(_GROUP, 100)}
_TYPED: dict[str, Rule] = {
    "placeholder": _PLACEHOLDER,
    "focus_on_load": _FLAG,
    "dispatch_action_config": a(dict),
}
_IMAGE_KEYS: dict[str, Rule] = {"image_url": string(3000), "slack_file": a(dict), "alt_text_": string(2000)}
_IMAGE = shape(type_=_KIND, **_IMAGE_KEYS)
_LENGTH: dict[str, Rule] = {"min_length": a(int), "max_length": a(int)}


def _multiple(**keys: Rule) -> Rule:
    return _element(max_selected_items=a(int), **_PICKED, **keys)


_ELEMENTS: dict[str, Rule] = {
    "button": _element(
        text_=_plain(75),
        value=string(2000),
        url=string(3000),
        style=_STYLE,
        confirm=_CONFIRM,
        accessibility_label=string(75),
    ),
    "overflow": _element(options_=each(_OPTION, 5), confirm=_CONFIRM),
    "static_select": either(
        "options", "option_groups", _element(initial_option=_OPTION, **_LISTED, **_PICKED)
    ),
    "multi_static_select": either("options", "option_groups", _multiple(initial_options=_MANY, **_LISTED)),
    "users_select": _element(initial_user=_ID, **_PICKED),
    "multi_users_select": _multiple(initial_users=each(_ID, 100)),
    "channels_select": _element(initial_channel=_ID, response_url_enabled=_FLAG, **_PICKED),
    "conversations_select": _element(
        initial_conversation=_ID,
        default_to_current_conversation=_FLAG,
        response_url_enabled=_FLAG,
        filter=a(dict),
        **_PICKED,
    ),
    "datepicker": _element(initial_date=string(10, 10), **_PICKED),
    "timepicker": _element(initial_time=string(5, 5), timezone=_ID, **_PICKED),
    "checkboxes": _element(options_=_FEW, initial_options=_FEW, **_COMMON),
    "radio_buttons": _element(options_=_FEW, initial_option=_OPTION, **_COMMON),
    "plain_text_input": _element(initial_value=string(3000, 0), multiline=_FLAG, **_LENGTH, **_TYPED),
    "email_text_input": _element(initial_value=string(3000, 0), **_TYPED),
    "url_text_input": _element(initial_value=string(3000, 0), **_TYPED),
    "number_input": _element(
        is_decimal_allowed_=_FLAG,
        initial_value=string(100),
        min_value=string(100),
        max_value=string(100),
        **_TYPED,
    ),
    "file_input": _element(filetypes=each(_ID, 100), max_files=a(int)),
}
_FILLED_IN_ONLY = {kind for kind in _ELEMENTS if kind.endswith("_input")}
_CLICKED = {kind: rule for kind, rule in _ELEMENTS.items() if kind not in _FILLED_IN_ONLY}
_FILLED_IN = {kind: rule for kind, rule in _ELEMENTS.items() if kind not in {"button", "overflow"}}
_TEXTS: dict[str, Rule] = {kind: _text(3000) for kind in ("plain_text", "mrkdwn")}


def _block(**keys: Rule) -> Rule:
    return shape(type_=_KIND, block_id=_ID, **keys)


_CELL = one_of(
    {
        "raw_text": shape(type_=_KIND, text_=string(3000)),
        "raw_number": shape(type_=_KIND, value_=a(object), text=string(3000)),
        "rich_text": _block(elements_=a(list)),
    }
)
_EVERYWHERE: dict[str, Rule] = {
    "actions": _block(elements_=each(one_of(_CLICKED), 25)),
    "context": _block(elements_=each(one_of({**_TEXTS, "image": _IMAGE}), 10)),
    "divider": _block(),
    "header": _block(text_=_plain(150)),
    "image": _block(title=_plain(2000), **_IMAGE_KEYS),
    "input": _block(
        label_=_plain(2000),
        element_=one_of(_FILLED_IN),
        hint=_plain(2000),
        optional=_FLAG,
        dispatch_action=_FLAG,
    ),
    "rich_text": _block(elements_=a(list)),
    "section": either(
        "text",
        "fields",
        _block(
            text=_text(3000),
            fields=each(_text(2000), 10),
            accessory=one_of({**_CLICKED, "image": _IMAGE}),
            expand=_FLAG,
        ),
    ),
}
_BLOCKS: dict[Surface, dict[str, Rule]] = {
    "modal": _EVERYWHERE,
    "home": _EVERYWHERE,
    "message": {
        **_EVERYWHERE,
        "markdown": _block(text_=string(MOST_MARKDOWN)),
        "table": _block(rows_=each(each(_CELL, 20), 100), column_settings=each(a(object), 20)),
    },
}
_ANY_VIEW: dict[str, Rule] = {
    "blocks_": a(list),
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_VIEWS = {
    "home": shape(type_=_KIND, **_ANY_VIEW),
    "modal": shape(
        type_=_KIND,
        title_=_plain(24),
        submit=_plain(24),
        close=_plain(24),
        clear_on_close=_FLAG,
        notify_on_close=_FLAG,
        submit_disabled=_FLAG,
        **_ANY_VIEW,
    ),
}
