"""Lines that ask something of what was just shown (“wat kost dat?”), and nothing that can be looked for."""

from __future__ import annotations

from bot.language.analysis import content, words
from bot.language.stopwords import listed

_OF_ANYTHING = listed(
    "kost kosten kostte kostten prijs betaalt betalen betaalde betaald duur duurt duren duurde lang looptijd",
    "gratis geld veilig verplicht leverancier resultaat resultaten uitkomst effect leverde opgeleverd",
    "opbrengst mis mislukte bereikt begonnen gestart gestopt klaar reden aanleiding voordelen nadelen",
    "stand status opgelost gemeente gemeenten organisaties toon show betrokken precies",
    "link linkje links url bron bronnen stuur mail vat samenvatten samenvatting",
    "cost costs price pay pays paid expensive free long took safe mandatory supplier result results outcome",
    "reason downsides benefits source sources send summarise summarize summary",
)
"""What can be asked of any project: it says nothing of which."""

_POINTING = listed(
    "dat dit die deze het ze er daar daarvan daarmee daarbij de it that this these those they them the"
)
_DOUBTED = listed(
    "klopt kloppen juist onjuist verouderd achterhaald actueel correct incorrect fout waar zeker",
    "true right wrong outdated accurate",
)

_MOST = 2


def asks_a_detail(line: str) -> bool:
    """Say whether a line asks something that can be asked of anything, of what it points at."""
    return _asks_of_it(line, _OF_ANYTHING) or doubts(line)


def doubts(line: str) -> bool:
    """Say whether a line asks whether what it points at is right, or says that it is not."""
    return _asks_of_it(line, _DOUBTED)


def _asks_of_it(line: str, asking: frozenset[str]) -> bool:
    if _POINTING.isdisjoint(words(line)):
        return False
    asked = content(line)
    return 0 < len(asked) <= _MOST and asking.issuperset(asked)
