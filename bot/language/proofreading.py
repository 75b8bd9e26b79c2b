"""What somebody may want to look at before others read what they wrote: names, addresses, numbers, figures.

Pure functions over text in Dutch or English. Nothing is changed: whoever wrote it decides.

A name of a person is recognised by what stands around it, as there is no list of given names: a title or a
relation before it (“mevrouw Jansen”, “my colleague Karin”), initials (“J. de Vries”), a particle between two
words with capitals (“Anna van der Berg”), a verb of speaking beside two of them (“Karin Bakker said”), or a
word before two of them that people stand behind (“with Karin Bakker”); and by a mention, which stands there
as the key of an account (“@slack:T1:U1”).
Words that begin the names of organisations, places and laws count for nothing. A name without any of these
passes, so that few words are pointed out for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.language.account_keys import KEY
from bot.language.analysis import sentences
from bot.language.thesaurus import shipped


class Remark(StrEnum):
    """What may be the matter with some words."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    CITIZEN_NUMBER = "citizen_number"
    LONG = "long"
    FIGURE = "figure"


@dataclass(frozen=True)
class Noticed:
    """Some words of a text, as they stand there, and what may be the matter with them."""

    remark: Remark
    words: str


LONG_SENTENCE: Final = 40
"""Words in a sentence from which it is hard to read."""

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN: Final = "\u00a0\u2009\u202f\u2010\u2011\u2012\u2013"
"""Spaces and hyphens that no line may break at, as word processors and phones write them in numbers."""

_NUMBER: Final = re.compile(rf"(?<![\w.,+/-])(?:\+|\()?\d[\d .()/{_BETWEEN}-]{{5,20}}\d(?![\w%]|[.,]\d)")
_SHORTEST_ABROAD: Final = 9
_DUTCH_PHONE: Final = re.compile(r"(?:0|0031|31)[1-9]\d{8}")
_FIGURE: Final = re.compile(
    r"(?:€|EUR|euro)\s?\d[\d.,]*(?:\s(?:miljoen|miljard|million|billion|mln|mld))?"
    r"|\d[\d.,]*\s?(?:%|procent\b|percent\b|per cent\b|euro\b)"
    r"|\d[\d.,]*\s(?:miljoen|miljard|million|billion|mln|mld)\b(?:\seuro\b)?"
    r"|\b\d{1,3}(?:[.,]\d{3})+\b",
    re.IGNORECASE,
)
_SOURCED: Final = re.compile(
    r"https?://|www\.|\b(?:bron|bronnen|source|sources|volgens|according to|blijkens|uit onderzoek"
    r"|onderzoek van|rapport|report|monitor|evaluatie|evaluation|enquête|survey|telling|geteld|counted"
    r"|gemeten|measured|cbs|jaarverslag)\b",
    re.IGNORECASE,
)

_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-][\w’'-]*\b"
_PARTICLE: Final = (
    r"(?:van\s(?:de|den|der|het|’t|'t)|van|de|den|der|ter|ten|te|in\s’t|in\s't|op\sden|el|al|ben|von|di)"
)
_PARTICLES: Final = frozenset("van de den der ter ten te el al ben von di".split())
_LETTERED: Final = re.compile(
    r"\b(?:plan|optie|fase|groep|bijlage|categorie|type|klasse|option|phase|group|annex|category|class)\s$",
    re.IGNORECASE,
)
"""What stands before a letter that is no initial."""

_SURNAME: Final = rf"(?:{_PARTICLE}\s)?{_CAPITAL}(?:-{_CAPITAL})?"
_TITLE: Final = (
    r"(?:[Mm]evrouw|[Mm]evr\.?|[Mm]ej\.?|[Mm]eneer|[Dd]e\sheer|[Hh]r\.|[Dd]hr\.?|[Mm]w\.?|[Mm]r\.?|[Mm]rs\.?|[Mm]s\.?|[Dd]r\.|[Dd]rs\.|[Ii]r\."
    r"|[Pp]rof\.|[Ww]ethouder|[Bb]urgemeester|[Mm]inister|[Gg]edeputeerde|[Aa]lderman|[Mm]ayor"
    r"|[Pp]rojectleider|[Dd]irecteur|[Cc]ollega|[Cc]olleague|[Bb]uurman|[Bb]uurvrouw|[Nn]eighbour"
    r"|[Bb]ewoner|[Rr]esident|[Mm]anager)"
)
_SAID: Final = (
    r"(?:zei|zegt|vertelde|vertelt|belde|mailde|schreef|klaagde|huilde|said|says|told|called|mailed|wrote"
    r"|complained)"
)
_BESIDE: Final = (
    r"(?:met|door|aan|namens|volgens|van|bij|en|vroeg|vroegen|dankzij|with|by|from|and|asked|thanks\sto)"
)
"""What stands before two words with capitals that are mostly somebody; few texts of the register have it."""

_BARE: Final = re.compile(rf"\b{_BESIDE}\s(?P<name>{_CAPITAL}\s{_CAPITAL})(?!\s[A-ZÀ-ÖØ-Þ])")
_NAMED: Final = (
    re.compile(rf"\b{_TITLE}\s(?P<name>(?:[A-Z]\.\s?)*(?:{_CAPITAL}\s)?(?:(?:De|Van|Ten)\s)?{_SURNAME})"),
    re.compile(rf"(?<![\w.])(?P<name>(?:[A-Z]\.\s?){{1,4}}{_SURNAME})"),
    re.compile(rf"\b(?P<name>{_CAPITAL}\s{_PARTICLE}\s{_CAPITAL}(?:-{_CAPITAL})?)"),
    re.compile(rf"\b(?P<name>{_CAPITAL}\s{_CAPITAL})(?=,?\s{_SAID}\b)"),
    re.compile(rf"\b{_SAID}\s(?P<name>{_CAPITAL}\s{_CAPITAL})"),
    _BARE,
)
_NO_PERSON: Final = frozenset(
    (
        "gemeente provincie ministerie rijk rijkswaterstaat waterschap hoogheemraadschap dienst"
        " directie afdeling bureau raad hof rechtbank huis centrum stichting vereniging commissie"
        " college bestuur wet besluit regeling verordening omgevingswet bank universiteit"
        " hogeschool instituut inspectie planbureau unie bond kamer tweede eerste nationale"
        " koninklijke koninkrijk haven park plein straat laan wijk buurt kasteel museum station"
        " team werkgroep programma project platform netwerk dag week maand jaar nota visie plan"
        " kader handreiking algemene autoriteit regio metropoolregio veiligheidsregio"
        " omgevingsdienst drechtsteden noord zuid oost west nieuw nieuwe oud oude sint in op bij"
        " met voor van door naar uit over onder tussen na tijdens sinds tot de het een deze dit"
        " die dat we wij ze zij ik hij jij je er hier daar toen als want maar en of ook dus omdat"
        " wat wie hoe waar welke veel weinig alle sommige geen niet elke ieder iedereen niemand"
        " vraag vraagt bewoners inwoners mensen municipality province ministry department office"
        " agency council court house centre center foundation act law university institute board"
        " committee royal national city town county district north south east new old saint the a"
        " an this that these those they i he she you it on at by for from to with and or but so"
        " because when while after before since until many few all some no every everybody nobody"
        " residents people ask hoek behalve binnen vanuit buiten alphen bergen capelle google microsoft"
        " facebook apple"
    ).split()
)
"""First words of what is no person: organisations, places, laws, and what may begin any sentence."""

_NOUNS: Final = ("ers", "eren", "ingen", "enten", "ing", "atie", "omie", "dienst", "beeld", "heid", "wet")
"""How ordinary Dutch nouns end: “Medewerkers van Zwolle” is nobody's name."""

_PLACES: Final = frozenset(
    "haag bosch hoek helder ham bilt meern rijp wijk zaan ijssel rijn maas waal lek waddenzee nederland"
    " europa state staten generaal zaken financiën volksgezondheid justitie onderwijs defensie wetenschap"
    " koophandel arbeid milieu leefomgeving statistiek veiligheid".split()
)
"""Last words of names of places and institutions."""


def remarks(text: str, *, sourced: bool = False) -> tuple[Noticed, ...]:
    """Return what to look at in a text, in the order of the kinds, none of it twice.

    `sourced`: it is said elsewhere where its figures come from.
    """
    numbers = tuple(_numbers(text))
    plain = text
    for noticed in numbers:
        plain = plain.replace(noticed.words, " ")
    found = (*_names(text), *_emails(text), *numbers, *_long(text), *(() if sourced else _figures(plain)))
    return tuple(dict.fromkeys(found))


def is_citizen_number(digits: str) -> bool:
    """Say whether digits can be a Dutch citizen service number: nine (or eight) that pass the eleven test."""
    nine = digits.zfill(9)
    if len(digits) not in {8, 9} or not nine.strip("0"):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(nine, weights, strict=True)) % 11 == 0


def _names(text: str) -> Iterator[Noticed]:
    taken = [each.span() for each in KEY.finditer(text) if each["mark"] == "@"]
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            begin, end = match.span("name")
            apart = all(end <= first or last <= begin for first, last in taken)
            known = pattern is _BARE and _is_known(match["name"])
            if apart and not known and _is_person(match["name"]) and not _LETTERED.search(text[:begin]):
                taken.append((begin, end))
    for begin, end in sorted(taken):
        yield Noticed(Remark.NAME, text[begin:end])


def _is_known(name: str) -> bool:
    """Say whether two words begin with what everybody calls something by, such as a product."""
    words = name.casefold().split()
    return shipped().knows(words) or shipped().knows(words[:1])


def _is_person(name: str) -> bool:
    spoken = [word.strip("’'-.").casefold() for word in name.split()]
    while len(spoken) > 1 and spoken[0] in _PARTICLES:
        spoken = spoken[1:]
    if spoken[0].endswith(_NOUNS):
        return False
    return spoken[0] not in _NO_PERSON and spoken[-1] not in _PLACES | _NO_PERSON


def _emails(text: str) -> Iterator[Noticed]:
    for match in _EMAIL.finditer(text):
        yield Noticed(Remark.EMAIL, match[0])


def _numbers(text: str) -> Iterator[Noticed]:
    for match in _NUMBER.finditer(text):
        written = match[0].strip(f" -/{_BETWEEN}")
        digits = re.sub(r"\D", "", written)
        abroad = written.startswith("+") and len(digits) >= _SHORTEST_ABROAD
        if _DUTCH_PHONE.fullmatch(digits) or abroad:
            yield Noticed(Remark.PHONE, written)
        elif is_citizen_number(digits) and not re.search(r"[()/]", written):
            yield Noticed(Remark.CITIZEN_NUMBER, written)


def _long(text: str) -> Iterator[Noticed]:
    for sentence in sentences(text):
        if len(sentence.split()) > LONG_SENTENCE:
            yield Noticed(Remark.LONG, sentence)


def _figures(text: str) -> Iterator[Noticed]:
    if _SOURCED.search(text):
        return
    for match in _FIGURE.finditer(text):
        yield Noticed(Remark.FIGURE, match[0].strip(" .,"))
