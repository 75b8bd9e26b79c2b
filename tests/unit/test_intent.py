"""When a message asks the group for experience, and when the bot had better keep silent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.intent import judge, precision, recall
from bot.language.analysis import sentences
from bot.language.intent import _plain, asks_for_experience

MESSAGES = Path(__file__).parent / "intent_messages.jsonl"

ASKING = (
    "Wie heeft ervaring met loting?",
    "heeft er al iemand een burgerberaad begeleid",
    "Heeft een van jullie weleens een hackathon met inwoners gehouden?",
    "Welke waterschappen meten de waterkwaliteit samen met inwoners?",
    "Zijn er collega's die hier eerder mee te maken hadden?",
    "Hoe pakken andere provincies de energietransitie in dorpen aan?",
    "Wij overwegen een voorleesbot. Iemand ervaringen, goed of slecht?",
    "Ik ben op zoek naar iemand die ervaring heeft met participatief begroten.",
    "Ben benieuwd hoe jullie omgaan met boze reacties op sociale media.",
    "Waar liepen jullie tegenaan bij de invoering van de omgevingsvisie?",
    "Kent iemand mislukte voorbeelden van digitale inspraak? Juist daarvan wil ik leren.",
    "We beginnen met een wijkbudget. Tips zijn welkom!",
    "Hoi allemaal, wij denken aan een rollende agenda met partners. Is er een provincie die dat al doet?",
    "Has anyone here worked with citizens' assemblies?",
    "Which cities have stopped using facial recognition?",
    "Looking for colleagues who ran a deliberative poll.",
    "We are about to start a living lab, any lessons learned?",
    "How did other municipalities handle short term rentals?",
    "Gebruikt er iemand al een voorleesknop? En bevalt het?",
    "We lopen vast op het tellen van fietsers. Hoe lossen anderen dat op?",
    "met wie kan ik sparren over loting, liefst iemand die het al gedaan heeft",
    "Gezocht: waterschappen die met vrijwilligers meten.",
)

NOT_ASKING = (
    "Heeft iemand de link naar de vergadering?",
    "Wie neemt vandaag de notulen op zich?",
    "Wie heeft het stuk al gelezen?",
    "Is er iemand die de planten water kan geven?",
    "Gebruiken jullie de grote zaal nog?",
    "Hoe laat begint de bijeenkomst?",
    "Welke organisaties vallen onder de Woo?",
    "Sanne, heb jij al eens een burgerberaad gedaan?",
    "@willem wie heeft hier ervaring mee?",
    "De wethouder vroeg: “wie heeft hier ervaring mee?” Dat zoeken we uit.",
    "Wij hebben dit in 2020 al eens geprobeerd, het werd niks.",
    "Dank allen voor het delen van jullie ervaringen!",
    "Vacature: wij zoeken een adviseur met ervaring in het sociaal domein.",
    "Webinar: drie gemeenten delen hun ervaringen. Aanmelden kan tot donderdag.",
    "Volgende week delen drie gemeenten hun ervaringen met de omgevingswet.",
    "Wie heeft er nou nooit een typefout gemaakt haha",
    "Has anyone seen my badge?",
    "Does anyone have the Zoom link?",
    "Thanks everyone for sharing your experiences.",
    "We have experience with this, happy to talk.",
    "Hoi Samira! Hoe hebben jullie dat burgerberaad toen geworven?",
    "joost, heb jij ervaring met loting?",
    "Een raadslid vroeg of er gemeenten zijn die dit doen.",
    "Wie ervaring heeft met de nieuwe printer krijgt taart.",
    "Heeft iemand ooit een project op tijd zien eindigen? 😂",
    "Doen jullie ook mee met de fietsweek?",
    "Hoe vinden jullie de nieuwe koffie?",
    "Welke afdeling gaat over kermissen?",
    "Ik zoek de laatste versie van het draaiboek.",
    "Benieuwd hoe anderen dit doen? Kom naar de netwerkdag!",
    "",
    "👍",
)

ENDLESS = (
    "wie weet? ",
    "heeft iemand ",
    "zijn er een andere ",
    "wat welke jullie ",
    "ik graag weten ",
    "zoek een ervaren ",
    "vroeg vragen ",
    "Jan, ",
    ", ",
    "? ",
    ". a",
    "a-",
    "a'",
    "„",
    "‘ ",
    "ﷺ",
)


@pytest.mark.parametrize("message", ASKING)
def test_a_question_to_the_group_about_experience_is_heard(message: str) -> None:
    """Asking who did it, how it went, or for examples lets the bot speak."""
    assert asks_for_experience(message)


@pytest.mark.parametrize("message", NOT_ASKING)
def test_anything_else_is_left_alone(message: str) -> None:
    """Practical, personal, quoted, told or announced: the bot keeps silent."""
    assert not asks_for_experience(message)


@pytest.mark.parametrize("message", ASKING)
def test_capitals_make_no_difference(message: str) -> None:
    """A question typed in lower case is the same question."""
    assert asks_for_experience(message.lower())


def test_a_long_message_is_judged_as_fast_as_a_short_one_needs() -> None:
    """A message without any full stop is cut off, so that no pattern runs away."""
    assert not asks_for_experience("wij zagen de dijk " * 5000 + "wie heeft ervaring met dijken")


@pytest.mark.parametrize("piece", ENDLESS)
def test_every_hostile_message_is_judged(piece: str) -> None:
    """A hundred thousand characters of whatever repeats have an answer."""
    assert asks_for_experience((piece * 100_000)[:100_000]) in {True, False}


@pytest.mark.parametrize("piece", ENDLESS)
def test_only_the_beginning_of_a_message_is_looked_at(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of a message, and of a sentence in it, does not grow with how long it is."""
    seen: list[int] = []

    def counted(text: str) -> Iterable[str]:
        parts = tuple(sentences(text))
        seen.append(len(text))
        return parts

    def plain(sentence: str) -> str:
        seen.append(len(made := _plain(sentence)))
        return made

    monkeypatch.setattr("bot.language.intent.sentences", counted)
    monkeypatch.setattr("bot.language.intent._plain", plain)
    work = []
    for length in (10_000, 100_000):
        seen.clear()
        asks_for_experience((piece * length)[:length])
        work.append([*seen])
    assert work[0] == work[1]
    assert all(read <= 20_000 for read in seen)


def test_most_of_a_mixed_bag_is_judged_right() -> None:
    """Of messages as colleagues write them hardly any is wrongly taken for a question, and few are missed."""
    judgements = judge(MESSAGES)
    assert precision(judgements) >= 0.97
    assert recall(judgements) >= 0.85


@pytest.mark.parametrize("mark", ["‘ ", "„", "“ ", " '", '" "'])
def test_quotations_that_never_end_are_survived(mark: str) -> None:
    """Twenty thousand opening marks are judged like any other message, without hanging."""
    assert not asks_for_experience(mark * 20000)


@pytest.mark.parametrize("marks", ["‘’", "“”", "„”", '""'])
def test_a_quotation_of_a_paragraph_is_not_the_senders_own(marks: str) -> None:
    """A long text between quotation marks asks nothing, the words after it may."""
    quotation = f"{marks[0]}Het werk begon. {'Het werd lang. ' * 40}Wie heeft ervaring met loting?{marks[1]}"
    assert not asks_for_experience(quotation)
    assert asks_for_experience(f"{quotation} Wie heeft ervaring met dijken?")
