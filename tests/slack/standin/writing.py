"""What the app writes, checked: texts, blocks and metadata of messages, and what Slack fills in itself."""

from __future__ import annotations

import copy

from tests.slack.standin.limits import MOST_TEXT, elements, wrong_blocks, wrong_metadata
from tests.slack.standin.pieces import Json, Numbering, RefusedError
from tests.slack.standin.shapes import misshapen


def content(arguments: Json, number: Numbering) -> Json:
    """Return the text and blocks of a message that the arguments of a method give.

    Raise RefusedError for what Slack refuses.
    """
    text, blocks = arguments.get("text", ""), arguments.get("blocks")
    if not text and not blocks and not arguments.get("attachments"):
        raise RefusedError("no_text")
    if not isinstance(text, str):
        raise RefusedError("invalid_arguments")
    if len(text) > MOST_TEXT:
        raise RefusedError("msg_too_long")
    written: Json = {"text": text}
    if blocks is not None:
        refuse_wrong(wrong_blocks(blocks) + misshapen("Blocks", blocks), "invalid_blocks")
        if blocks:
            written["blocks"] = filled(blocks, number)
    if arguments.get("attachments"):
        written["attachments"] = arguments["attachments"]
    return written


def metadata(arguments: Json) -> Json | None:
    """Return the metadata that the arguments give. Raise RefusedError when Slack refuses it."""
    given: Json | None = arguments.get("metadata")
    if given is not None and (error := wrong_metadata(given)):
        raise RefusedError(error)
    return given


def refuse_wrong(wrong: list[str], error: str) -> None:
    """Raise RefusedError with what is wrong, if anything is."""
    if wrong:
        raise RefusedError(error, response_metadata={"messages": [f"[ERROR] {each}" for each in wrong]})


def filled(blocks: list[Json], number: Numbering) -> list[Json]:
    """Return blocks with the ids that Slack gives where the app gave none."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", number.id("b"))
        for element in elements(block):
            element.setdefault("action_id", number.id("a"))
    return blocks
