"""From text to the tokens an index knows: words, their weight in a question, stems and 4-grams.

Pure functions over text; what a collection knows of its words (how rare, which compounds) is not here.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from Stemmer import Stemmer

from bot.language.stopwords import LIGHT, WEIGHTLESS

VERSION = 11
"""Raised whenever tokens or fields change, so that an index of older ones is built anew."""

DUTCH = "nl"
ENGLISH = "en"
LANGUAGES = (DUTCH, ENGLISH)
"""The languages with an analysis of their own; texts in any other go through the Dutch one."""

GRAM = 4
"""Characters in a gram; the best single length over five Dutch collections."""

LONGEST = 60
"""Letters of a word that count; Dutch has no longer ones, and the cost of a word grows with its square."""

MOST_WORDS = 200
"""How many distinct words of a question are weighed: the first, as looking for the rarest costs the time."""

LONG = 100
"""Content words from which a message tells a story before or after what it asks."""

LIGHT_WEIGHT = 0.7

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CAPITALS = re.compile(r"\b[A-Z]{2,4}\b")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:bijv|etc|nr|art|ca|incl|excl|resp|evt|max|min|mln|mld|st|drs?|mr|ir|ing|prof|e\.a|cf|vs|no))\.$",
    re.IGNORECASE,
)
"""A full stop that ends a word and not a sentence: o.a., d.w.z., nr., art."""

_FIRST_ITEM = re.compile(r"(?:^|[:;]\s+)\(?\d{1,2}\.$")
"""A number that counts items: at the beginning of a sentence, or behind a colon (doelen: 1.)."""

_NEXT_ITEM = re.compile(r"\s\d{1,2}\.$")
"""A number that counts a further item, in a sentence that counts them."""

# "dutch" is the Kraaij-Pohlmann stemmer: it also brings geloot and loting together. The stemmers are in C and
# hold the interpreter's lock, so that an index may be built in one thread while another one searches.
_STEMMERS = {DUTCH: Stemmer("dutch"), ENGLISH: Stemmer("english")}

_NO_PARTICIPLE = re.compile("ge(?:(?:leen|mert|mini)$|tal|vel|was|weld|zag|zin|zond)")
"""Words of which the stemmer takes “ge” for that of a participle; what is left is another word (zon)."""


@dataclass(frozen=True)
class Word:
    """A word of a question that says something about its subject, and how much, before rarity: (0, 1].

    An abbreviation in capitals is no part of another word.
    """

    text: str
    weight: float
    abbreviation: bool = False


def words(text: str) -> tuple[str, ...]:
    """Return the words in reading order: lower case, without accents or a closing 's, cut if overlong."""
    found = _WORD.findall(_bare(text))
    return tuple([word.removesuffix("'s")[:LONGEST] for word in found])


def _bare(text: str) -> str:
    """Return the text in lower case and without accents; most texts have none, and that is quickly seen."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).casefold()
    if plain.isascii():
        return plain
    return "".join([character for character in plain if not unicodedata.combining(character)])


def content(text: str) -> tuple[str, ...]:
    """Return the words that carry content, in reading order, repeats kept."""
    return tuple([word for word in words(text) if word not in WEIGHTLESS])


def weighed(text: str) -> tuple[Word, ...]:
    """Return each content word of a question once, with its weight.

    Of a long message only the sentences that ask count, when there are any; then the first words.
    """
    found = content(text)
    if len(found) > LONG:
        found = content(" ".join(each for each in sentences(text) if each.endswith("?"))) or found
    distinct, short = itertools.islice(dict.fromkeys(found), MOST_WORDS), _abbreviations(text)
    return tuple(Word(word, LIGHT_WEIGHT if word in LIGHT else 1.0, word in short) for word in distinct)


def _abbreviations(text: str) -> frozenset[str]:
    """Return the words of a few capitals; in a text that has nothing else the shift key may have stuck."""
    stuck = text.isupper() and " " in text.strip()
    return frozenset() if stuck else frozenset(map(str.lower, _CAPITALS.findall(text)))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return what the forms of one word have in common, by the rules of this language."""
    found = str(_STEMMERS[language if language in _STEMMERS else DUTCH].stemWord(word))
    return f"ge{found}" if language != ENGLISH and _NO_PARTICIPLE.match(word) else found


@lru_cache(maxsize=4096)
def grams(word: str) -> tuple[str, ...]:
    """Return the runs of four characters in a word, or the word itself when it is shorter."""
    return tuple([word[start : start + GRAM] for start in range(max(1, len(word) - GRAM + 1))])


def sentences(text: str) -> tuple[str, ...]:
    """Split a text where a sentence or a line ends; not behind an abbreviation, or the number of an item."""
    found: list[str] = []
    for line in text.splitlines():
        open_ended = counting = item = False
        for part in _SENTENCE_END.split(line.strip()):
            said = f" {part}" if open_ended else part
            if open_ended:
                found[-1] += said
            elif part:
                found.append(part)
            first = _FIRST_ITEM.search(said) is not None
            counting = first or (counting and open_ended)
            # right behind one number another one counts nothing
            item = first or (counting and _NEXT_ITEM.search(part if item else said) is not None)
            open_ended = item or _ABBREVIATED.search(part) is not None
    return tuple(found)
