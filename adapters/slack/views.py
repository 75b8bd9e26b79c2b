"""Forms as modals, and somebody's own page as the home of the app. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.slack.blocks import Json
from adapters.slack.interactive import held
from adapters.slack.limits import (
    HINT,
    INPUT_LABEL,
    INPUT_TEXT,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    TEXT_OBJECT,
    VIEW_BLOCKS,
    VIEW_JSON,
    VIEW_TITLE,
    within,
)
from adapters.slack.pieces import pieces
from bot.domain.keys import ConversationKey
from bot.messages.cleaning import shortened
from bot.messages.form import ChoiceView, FieldView, FormView
from bot.messages.reply import Reply

_ONE_LINE = 200
"""Characters up to which a field is a single line."""

_RADIO = 10
"""Choices up to which all can be seen at once."""


def modal(form: FormView, where: ConversationKey) -> Json:
    """Return a form as a modal: each field is a block with its name, so that faults can stand at it."""
    intro = [{"type": "section", "text": _plain(form.intro, TEXT_OBJECT)}] if form.intro.strip() else []
    return {
        "type": "modal",
        "callback_id": form.name,
        "title": _plain(form.title, VIEW_TITLE),
        "submit": _plain(form.submit, VIEW_TITLE),
        "close": _plain(form.close, VIEW_TITLE),
        "private_metadata": held(where, form.presets),
        "blocks": [*intro, *map(_input, form.fields)],
    }


def waiting(title: str, words: str) -> Json:
    """Return a modal that stands there until its form is known."""
    return {
        "type": "modal",
        "title": _plain(title, VIEW_TITLE),
        "blocks": [{"type": "section", "text": _plain(words, TEXT_OBJECT)}],
    }


def home(page: Reply) -> Json:
    """Return somebody's page; of one that is too long, the first part."""
    blocks: list[Json] = []
    size = 0
    for piece in pieces(page):
        size += piece.json
        if len(blocks) + len(piece.blocks) > VIEW_BLOCKS or size > VIEW_JSON:
            break
        blocks += piece.blocks
    return {"type": "home", "blocks": blocks}


def _input(field: FieldView) -> Json:
    hint = {"hint": _plain(field.hint, HINT)} if field.hint.strip() else {}
    return {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, INPUT_LABEL),
        "optional": not field.required,
        "element": _choosing(field) if field.choices else _writing(field),
        **hint,
    }


def _writing(field: FieldView) -> Json:
    longest = min(field.longest, INPUT_TEXT)
    written = {"initial_value": within(field.value, longest)} if field.value else {}
    return {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": field.longest > _ONE_LINE,
        "max_length": longest,
        **written,
    }


def _choosing(field: FieldView) -> Json:
    chosen = next((choice for choice in field.choices if choice.value == field.value), None)
    return {
        "type": "radio_buttons" if len(field.choices) <= _RADIO else "static_select",
        "action_id": field.name,
        **_offered(field.choices),
        **({"initial_option": _option(chosen)} if chosen else {}),
    }


def _offered(choices: Sequence[ChoiceView]) -> Json:
    """Return what can be chosen; what does not fit in one list in several, called by their first and last."""
    if len(choices) <= OPTIONS:
        return {"options": [_option(choice) for choice in choices]}
    lists = [choices[first : first + OPTIONS] for first in range(0, len(choices), OPTIONS)]
    names = [_plain(f"{each[0].label} – {each[-1].label}", OPTION_TEXT) for each in lists]
    return {
        "option_groups": [{"label": name, **_offered(each)} for name, each in zip(names, lists, strict=True)]
    }


def _option(choice: ChoiceView) -> Json:
    return {"text": _plain(choice.label, OPTION_TEXT), "value": choice.value[:OPTION_VALUE]}


def _plain(text: str, longest: int) -> Json:
    return {"type": "plain_text", "text": within(shortened(text, longest), longest), "emoji": False}
