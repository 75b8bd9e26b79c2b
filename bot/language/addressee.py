"""Is a message for one person? It is when it opens with a mention or a name, or asks somebody by name.

Only how people are addressed; what is asked of the group is decided in `intent.py`.
"""

from __future__ import annotations

import re

from bot.language.phrases import BODIES
from bot.language.stopwords import listed

_OPENING = 200
"""Characters in which a message shows for whom it is."""

_GREETING = r"(?:hoi|ha|hallo|h[eé]|hey|hi|hello|dag|beste|dear|goe(?:de|ie)(?:morgen|middag|navond))"
_CALL = r"(?:zeg|tegen|morgen|vraag (?:voor|aan))"
_NAME = r"([A-Z][a-zé]+)\b(?:[ -][A-Z][a-zé]+)?"
_ASKS_YOU = r"(?:kun|kan|weet|heb|ken|zou|wil|had|ben) (?:jij|je)\b(?! of\b)"

_MENTION = re.compile(r"^\W*(?:\w+\W+){0,2}?@\w")
_CALLED = re.compile(
    rf"^\W*(?i:{_GREETING})\s+{_NAME}"
    rf"|^\W*(?i:{_CALL})\s+{_NAME}\s*[,:!]"
    rf"|^\W*(?!(?i:{BODIES})){_NAME}(?:\s*,|\s+(?:jij|je)\b)"
    rf"|^\W*(?:(?i:{_GREETING})\s+)?(\w+)\s*[,!]?\s+{_ASKS_YOU}"
    r"|\b(?:jij|je)\b[^.?!]{0,80},? ([A-Z][a-zé]+)\?"
)
_NOT_A_NAME = listed(
    "hoi ha hallo hé he hey hi hello dag beste dear goedemorgen goedemiddag goedenavond goedendag morgen",
    "moin goeiemorgen goeiemiddag collega collegas allemaal allen iedereen mensen team teams dames heren",
    "vrienden lezers ambtenaren leden groep toppers kanaal experts specialisten community vakgenoten mede",
    "all folks everyone everybody colleagues people there morning question quick help vraagje vraag",
    "oproep gezocht tip tips ja nee ok oke yes no well so thanks dank ps trouwens overigens zeg nou ook",
    "even helaas kortom daarom verder misschien gisteren vandaag als dan en maar of want mocht ik we wij",
    "iemand wie wat waar hoe welke wanneer waarom is zijn heeft hebben heb ken kent weet kun kan zou wil",
    "had ben doe doet mag zal",
)


def is_for_one(message: str) -> bool:
    """Say whether the message opens with a mention or somebody's name, or asks one person by it."""
    opening = message[:_OPENING]
    if _MENTION.search(opening):
        return True
    called = _CALLED.search(opening)
    return called is not None and any(name and name.casefold() not in _NOT_A_NAME for name in called.groups())
