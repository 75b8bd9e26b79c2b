"""Words that stand for one another, and the groups that come with the program."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import thesaurus
from bot.language.analysis import words
from bot.language.thesaurus import LONGEST, Match, Thesaurus, shipped

ALL = shipped()
SMALL = Thesaurus.of([["zwerfafval", "afval op straat", "litter"], ["afval", "vuilnis"]])


def lines() -> list[str]:
    folder = files(thesaurus.__name__)
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".txt")]
    return [line for text in texts for line in text.splitlines() if line and not line.startswith("#")]


def test_a_word_stands_for_the_others_of_its_group() -> None:
    """In any word form, and phrases by their content words."""
    assert SMALL.matches(["litters"]) == (Match(0, 1, (("zwerfafval",), ("afval", "straat"))),)


def test_the_longest_member_is_taken() -> None:
    """A phrase is not also taken for the word it begins with."""
    (match,) = SMALL.matches(["afval", "straat"])
    assert (match.start, match.end) == (0, 2)
    assert ("zwerfafval",) in match.others
    assert [match.others for match in SMALL.matches(["afval", "container"])] == [(("vuilnis",),)]


def test_other_words_stand_for_nothing_else() -> None:
    """What is in no group has no match."""
    assert SMALL.matches(["fietsenstalling"]) == ()


@given(st.lists(st.text(max_size=20), max_size=30))
def test_matches_lie_in_the_text_and_never_overlap(typed: list[str]) -> None:
    """Whatever the words: every match is a run of them, one after the other."""
    ends = 0
    for match in ALL.matches(typed):
        assert ends <= match.start < match.end <= len(typed)
        ends = match.end


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brp", "basisregistratie"),
        ("sluikstort", "zwerfafval"),
        ("zivver", "mailen"),
        ("litter", "zwerfafval"),
    ],
)
def test_the_shipped_groups_know_government(typed: str, meant: str) -> None:
    """Abbreviations, Flemish, brands and English bring up the Dutch word."""
    (match,) = shipped().matches([typed])
    assert any(meant in word for other in match.others for word in other)


def test_the_shipped_groups_are_well_formed() -> None:
    """Every group has two members or more, each once, none too long to be a term."""
    for line in lines():
        members = [member.strip() for member in line.split("=")]
        assert len(members) >= 2, line
        assert len(set(members)) == len(members), line
        assert all(0 < len(words(member)) <= LONGEST + 1 for member in members), line


def test_a_project_is_no_part_of_a_shipped_member() -> None:
    """It has no weight: what is left of “mislukt ict-project” would stand for failed automation."""
    members = [member for line in lines() for member in line.split("=")]
    assert [member for member in members if {"project", "projecten", "projects"} & {*words(member)}] == []
    (match,) = shipped().matches(["ict"])
    assert not any("mislukte" in other for other in match.others)


def test_no_word_means_everything() -> None:
    """A word that stands in many groups would bring up whatever is in the base."""
    times = Counter(member.strip() for line in lines() for member in line.split("="))
    assert {member for member, count in times.items() if count > 3} == set()
