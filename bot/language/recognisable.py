"""Words by which a story can be recognised: persons, ways to reach them, dates and organisations.

What is pointed out before an ordinary lesson is saved is in `proofreading.py`, on which this builds.
"""

from __future__ import annotations

import re
from typing import Final

from bot.language.account_keys import KEY
from bot.language.proofreading import Remark, remarks

_OF_PERSONS: Final = frozenset({Remark.NAME, Remark.EMAIL, Remark.PHONE, Remark.CITIZEN_NUMBER})

_MONTH: Final = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october)"
)
_DATE: Final = re.compile(
    rf"\b(?:\d{{1,2}}\s)?{_MONTH}(?:\s(?:19|20)\d\d)?\b|\b\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_ORGANISATION: Final = re.compile(
    r"\b(?i:gemeente|provincie|ministerie|waterschap|hoogheemraadschap|omgevingsdienst|veiligheidsregio"
    r"|stichting|universiteit|hogeschool|municipality of|province of|ministry of|university of|foundation)"
    r"(?:\s(?i:van|voor|de|het|of|the|for|en))*(?:\s[A-ZÀ-ÖØ-Þ][\w’'-]+)+|\b[A-Z]{3,}\b"
)


def recognisable(text: str) -> tuple[str, ...]:
    """Return the words by which somebody could know whose story this is, none of them twice."""
    persons = [noticed.words for noticed in remarks(text) if noticed.remark in _OF_PERSONS]
    mentioned = [found[0] for found in KEY.finditer(text)]
    dates = [found[0] for found in _DATE.finditer(text)]
    organisations = [found[0] for found in _ORGANISATION.finditer(text)]
    return tuple(dict.fromkeys((*persons, *mentioned, *dates, *organisations)))
