"""How a person fills in the fields of a view or picks from a menu, and the state that Slack makes of it."""

from __future__ import annotations

from typing import Any

from tests.slack.standin.pieces import Json

Values = dict[str, Any]
"""What goes in which field: by its label or its block_id. Options are named by what stands on them."""

_PICKED = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
}


def filled_in(view: Json, values: Values) -> Json:
    """Return the state of a view in which somebody filled in fields; the others keep what stands in them.

    Raise LookupError for a field that is not there, ValueError where Slack does not let one submit.
    """
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    left = dict(values)
    state: Json = {"values": {}}
    for block in inputs:
        element, label = block["element"], block["label"]["text"]
        key = label if label in left else block["block_id"]
        value = left.pop(key) if key in left else None
        entry = picked(element, value) if value is not None else _initial(element)
        _refuse(block, entry)
        state["values"][block["block_id"]] = {element["action_id"]: entry}
    if left:
        there = [block["label"]["text"] for block in inputs]
        raise LookupError(f"no field is called {sorted(left)}; there is {there}")
    return state


def picked(element: Json, value: Any) -> Json:  # noqa: ANN401 - what fits the element
    """Return what an element holds when a person picks or types this."""
    kind = element["type"]
    key = _PICKED.get(kind, "value")
    if key == "selected_option":
        return {"type": kind, key: _option(element, value)}
    if key == "selected_options":
        return {"type": kind, key: [_option(element, each) for each in value]}
    return {"type": kind, key: value}


def _initial(element: Json) -> Json:
    kind = element["type"]
    key = _PICKED.get(kind, "value")
    empty: Any = [] if key.endswith("s") else None
    return {
        "type": kind,
        key: element.get(key.replace("selected", "initial").replace("value", "initial_value"), empty),
    }


def _option(element: Json, wanted: str) -> Json:
    groups = element.get("option_groups") or [element]
    options: list[Json] = [option for group in groups for option in group["options"]]
    for option in options:
        if wanted in (option["text"]["text"], option["value"]):
            return option
    raise LookupError(f"{wanted} cannot be picked; there is {[option['text']['text'] for option in options]}")


def _refuse(block: Json, entry: Json) -> None:
    """Raise ValueError where Slack's own check holds a field back."""
    label, element = block["label"]["text"], block["element"]
    value = entry[_PICKED.get(element["type"], "value")]
    if not value and not block.get("optional"):
        raise ValueError(f"{label} must be filled in")
    if isinstance(value, str) and element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if value and not least <= len(value) <= most:
            raise ValueError(f"{label} must have from {least} to {most} characters")
