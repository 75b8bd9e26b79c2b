"""Which entries does a line point at: by their ids (“meer over L9”) or by their number in an answer (“2.”).

Pure: which entry stands at a number is known to who remembers the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.language.analysis import content
from bot.language.stopwords import listed
from bot.messages.i18n import NUMBERS

_ORDINALS = {
    word: number
    for words in (
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, word in enumerate(words.split(), 1)
}
_SPELLED = NUMBERS | _ORDINALS

_BEFORE = re.compile(
    r"(?:(?:en|and|ok|oke|okay|ja|yes|dan|graag|please|hoi|kun je|kan je|could you|can you|ik wil)[ ,]+)*"
    r"(?:(?:vertel|zeg|geef|weten)(?: (?:me|mij|ons))?(?: (?:iets|eens|wat|meer)){0,3}(?: over| van)?"
    r"|(?:graag )?(?:meer|iets)(?: (?:info|informatie|details|weten|lezen|horen|vertellen))?(?: over| van)?"
    r"|(?:info|informatie|details|uitleg) (?:over|van)|(?:het |de )?(?:hele )?verhaal (?:van|over)"
    r"|(?:laat|toon|open|lees|bekijk)(?: (?:me|mij|ons))?|leg(?: (?:me|mij|ons|eens|uit)){0,3}|explain"
    r"|wat (?:is|was|staat er in|houdt)"
    r"|hoe zit het met|over|van"
    r"|(?:tell|show|give)(?: me| us)?(?: more)?(?: about| on)?|(?:open|read|see)"
    r"|more(?: (?:info|information|details))?(?: about| on| of)?|(?:info|details) (?:about|on|of)"
    r"|what(?: is|'s| was)|what about|about|en|and)\s+"
)
_AFTER = re.compile(
    r"(?:[ ,]+(?:zien|in|uit|eens|lezen|graag|please|aub|svp|alsjeblieft|dan|even|vertellen))+$"
)
_JOINED = re.compile(r"\s*[,;&+/]\s*(?:(?:en|and|of|or) )?|\s+(?:(?:en|and|of|or)\s+)?")
_ID = re.compile(r"[(\[#]*(?P<letter>[lpvq])[ -]?(?P<digits>[0-9]{1,9})[)\].:]*", re.IGNORECASE)
_NUMBER = re.compile(r"#?(?P<digits>[0-9]{1,2})(?:[.)]|e|de|ste|st|nd|rd|th)?")
_NAMED = re.compile(
    r"(?:de |het |the )?(?P<name>(?:nummer|nr\.?|no\.?|number|optie|option|punt|item|resultaat|result) ?)?"
    r"(?P<rest>.+)"
)
_WITHIN = re.compile(r"(?<![\w-])[(\[#]*(?P<letter>[lpv])(?P<digits>[0-9]{1,9})(?![\w-])")
_ASKING = re.compile(
    r"(?:(?:en|and|ok|ja|yes|hoi)[ ,]+)?(?:wat|waar|hoe|welke|wanneer|waarom|wie|kun|kan|mag|heb|weet|is|zou"
    r"|ik wil|ik zou|what|where|how|which|when|why|who|can|could|may|do|does|i want|i would|let)\b"
)
_OF_IT = re.compile(
    r"(?:\b(?:van|over|bij|about|at)|^(?:what|where|how|which|when|why|who|can|could|may|do|does)\b.*\bof)"
    r"\s+[(\[#]*[lpv][0-9]{1,9}[)\].?! ]*$"
)
"""How a line ends that asks something of an entry: “wie was de projectleider van P279?”.

In Dutch “of” is “or”: “is parkeren duurder in P1 of P2?”.
"""

_OF_AN_ENTRY = listed(
    "info informatie details samenvatting verhaal resultaat bron uitkomst organisatie afgelopen",
    "information summary story result source outcome organisation",
)
"""Words for what there is to read in any entry."""

_MOST_LETTERS = 80


def pointed(text: str) -> tuple[str | int, ...]:
    """Return the ids and the numbers that a line is nothing but a wish to read; empty when it is more."""
    line = (
        " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).casefold().strip("`\"'“”‘ ?!")
    )
    if len(line) > _MOST_LETTERS:
        return ()
    before = _BEFORE.match(line)
    bare = _AFTER.sub("", line[before.end() :] if before else line)
    named = _NAMED.fullmatch(bare.strip(" ."))
    if named is None:
        return ()
    spelled = _SPELLED if named["name"] else _ORDINALS
    read = [_read(part, spelled) for part in _JOINED.split(named["rest"]) if part]
    whole = [part for part in read if part is not None]
    return tuple(dict.fromkeys(whole)) if len(whole) == len(read) else ()


def asked_about(text: str) -> tuple[str, ...]:
    """Return the ids in a question about them, or that has nothing else to look for: “wat weet je over L9”.

    They may be something else (“wie gebruikt P2000?”), which who knows the entries can tell.
    """
    line = " ".join(text.split()).casefold()
    rest = _WITHIN.sub(" ", line)
    if rest == line or not _ASKING.match(line):
        return ()
    if not (_OF_IT.search(line) or _OF_AN_ENTRY.issuperset(content(rest))):
        return ()
    return tuple(
        dict.fromkeys(f"{each['letter']}{each['digits']}".upper() for each in _WITHIN.finditer(line))
    )


def _read(part: str, spelled: Mapping[str, int]) -> str | int | None:
    """Read one id or number, in figures or in the words for it that may be meant here."""
    if entry := _ID.fullmatch(part):
        return f"{entry['letter'].upper()}{entry['digits']}"
    if number := _NUMBER.fullmatch(part):
        return int(number["digits"])
    return spelled.get(part)
