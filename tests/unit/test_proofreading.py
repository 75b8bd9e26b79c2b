"""What is pointed out before saving: few false alarms, and the words themselves."""

from __future__ import annotations

import pytest

from bot.language.proofreading import LONG_SENTENCE, Remark, is_citizen_number, remarks


def noticed(text: str, remark: Remark, *, sourced: bool = False) -> list[str]:
    """Return the words that get this remark."""
    return [each.words for each in remarks(text, sourced=sourced) if each.remark is remark]


NAMED = [
    ("Mevrouw Jansen belde elke dag.", "Jansen"),
    ("We spraken met de heer De Boer over de heg.", "De Boer"),
    ("Mijn collega Karin hield de lijst bij.", "Karin"),
    ("wethouder Pieterse wilde niet.", "Pieterse"),
    ("Het idee kwam van J. de Vries.", "J. de Vries"),
    ("A.B. Smit schreef de nota.", "A.B. Smit"),
    ("Anna van der Berg leidde het team.", "Anna van der Berg"),
    ("Daarna hielp Joost van Dijk ons.", "Joost van Dijk"),
    ("Toen zei Karin Bakker dat het moest stoppen.", "Karin Bakker"),
    ("Karin Bakker vertelde het aan de buurt.", "Karin Bakker"),
    ("Our colleague Susan kept the list.", "Susan"),
    ("Mrs. Taylor complained twice.", "Taylor"),
    ("It was mayor Thompson who stopped it.", "Thompson"),
    ("Then Peter Jackson said no.", "Peter Jackson"),
    ("Ludwig von Hagen wrote the plan.", "Ludwig von Hagen"),
    ("Het plan van mevr. Bakker lag klaar.", "Bakker"),
    ("Daar was hr. Bakker het mee eens.", "Bakker"),
    ("Wij plantten bomen met Karin Bakker.", "Karin Bakker"),
    ("We did it with Susan Taylor.", "Susan Taylor"),
]

UNNAMED = [
    "De Gemeente Utrecht vroeg het aan de Provincie Gelderland.",
    "Het Ministerie van Financiën en het Ministerie van Binnenlandse Zaken deden mee.",
    "In Den Haag en 's-Hertogenbosch werkte het wel.",
    "Wijk bij Duurstede en Hoek van Holland volgden.",
    "De Raad van State vond dat het anders moest.",
    "Het Huis van de Wijk was dicht.",
    "We gebruikten Microsoft Teams en Google Maps.",
    "De Tweede Kamer stelde vragen over de Wet open overheid.",
    "De Kamer van Koophandel gaf ons de lijst.",
    "Rijkswaterstaat Zuid zei dat de brug dicht bleef.",
    "Het Centraal Bureau voor de Statistiek telde mee.",
    "De wethouder wilde niet. Bewoners wel.",
    "Een collega uit Zwolle hielp ons.",
    "De burgemeester en de minister kwamen kijken.",
    "Universiteit van Amsterdam en Hogeschool van Utrecht onderzochten het.",
    "Op maandag belde de buurt, en in Mei was het klaar.",
    "The City of Leeds and the Ministry of Justice joined.",
    "The mayor said no. Residents said yes.",
    "We asked the Bank of England for the figures.",
    "Een resident van de wijk en een manager uit Tilburg.",
    "Plan B. Daarna kwam plan C. De buurt koos.",
    "Staatsbosbeheer gaf het terrein aan Natuurmonumenten.",
    "Autoriteit Persoonsgegevens schreef een brief.",
    "Dat deden we met Microsoft Teams, en met Google Maps erbij.",
    "Dat regelden we met Gemeente Ede en met Rijkswaterstaat Zuid.",
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_name_is_pointed_out(text: str, name: str) -> None:
    """By what stands around it: a title, initials, a particle, or who speaks."""
    assert noticed(text, Remark.NAME) == [name]


@pytest.mark.parametrize("text", UNNAMED)
def test_what_is_no_person_is_left_alone(text: str) -> None:
    """Organisations, places, laws and functions have capitals too."""
    assert noticed(text, Remark.NAME) == []


@pytest.mark.parametrize("text", ["Mail karin.b@proef.example.", "Ask karin.b@proef.example, please."])
def test_an_address_is_pointed_out(text: str) -> None:
    """Without the full stop behind it."""
    assert noticed(text, Remark.EMAIL) == ["karin.b@proef.example"]


@pytest.mark.parametrize(
    "number",
    [
        "06-12345678",
        "06 12 34 56 78",
        "+31 6 12345678",
        "030-2345678",
        "(030) 234 56 78",
        "+44 20 7946 0958",
        "06\u201112345678",
        "06\u00a012\u202f34\u200956\u00a078",
    ],
)
def test_a_phone_number_is_pointed_out(number: str) -> None:
    """However it is written; it is no figure."""
    found = remarks(f"Bel {number} voor meer.")
    assert [(each.remark, each.words.strip("(")) for each in found] == [(Remark.PHONE, number.strip("("))]


@pytest.mark.parametrize("number", ["111222333", "123456782", "1112.22.333", "111 222 333"])
def test_a_citizen_number_is_pointed_out(number: str) -> None:
    """When it passes the eleven test."""
    assert noticed(f"Het nummer was {number} zei men.", Remark.CITIZEN_NUMBER) == [number]


def test_the_eleven_test() -> None:
    """One digit more or less, or another one, fails it."""
    assert is_citizen_number("111222333")
    assert not is_citizen_number("111222334")
    assert not is_citizen_number("1112223330")
    assert not is_citizen_number("000000000")
    assert not is_citizen_number("1112223")


@pytest.mark.parametrize(
    "text",
    [
        "Het was op 12-03-2024 en duurde tot 2025.",
        "Zaaknummer 2024-0012345 is gesloten.",
        "Van 2022-2024 liep de proef.",
        "In 12 straten hingen 3 camera's.",
    ],
)
def test_dates_and_small_numbers_are_left_alone(text: str) -> None:
    """They name nobody, and need no source."""
    assert remarks(text) == ()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Het scheelde 40% van de ritten.", "40%"),
        ("Zeker 12,5 procent viel af.", "12,5 procent"),
        ("We gaven € 30.000 uit.", "€ 30.000"),
        ("It saved 2 million.", "2 million"),
        ("Er kwamen 1.200 bewoners.", "1.200"),
        ("About 30 percent came.", "30 percent"),
    ],
)
def test_a_figure_without_a_source_is_pointed_out(text: str, figure: str) -> None:
    """With a source beside it, in the text or as a link, it is not."""
    assert noticed(text, Remark.FIGURE) == [figure]
    assert noticed(text, Remark.FIGURE, sourced=True) == []
    assert noticed(f"{text} Bron: de monitor van vorig jaar.", Remark.FIGURE) == []


def test_a_very_long_sentence_is_pointed_out() -> None:
    """One that is long is not; two of them are no long one."""
    long = " ".join(["woord"] * (LONG_SENTENCE + 1))
    fine = " ".join(["woord"] * LONG_SENTENCE) + ". "
    assert noticed(long, Remark.LONG) == [long]
    assert noticed(fine * 3, Remark.LONG) == []
