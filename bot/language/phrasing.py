"""What a question asks, without what tells who asks it: greetings, thanks, names, addresses, numbers.

It takes away rather too much than too little, and a person sees the rest before it is used: no rule finds
every name.
"""

from __future__ import annotations

import re

from bot.language.analysis import content, sentences, words
from bot.language.stopwords import WEIGHTLESS
from bot.language.thesaurus import shipped

MOST = 240
"""Characters that are kept; a longer story says less with each sentence."""

_ADDRESS = re.compile(
    r"\S*@\S*|(?:https?://|www\.)\S+|\b\d{2}-?\d{6,}\b|\+\d[\d ()-]{7,}\d|\b\d{5,}\b", re.IGNORECASE
)
"""Mentions, e-mail addresses, links, telephone numbers and other long numbers."""

_GREETING = re.compile(
    r"^\W*(?:hoi|ha|hallo|hey|hé|hi|hello|dag|beste|dear|goe(?:de|ie)(?:morgen|middag|navond|ndag)|goeden?dag|moin)\b"
    r"(?:[^,.!?:\n]{0,30}[,.!?:\n]+|\s+(?:allemaal|allen|iedereen|mensen|collega'?s|all|everyone|folks|team)\b)?\W*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.!?-]*\b(?:groet(?:en|jes)?|gr|mvg|(?:hartelijke|vriendelijke) groet\w*|alvast (?:bedankt|dank)"
    r"|bedankt|dank(?:jewel|je wel)?|thanks|thank you|cheers|kind regards|regards)\b.{0,80}$",
    re.IGNORECASE | re.DOTALL,
)
_INTRODUCED = re.compile(
    r"\b(?:ik ben|mijn naam is|ik heet|my name is|i am|i'm|(?:mijn |onze |my |our )?(?:collega|colleague))"
    r"\s+(?:[A-Z][\w'’-]*)(?:\s+(?:van|de|der|den|ten|ter)\b|\s+[A-Z][\w'’-]*)*",
)
_CAPITAL = re.compile(
    r"(?<=[\w,;:)] )[A-Z][a-zà-ÿ'’-]+(?:\s+(?:(?:van|de|der|den|ten|ter)\s+)*[A-Z][a-zà-ÿ'’-]+)*"
)
"""Words with a capital within a sentence: mostly the name of somebody, or of an organisation."""


_WHO = r"^\W*(?P<who>[\w'’-]+(?:\s+[\w'’-]+){0,4}?)"
_ASKED_BY = re.compile(
    rf"{_WHO}\s+(?:(?:wil(?:len)?|wilden?|wou(?:den)?|zou(?:den)?)(?:\s+(?:graag|ook|willen))*\s+weten\b[\s,:]*"
    r"|(?:wants?|wanted|would\s+(?:also\s+)?like)\s+to\s+know\b[\s,:]*"
    r"|(?:vraagt|vragen|vroeg|vroegen)(?:\s+(?:zich|me|mij|ons))?(?:\s+af)?\s*[,:]?\s*"
    r"(?=(?:of|hoe|hoeveel|wie|wat|waar\w*|welke?|wanneer)\b)"
    r"|(?:asks?|asked|wonders?|wondered)(?:\s+(?:me|us))?\s*[,:]?\s*"
    r"(?=(?:if|whether|how|who|what|where|why|which|when)\b))",
    re.IGNORECASE,
)
"""Somebody who would like to know something, before what that is."""

_NAME_FIRST = re.compile(
    r"^\W*(?P<who>[A-ZÀ-Ý][a-zà-ÿ'’-]+(?:(?:\s+(?:van|de|der|den|ten|ter))*\s+[A-ZÀ-Ý][a-zà-ÿ'’-]+)+"
    r"|[A-ZÀ-Ý][a-zà-ÿ'’-]+(?=\s+(?:wil|wilde|wou|zoekt|zocht|zegt|zei|vertelde|denkt|dacht|hoorde"
    r"|wants?|wanted|says|said|told|thinks|thought|heard)\b))"
)
"""What begins a sentence and is mostly a name: words with capitals, or one that says or wants something."""


def phrasing(question: str) -> str:
    """Return what a question asks, without greetings, names and addresses; empty when nothing is left."""
    bare = _CLOSING.sub("", _GREETING.sub("", _ADDRESS.sub(" ", question)))
    told = [_nameless(sentence) for sentence in sentences(bare)]
    kept: list[str] = []
    for sentence in reversed([each for each in told if content(each)]):  # what is asked comes last
        if kept and len(" ".join((sentence, *kept))) > MOST:
            break
        kept.insert(0, sentence)
    return " ".join(kept)[:MOST].strip()


def _nameless(sentence: str) -> str:
    begun = _NAME_FIRST.sub(_unless_ordinary, _ASKED_BY.sub(_unless_ordinary, sentence))
    without = _CAPITAL.sub(_unless_known, _INTRODUCED.sub(" ", begun))
    return " ".join(without.split()).strip(" ,;:-")


def _unless_known(found: re.Match[str]) -> str:
    """Keep what everybody calls something by, such as a law or a product."""
    return found[0] if shipped().knows(words(found[0])) else " "


def _unless_ordinary(found: re.Match[str]) -> str:
    """Keep the beginning of a sentence that begins as any may (“Wij”, “Heeft”), or that everybody knows."""
    who = words(found["who"])
    return found[0] if not who or who[0] in WEIGHTLESS or shipped().knows(who) else " "
