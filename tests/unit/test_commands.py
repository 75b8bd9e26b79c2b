"""The command table and the parser."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.catalog import COMMANDS
from bot.commands.command import Asking, Command, Invocation, Misused, parse


def names(command: Command) -> set[str]:
    return {command.dutch.name, command.english.name}


def test_a_name_that_begins_with_another_one_is_read_first() -> None:
    """The names of different commands are prefix-free, word by word, but for those that are named here."""
    longer_ones = set()
    for (before, one), (after, other) in permutations(enumerate(COMMANDS), 2):
        for name in names(one):
            for longer in names(other):
                if f"{longer} ".startswith(f"{name} "):
                    assert after < before, (name, longer)
                    longer_ones.add(longer)
    assert longer_ones == {"vraag door", "volg niet", "deel beschermd", "share protected"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.dutch.name)
def test_every_example_calls_its_command(command: Command) -> None:
    """What help shows as an example can be typed as it is, in capitals too."""
    for example in (*command.dutch.examples, *command.english.examples):
        for typed in (example, example.upper(), f"  {example}  "):
            parsed = parse(typed, COMMANDS)
            assert isinstance(parsed, Invocation), typed
            assert parsed.command is command, typed


@pytest.mark.parametrize(
    "text",
    [
        "wie heeft ervaring met loting?",
        "help ons met zwerfafval, wie weet iets?",
        "nieuw beleid voor afval: wie deed dat eerder?",
        "meer bomen in de straat, hoe dan?",
        "deel je ervaring met burgerbegroting",
        "project rond eenzaamheid, wie heeft dat gedaan?",
        "over een maand begint onze proef",
        "Rol van gemeenten bij energiecoöperaties?",
        "publish open data, who did it?",
        "help ons met energiecoöperaties",
        "project energie",
        "les loting",
        "",
    ],
)
def test_a_question_that_begins_like_a_command_is_a_question(text: str) -> None:
    """An everyday first word does not make a command of a sentence."""
    assert parse(text, COMMANDS) == Asking(text)


MISUSED = ["publiceer", "publiceer alles", "rol bram", "les 12x", "taal frans"]


@pytest.mark.parametrize("text", MISUSED)
def test_a_command_with_words_it_cannot_read_is_misused(text: str) -> None:
    """A command's name with something unreadable behind it is explained, not searched for."""
    assert isinstance(parse(text, COMMANDS), Misused)


def test_typographic_apostrophes_are_fine() -> None:
    """A phone types a curly apostrophe in thema’s."""
    parsed = parse("thema’s", COMMANDS)
    assert isinstance(parsed, Invocation)
    assert parsed.command.dutch.name == "thema's"


@pytest.mark.parametrize(
    "typed",
    ["L12", "l12", "L 12", "L-12", "l12.", "#L12", "(L12)", "[L12]", "“L12”", "`L12`", "L12?", "L012"],
)
def test_an_id_is_read_as_people_write_it(typed: str) -> None:
    """With a sign, brackets, quotes, a space or a full stop it is still that lesson."""
    parsed = parse(typed, COMMANDS)
    assert isinstance(parsed, Invocation)
    assert (parsed.command.dutch.name, parsed.match["number"].lstrip("0")) == ("les", "12")
    assert parsed.language is None


@pytest.mark.parametrize("typed", ["les twaalf", "lesson twelve", "les 12", "les #L12", "les (12)"])
def test_a_number_is_read_in_words_too(typed: str) -> None:
    """Numbers up to twelve may be words, behind the command's name."""
    parsed = parse(typed, COMMANDS)
    assert isinstance(parsed, Invocation)
    assert parsed.match["number"] in {"12", "twaalf", "twelve"}


@pytest.mark.parametrize("typed", ["`help`", "/help", "!help", "help!", "Help?", " /Help "])
def test_signs_around_a_command_are_fine(typed: str) -> None:
    """Who copies the backticks, or is used to other programs, is understood."""
    parsed = parse(typed, COMMANDS)
    assert isinstance(parsed, Invocation)
    assert parsed.command.dutch.name == "help"


@given(st.text(st.characters()))
def test_the_parser_reads_anything(text: str) -> None:
    """Any text is a command, a misused command or a question; nothing raises."""
    assert isinstance(parse(text, COMMANDS), Invocation | Misused | Asking)


@pytest.mark.parametrize("one", ["x", "ab ", "?", "L1 ", "9", "\n", "\ud800", "\u200b", "`", "les "])
def test_the_parser_reads_a_hundred_kilobytes(one: str) -> None:
    """However long a line is, it is read."""
    for typed in (one * 100_000, f"L{one * 100_000}", f"les {one * 100_000}", f"zoek {one * 100_000}"):
        assert isinstance(parse(typed, COMMANDS), Invocation | Misused | Asking)


@given(st.sampled_from(COMMANDS), st.text(st.characters(), max_size=40))
def test_the_parser_reads_anything_behind_a_name(command: Command, rest: str) -> None:
    """Whatever follows a command's name is read without raising."""
    assert isinstance(parse(f"{command.dutch.name} {rest}", COMMANDS), Invocation | Misused | Asking)


@pytest.mark.parametrize("typed", ["?help", ".help", "help?!", "?? thema's ?"])
def test_marks_around_a_name_change_nothing(typed: str) -> None:
    """It is the command, whatever people put before and behind it; with a space it is something else."""
    parsed = parse(typed, COMMANDS)
    assert isinstance(parsed, Asking if " " in typed else Invocation)
