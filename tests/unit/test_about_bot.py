"""Which lines are about the bot itself, and which real questions are not."""

from __future__ import annotations

import pytest

from bot.commands.catalog import COMMANDS
from bot.commands.command import Asking, Invocation, parse
from bot.language.about_bot import is_erasing, is_stopping, is_trying

REAL = (
    "wie heeft ervaring met het verwijderen van gegevens?",
    "hoe laat je inwoners hun gegevens zien?",
    "kan mijn gemeente chatbots inzetten?",
    "wie kan zien welke algoritmes er zijn?",
    "mag een gemeente camerabeelden bekijken?",
    "wie leest de notulen automatisch voor?",
    "hoe bewaar je gegevens van inwoners?",
    "wie mag dossiers inzien?",
    "wat weet je van datamask?",
    "wat doen jullie met gegevens van kinderen?",
    "hoe verwijder ik graffiti?",
    "wil je vertellen wie berichten anonimiseert?",
    "kan iemand mij helpen met privacy?",
    "is dit algoritme openbaar?",
    "wie stopte met een project?",
    "wie test chatbots?",
    "test met deelscooters",
    "who deletes personal data automatically?",
    "can residents see their own data anywhere?",
    "who can read old maps with AI?",
    "how do you keep data private?",
    "does anyone read meters by camera?",
    "hoeveel projecten over water zijn er?",
    "hoeveel kost een scanauto?",
)


@pytest.mark.parametrize("line", REAL)
def test_a_real_question_is_not_about_the_bot(line: str) -> None:
    """What others do with data, privacy, tests and stopping is looked for like anything else."""
    assert isinstance(parse(line, COMMANDS), Asking)
    assert not any(about(line) for about in (is_erasing, is_stopping, is_trying))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "kan mijn baas zien wat ik vraag?",
            "wie kan mijn vragen lezen?",
            "mag mijn leidinggevende dit zien?",
        ),
        *(
            "wat weet je van mij?",
            "Kan iemand dit lezen?",
            "leest mijn manager mee?",
            "bewaar je mijn vragen?",
        ),
        *(
            "wie ziet wat ik hier typ",
            "kunnen collega’s mijn vragen zien?",
            "ben ik anoniem?",
            "is dit anoniem?",
        ),
        *("can my boss see what I ask?", "who can read my questions?", "who sees this?", "what do you keep"),
        *(
            "can anyone else see this?",
            "do you store my questions?",
            "what do you know about me?",
            "is this private?",
        ),
    ],
)
def test_who_can_see_this_is_about_privacy(line: str) -> None:
    """In the many ways in which somebody asks who reads along and what is kept."""
    read = parse(line, COMMANDS)
    assert isinstance(read, Invocation)
    assert read.command.dutch.name == "privacy"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "verwijder al mijn gegevens",
            "wil je mijn vraag wissen",
            "wis mijn vraag",
            "vergeet mij",
            "wis alles",
        ),
        *(
            "kun je mijn gegevens verwijderen?",
            "ik wil dat je mijn gegevens verwijdert",
            "hoe wis ik mijn vraag?",
        ),
        *("delete my data", "please delete my question", "can you erase everything about me?", "forget me"),
    ],
)
def test_wanting_to_be_erased_is_about_the_bot(line: str) -> None:
    """What is the asker's own, in an order or a question."""
    assert is_erasing(line)


def test_stopping_and_trying_are_single_words_or_nearly() -> None:
    """`stop`, `cancel`, a test and whether it is there."""
    assert all(is_stopping(line) for line in ("stop", "Stop!", "annuleren", "cancel please", "/stop"))
    assert all(is_trying(line) for line in ("test", "test 123", "ping", "hoi, ben je er?", "are you there?"))


def test_a_long_line_is_never_about_the_bot() -> None:
    """However often it says so."""
    assert not is_erasing("verwijder mijn vraag " * 1000)
    assert not is_trying("test " * 20_000)


@pytest.mark.parametrize(
    "line",
    [
        "hoeveel projecten zijn er?",
        "hoeveel lessen en projecten heb je?",
        "hoe groot is de kennisbank?",
        "how many lessons are there?",
    ],
)
def test_how_much_there_is_is_about_the_bot(line: str) -> None:
    """It says so itself in `over`; a search for “projects” would find anything."""
    read = parse(line, COMMANDS)
    assert isinstance(read, Invocation)
    assert read.command.dutch.name == "over"
