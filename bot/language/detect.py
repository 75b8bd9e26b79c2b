"""Is this line Dutch or English? Decided on the small words that only one of them has."""

from __future__ import annotations

import re

_DUTCH = frozenset(
    "aan al alleen alles als bij dat de deze die dit doen een eens eerder en er geen gedaan gemeente "
    "geweest had hebben heeft het hier hij hoe iemand iets ik in is jullie kan kunnen maar me met mijn naar "
    "niet nog of om ons onze ook op over te tegen toch tot uit van veel voor waar waren was wat we wel welke "
    "werd weet wie wij wil willen worden wordt ze zelf zich zijn zo zonder "
    "lessen mislukkingen organisatie plaats projecten rol sinds soort thema uitkomst voorlopers ".split()
)
_ENGLISH = frozenset(
    "a about an and any anyone are as at be been before but by can did do does done for from had has "
    "have how i if in is it like me my no not of on or our show somebody someone tell that the their there "
    "everything failures kind lessons only org organisation outcome pioneers place projects role since theme "
    "they this to under us used was we were what when where which who why with without would you "
    "your ".split()
)
_WORD = re.compile(r"[a-zà-ÿ']+")


def language_of(text: str) -> str | None:
    """Return `nl` or `en`, whichever has more of the small words; None when that does not decide."""
    found = _WORD.findall(text.casefold())
    dutch = sum(word in _DUTCH - _ENGLISH for word in found)
    english = sum(word in _ENGLISH - _DUTCH for word in found)
    if dutch == english:
        return None
    return "en" if english > dutch else "nl"
