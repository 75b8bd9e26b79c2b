"""Any text as a question gives exactly one reply, in the shape that every reply has."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from bot.commands.catalog import COMMANDS
from bot.commands.command import Asking, Invocation, Misused, parse
from bot.messages.cleaning import clean
from tests.platforms.plaza import BETWEEN, Town

WORDS = (
    "wie heeft ervaring met zwerfafval camera's loting burgers algoritme energie wijk toezicht chatbot who "
    "has experience with litter energy niet gelukt meer nieuw help thema les L1 P9 ? ! , . : “ ” ' \" ( - \n "
    "uitkomst:mislukt sinds:2020 alleen en in Utrecht maanbasis xqzwv 🙏 \u200b \u202e"
).split(" ")

QUESTIONS = st.one_of(
    st.text(st.characters(), max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=8).map(" ".join),
)
"""Noise, the words of questions and commands in any order, and both mixed."""

_ITEM = re.compile(r"\d+\. ")
_CODE = re.compile(r"`([^`]*)`")
_OF_IT = re.compile(
    r"\(Q\d+\)|^(?:Dit vroeg je al eerder|Iemand anders vroeg dit|You asked this before|Somebody else).*\n",
    re.MULTILINE,
)
_GO_ON = re.compile(r"alleen (?:mislukkingen|lessen)|only (?:failures|lessons)|(?:en|and) in Gelderland\?")
"""What can be typed after an answer, and is no command."""

_FILTER = re.compile(r"[^\W\d_]+:")
"""The name of a filter that was typed and is not known."""

ONE_TOWN = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
"""All examples are asked in one town: that of one asker after another."""


def items(said: str) -> list[list[str]]:
    """Return the lines of each numbered item of a reply."""
    found: list[list[str]] = []
    for line in said.splitlines():
        if _ITEM.match(line):
            found.append([line])
        elif found and line.startswith("   "):
            found[-1].append(line.strip())
    return found


def shaped(said: str) -> None:
    """Check the shape: how long, what each item says, and that every command can be typed."""
    assert said.strip()
    assert BETWEEN not in said
    assert "Er ging iets mis" not in said
    assert said == clean(said)
    lines = [line for line in said.splitlines() if line.strip()]
    assert len(lines) <= 14
    shown = items(said)
    assert len(shown) <= 3
    for each in shown:
        assert len(each) <= 3
        assert each[-1].startswith(("Bron: ", "Source: "))
    assert len(_CODE.findall(lines[-1])) <= 3
    for command in _CODE.findall(said):
        names = _GO_ON.fullmatch(command) or _FILTER.fullmatch(command)
        assert names or isinstance(parse(command, COMMANDS), Invocation | Misused)


@ONE_TOWN
@example("")
@example("wie herkent zwerfafval met camera's?")
@example("`publiceer L1` {id} **x**")
@example("AAA:A")
@given(QUESTIONS)
async def test_any_question_has_one_reply_of_the_right_shape(here: Town, text: str) -> None:
    """Whatever is asked: one message, short, with sources, and with commands that exist."""
    assume(isinstance(parse(clean(text), COMMANDS), Asking))
    shaped(await here.says("bram", text))


@settings(ONE_TOWN, max_examples=15)
@given(QUESTIONS)
async def test_the_same_question_has_the_same_reply(here: Town, text: str) -> None:
    """Asked twice, by two people, it is answered the same, but for what is said of the question itself.

    That is the number under which it is kept, and that it waits for an answer already.
    """
    assume(isinstance(parse(clean(text), COMMANDS), Asking))
    first, second = await here.says("bram", text), await here.says("chris", text)
    assert _OF_IT.sub("", first) == _OF_IT.sub("", second)


@settings(ONE_TOWN, max_examples=30)
@given(
    st.text(st.characters(), max_size=60),
    st.sampled_from(["les", "thema", "zoek", "help", "vraag", "/", "publish"]),
)
async def test_anything_behind_the_name_of_a_command_is_answered(here: Town, rest: str, name: str) -> None:
    """A command with nonsense behind it has one reply as well."""
    said = await here.says("ada", f"{name} {rest}")
    assert said.strip()
    assert BETWEEN not in said
    assert "Er ging iets mis" not in said


@pytest.mark.parametrize("text", ["a" * 100_000, "wie \n" * 25_000, "\ud800" * 50_000, "1. " * 30_000])
async def test_a_huge_text_has_the_same_shape(here: Town, text: str) -> None:
    """A hundred kilobytes are one question like any other."""
    said = await here.says("bram", text)
    shaped(said.replace("\n\nJe bericht is lang: ik las de eerste 4000 tekens.", ""))
