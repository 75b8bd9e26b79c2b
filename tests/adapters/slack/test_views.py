"""Forms as modals, within what Slack takes."""

from __future__ import annotations

import pytest

from adapters.slack.limits import OPTION_TEXT, length
from adapters.slack.views import modal
from bot.domain.keys import ConversationKey
from bot.messages.form import ChoiceView, FieldView, FormView
from tests.adapters.slack.payloads import ROOM
from tests.slack.standin.limits import wrong_view
from tests.slack.standin.pieces import Json

WHERE = ConversationKey(ROOM, None)


def shown(field: FieldView) -> Json:
    """Return the element of the only field of a form."""
    view = modal(FormView("lesson", "Deel een les", "Bewaar", "Annuleer", "", (field,)), WHERE)
    assert wrong_view(view) == []
    element: Json = view["blocks"][0]["element"]  # type: ignore[index] # it is JSON
    return element


@pytest.mark.parametrize("many", [2, 10, 11, 100, 101, 1000])
def test_all_choices_can_be_chosen(many: int) -> None:
    """Slack takes a hundred in one list: a base may have more themes than that."""
    choices = tuple(ChoiceView(str(number), f"thema {number}") for number in range(many))
    element = shown(FieldView("theme", "Welk thema?", choices=choices, value=str(many - 1)))
    lists = element.get("option_groups") or [element]
    assert [each["value"] for one in lists for each in one["options"]] == [each.value for each in choices]
    assert element["initial_option"]["value"] == str(many - 1)


def test_names_with_emoji_fit() -> None:
    """Slack may count an emoji as two characters."""
    choices = (ChoiceView("1", "🌳" * 60), ChoiceView("2", "water"))
    texts = [each["text"]["text"] for each in shown(FieldView("theme", "Welk?", choices=choices))["options"]]
    assert all(length(each) <= OPTION_TEXT for each in texts)
