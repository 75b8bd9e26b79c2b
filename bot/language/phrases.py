"""The words that ways of asking are made of: who belongs to the group, and how a sign is written down.

The signs themselves stand in `forms.py` (who is asked, and how), `substance.py` (what is asked for) and
`contrary.py` (what makes it something else); `intent.py` adds them up. All are general forms of speech in
the plain text that `intent.py` makes: lower case, no accents, a bar between clauses. What a question is
about plays no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """A way of speaking, and the points it adds to (or takes from) a sentence in which it stands."""

    points: int
    pattern: re.Pattern[str]


def sign(points: int, *patterns: str) -> Sign:
    """Return one sign that any of the patterns gives; it counts once, however often it is given."""
    return Sign(points, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))


def opening(points: int, *patterns: str) -> Sign:
    """Return a sign that is only given where a clause begins."""
    return sign(points, *(f"{_START}(?:{pattern})" for pattern in patterns))


_START = (
    r"(?:^|\| |\b(?:en|of|maar|dus|want|nou|nu|allemaal|allen|iedereen|mensen|collega'?s|hoi|hallo|hi|hey"
    r"|hee?"
    r"|dag|vraagje|vraag|and|or|but|so|all|folks|everyone) )"
)

BODIES = (
    r"(?:[\w-]*(?:gemeente[ns]|provincies|waterschappen|regio'?s|diensten|organisaties|besturen|corporaties"
    r"|instellingen|instanties|overheden|beheerders|uitvoerders|inspecties|kantoren|steden|bedrijven)"
    r"|ministeries|departementen|scholen|universiteiten|hogescholen|ziekenhuizen|landen|korpsen|partijen"
    r"|ggd'?(?:en|s)|rud'?s|zbo'?s|teams|afdelingen|directies|agentschappen|bibliotheken|musea|dorpen"
    r"|griffies|rechtbanken|clubs)"
)
"""Bodies of government, or something like them."""

BODY = (
    rf"(?:{BODIES}|[\w-]*(?:gemeente|provincie|waterschap|regio|dienst|organisatie|bestuur|corporatie"
    r"|instelling|instantie|overheid|beheerder|uitvoerder|inspectie|bedrijf)|ministerie|departement|stad"
    r"|school|universiteit|korps|partij|ggd|rud|zbo|team|afdeling|directie|agentschap|griffie|club|land)"
)
"""One or more of them."""

GROUP = (
    r"(?:municipalit(?:y|ies)|agenc(?:y|ies)|ministr(?:y|ies)|councils?|cit(?:y|ies)|provinces?"
    r"|departments?|organi[sz]ations?|orgs?|governments?|teams?|regions?|countr(?:y|ies)|bod(?:y|ies)"
    r"|institutions?|authorit(?:y|ies)|units?)"
)
"""The same in English."""

PEOPLE = (
    r"(?:collega(?:'?s)?|mensen|lotgenoten|vakgenoten|anderen|gebruikers|sparringpartners?"
    r"|ervaringsdeskundigen)"
)

SMALL = (
    r"(?:(?:er|hier|al|ook|toevallig|misschien|nog|dan|daar|soms|eigenlijk|wel|inmiddels|ergens|dit|dat"
    r"|of heeft|of kent|of weet) ){0,4}"
)
"""What may stand between a verb and whoever is asked."""

SOMEBODY = (
    r"(?:iemand|(?:een|een paar) van jullie|jullie|jij of|je of|(?:(?:een|geen|jouw|jullie|andere?|ander|meer"
    r"|enkele|bepaalde|sommige|veel|die|de|[a-z]+(?:se|ke|ge|ne|le)) ){0,3}"
    rf"(?:{BODY}|{PEOPLE}))\b"
)
"""Whoever belongs to the group that is asked."""

OTHERS = (
    rf"(?:jullie|anderen|andere [\w'-]+|een ander|(?:een )?andere? {BODY}"
    rf"|(?:de|die) (?:\w+ ){{0,2}}?{BODIES}|collega'?s|men)\b"
)
"""Those whose way of doing things is asked for."""

SOMEONE = (
    r"(?:any(?:one|body)|some(?:one|body)|others|people|colleagues"
    rf"|(?:any |other |another )(?:\w+ ){{0,2}}?{GROUP})"
)
"""Whoever belongs to the group, in English."""

TOLD = (
    r"(?:[\w-]*ervaring(?:en)?|ervaringsverhalen|tips?|tricks|[\w-]*voorbeeld\w*|best practices?"
    r"|goede praktijken|adviezen|lessen|valkuilen|[\w-]*casus(?:sen)?|referenties?|aanraders?|inspiratie"
    r"|ideeen|succesverhalen|(?:mooie |leuke |goede )verhalen)"
)
"""What can be told about having done something."""

ADVICE = (
    r"(?:experiences?|tips?|examples?|advice|pointers?|lessons|recommendations?|case stud(?:y|ies)"
    r"|best practices?|(?:reference|use) cases?|success stories|war stories|learnings|inspiration|intro"
    r"|templates?)"
)
"""The same in English."""
