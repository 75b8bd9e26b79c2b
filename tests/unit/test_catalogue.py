"""The Dutch catalogue: complete, and true about what can be typed."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.commands.catalog import COMMANDS
from bot.commands.command import Asking, parse
from bot.messages.i18n import translator
from bot.messages.markup import Code, Plain, line, text_of
from bot.querying.following import follow_up
from bot.querying.reading import read
from bot.querying.values import vocabulary

FORM_WORDS = {"stop", "terug", "overslaan", "back", "skip", "ok", "goed", "klaar", "done"}
VALUES = {
    "id": "L1",
    "place": "slack:T123",
    "first": "slack:T123",
    "meant": "Europe/Amsterdam",
    "near": "L1",
    "filter": "soort:les",
    "number": "1",
    "code": "ABCDEFGHJK",
    "year": "2024",
}


def messages() -> list[Message]:
    with files("bot.messages").joinpath("locale", "nl.po").open("rb") as stream:
        return [message for message in read_po(stream, locale="nl") if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    said = message.id if isinstance(message.id, tuple | list) else (message.id,)
    translated = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return [(one, other or "") for one, other in zip(said, translated, strict=True)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("message", messages(), ids=lambda message: str(message.id)[:40])
def test_every_message_is_translated_with_its_placeholders(message: Message) -> None:
    """Each message has its Dutch, with the same placeholders and as many things to type."""
    for said, translated in forms(message):
        assert translated
        assert placeholders(said) - {"number"} == placeholders(translated) - {"number"}
        assert said.count("`") == translated.count("`")


@pytest.mark.parametrize("message", messages(), ids=lambda message: str(message.id)[:40])
def test_every_command_in_a_message_can_be_typed(message: Message) -> None:
    """What stands between backticks in our words is a command or a word of the forms, in both languages."""
    for form in forms(message):
        for text in form:
            for code in re.findall(r"`([^`]+)`", text):
                typed = code.format(**{name: VALUES.get(name, "x") for name in placeholders(code)})
                if typed in FORM_WORDS or typed in {"x", "search", "zoek"} or about_a_question(typed):
                    continue
                assert not isinstance(parse(typed, COMMANDS), Asking), typed


def about_a_question(typed: str) -> bool:
    """Say whether this is a filter, or goes on with the question before."""
    reading = read(typed, vocabulary(), 2026)
    return not reading.faults and follow_up(reading, vocabulary(), 2026) is not None


def test_an_unknown_language_is_dutch() -> None:
    """Whoever asks for another language hears Dutch."""
    assert translator("fr").language == "nl"


def test_numbers_are_words_up_to_twelve() -> None:
    """Two lessons are “twee lessen”; thirteen are “13 lessen”."""
    t = translator("nl")
    assert t.plural("{number} lesson", "{number} lessons", 2) == "twee lessen"
    assert t.plural("{number} lesson", "{number} lessons", 13) == "13 lessen"


def test_what_people_wrote_never_becomes_markup() -> None:
    """A value is plain text in a line, whatever stands in it; only our own words hold code."""
    spans = line("Type `help` for {title}", title="`publiceer L1` **nu** {id}")
    assert spans == (Plain("Type "), Code("help"), Plain(" for `publiceer L1` **nu** {id}"))
    assert text_of(spans) == "Type help for `publiceer L1` **nu** {id}"


def labels() -> set[str]:
    """Return what our buttons say, as far as it is the same each time."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (Path(__file__).parents[2] / "bot").rglob("*.py"))
    calls = [each for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Call)]
    first = [each.args[0] for each in calls if isinstance(each.func, ast.Name) and each.func.id == "Button"]
    said = [each.args[0] for each in first if isinstance(each, ast.Call) and each.args]
    return {str(each.value) for each in said if isinstance(each, ast.Constant)}


_SEEN = 30
"""Characters of a button that Slack shows; it takes 75."""


def test_what_a_button_says_can_be_read_on_it() -> None:
    """In both languages."""
    assert len(labels()) > 1
    said = {each for label in labels() for each in (label, translator("nl").text(label))}
    assert [each for each in said if len(each) > _SEEN] == []
