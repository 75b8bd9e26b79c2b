"""Lines that ask something of what was just shown, and nothing that can be looked for (“wat kost dat?”)."""

from __future__ import annotations

from bot.language.analysis import content, words
from bot.language.stopwords import listed

_OF_ANYTHING = listed(
    "kost kosten kostte kostten prijs betaalt betalen betaalde betaald duur duurt duren duurde lang looptijd",
    "gratis geld veilig verplicht leverancier resultaat resultaten uitkomst effect leverde opgeleverd",
    "opbrengst mis mislukte bereikt begonnen gestart gestopt klaar",
    "cost costs price pay pays paid expensive free long took safe mandatory supplier result results outcome",
)
"""What can be asked of any project: it says nothing of which."""

_POINTING = listed("dat dit die deze het ze er daarvan daarmee it that this these those they them")

_MOST = 2


def asks_a_detail(line: str) -> bool:
    """Say whether a line asks something that can be asked of anything, of what it points at."""
    if _POINTING.isdisjoint(words(line)):
        return False
    asked = content(line)
    return 0 < len(asked) <= _MOST and _OF_ANYTHING.issuperset(asked)
