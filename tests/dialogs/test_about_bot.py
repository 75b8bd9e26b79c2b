"""Questions about the bot itself: who reads along, erasing, stopping, and whether it is there."""

from __future__ import annotations

import pytest

from tests.platforms.plaza import Town


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("kan mijn baas zien wat ik vraag?", "Ik bewaar: je account"),
        ("wie kan mijn vragen lezen?", "Ik bewaar: je account"),
        ("wat weet je van mij?", "Ik bewaar: je account"),
        ("can my boss see what I ask?", "I keep: your account"),
        (
            "verwijder al mijn gegevens",
            "Verwijder je bericht, dan wis ik je vraag en mijn antwoord.\nAl het andere van jou: ",
        ),
        (
            "wil je mijn vraag wissen",
            "Verwijder je bericht, dan wis ik je vraag en mijn antwoord.\nAl het andere van jou: ",
        ),
        (
            "delete my data",
            "Delete your message, and I delete your question and my answer.\nEverything else of yours: ",
        ),
        ("stop", "Er loopt nu niets dat kan stoppen."),
        ("klaar", "Er staat nu geen formulier open. `deel` begint er een."),
        ("overslaan", "Er staat nu geen formulier open."),
        ("test", "Ik ben er. Vraag me wie iets al eens heeft gedaan"),
        ("are you there?", "I am here. Ask me who did something before"),
        ("kan ik zelf iets toevoegen?", "`deel` vraagt je in een paar stappen wat je probeerde"),
        ("Mijn project is mislukt, waar kan ik dat kwijt?", "`deel` vraagt je in een paar stappen"),
        ("waar kan ik mijn ervaring delen?", "`deel` vraagt je in een paar stappen"),
        ("where can I tell my story?", "`share` asks you in a few steps what you tried"),
        ("waar komt je informatie vandaan?", "Ik ben Voorloper."),
        ("ben je een bot?", "Ik ben Voorloper."),
        ("do you make this up?", "I am Voorloper."),
        ("mag ik je iets vragen?", "Ik ben er. Vraag me wie iets al eens heeft gedaan"),
        (
            "is er ook iets in het Engels?",
            "Ik spreek Nederlands en Engels: met `taal en` of `taal nl` kies je.",
        ),
        ("kun je dat vertalen?", "Ik spreek Nederlands en Engels"),
        ("en in het Nederlands?", "Ik spreek Nederlands en Engels"),
        ("in English please", "I speak Dutch and English: `language en` or `language nl` chooses."),
        ("ik snap het niet", "Ik zoek in de kennisbank waar je vraag over gaat"),
        ("what do you mean?", "I look in the base for what you ask about"),
        ("sorry, verkeerde vraag", "Prima. Vraag gerust iets anders."),
    ],
)
async def test_a_line_about_the_bot_is_no_question(here: Town, line: str, said: str) -> None:
    """It is answered with what is true, directly and in a room, and nothing is kept."""
    assert (await here.says("bram", line)).startswith(said)
    assert (await here.says("bram", line, "leren")).startswith(said)
    async with here.store.read() as tx:
        assert await tx.questions.get(1) is None


async def test_a_guest_hears_about_privacy_too(here: Town) -> None:
    """Whoever may ask nothing else may ask this."""
    said = await here.says("gast", "wie kan mijn vragen lezen?", "leren", guest=True)
    assert said.startswith("Ik bewaar: je account")


async def test_stop_still_stops_a_form(here: Town) -> None:
    """And only then there is something to stop."""
    await here.says("bram", "deel")
    assert "loopt nu niets" not in await here.says("bram", "stop")
    assert await here.says("bram", "stop") == "Er loopt nu niets dat kan stoppen."


async def test_between_people_nothing_is_said_about_the_bot(here: Town) -> None:
    """Who says `test` to others gets no answer."""
    for line in ("test", "stop", "klaar", "verwijder mijn vraag", "wie kan dit zien?"):
        assert await here.says("bram", line, "leren", addressed=False) == ""
