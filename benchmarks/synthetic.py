"""Entries and questions that look like Dutch and mean nothing: as many as asked for, the same for every run.

Words follow Zipf's law (Mandelbrot's form); most are compounds and word forms of the lists in
`dutch_words.py`. An entry has a subject, whose words it repeats, as real texts do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random

from benchmarks.dutch_words import (
    ADJECTIVES,
    ASKS,
    CODAS,
    ENDS,
    ENGLISH,
    LITTLE,
    NOUNS,
    NUCLEI,
    ONSETS,
    OWNERS,
    SCENES,
    STARTS,
    VERBS,
)
from bot.domain.model import (
    Consent,
    Details,
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    Pioneer,
    Project,
    State,
    Status,
    Text,
    Years,
)
from bot.domain.model import Visibility as Seen

SEED = 20_26
STEMS = 4_000
COMPOUNDS = 40_000
SUBJECTS = 1500
THEMES = 24
PIONEERS_IN = 100
"""One entry in so many is a pioneer."""

_FLATTEN = 12
"""Mandelbrot's shift: the most frequent words are less frequent than Zipf's plain law says."""

_START = datetime(2016, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A question and its style: `short` or `chatty`."""

    text: str
    style: str


class Language:
    """A vocabulary with its frequencies, and texts made of it. The same seed gives the same texts."""

    def __init__(self, seed: int = SEED) -> None:
        self._seed = seed

    @cached_property
    def words(self) -> Sequence[str]:
        """Every content word, the most frequent first."""
        dice = Random(f"{self._seed} words")  # noqa: S311 - repeatable, not secret
        stems = [_stem(dice) for _ in range(STEMS)]
        common = [
            *NOUNS,
            *map(_plural, NOUNS),
            *VERBS,
            *map(_plural, VERBS),
            *ADJECTIVES,
            *stems[: STEMS // 4],
        ]
        dice.shuffle(common)
        rare = [*stems, *(_compound(dice, stems) for _ in range(COMPOUNDS))]
        # of the rare ones the short are less so, as in any language
        rare.sort(key=lambda word: len(word) + dice.random() * 20)
        return tuple(dict.fromkeys([*common, *rare]))

    @cached_property
    def _cumulative(self) -> Sequence[float]:
        return list(itertools.accumulate(1 / (rank + _FLATTEN) for rank in range(len(self.words))))

    def draw(self, dice: Random, count: int) -> list[str]:
        """Draw content words as often as their frequency says."""
        return dice.choices(self.words, cum_weights=self._cumulative, k=count)

    @cached_property
    def subjects(self) -> Sequence[Sequence[str]]:
        """What entries are about: some words that are common in them and mostly rare elsewhere."""
        dice = Random(f"{self._seed} subjects")  # noqa: S311 - repeatable, not secret
        return [self.draw(dice, 16) + dice.choices(self.words, k=6) for _ in range(SUBJECTS)]

    def entries(self, size: int, pioneers: Sequence[int] = ()) -> Iterator[Entry]:
        """Make so many entries, published for the network; one in a hundred belongs to one of the persons."""
        numbers = dict.fromkeys(Kind, 0)
        for position in range(size):
            dice = Random(f"{self._seed} entry {position}")  # noqa: S311 - repeatable, not secret
            details = _details(dice, pioneers, position)
            kind = _kind_of(details)
            numbers[kind] += 1
            yield self._entry(dice, EntryId(kind, numbers[kind]), details, position)

    def _entry(self, dice: Random, id_: EntryId, details: Details, position: int) -> Entry:
        subject = self.subjects[min(int(dice.paretovariate(0.6)), SUBJECTS) - 1]
        texts = [self._text(dice, subject)]
        if position % 10 == 0:
            texts.append(_english(dice))
        since = dice.randint(2008, 2025)
        return Entry(
            id=id_,
            details=details,
            texts=tuple(texts),
            original="nl",
            status=Status.PUBLISHED,
            visibility=Seen.NETWORK if dice.random() < 0.5 else Seen.PUBLIC,  # noqa: PLR2004
            recorded=_START + timedelta(minutes=position),
            organisation=_organisation(dice),
            happened=Years(since, since + 1),
            themes=tuple(dice.sample(range(1, THEMES + 1), dice.randint(1, 3))),
        )

    def _text(self, dice: Random, subject: Sequence[str]) -> Text:
        product = f"{_stem(dice)}a".capitalize()
        title = " ".join(dice.sample(subject, 3)).capitalize()
        return Text(
            "nl",
            title=title,
            summary=self._passage(dice, subject, 25),
            situation=self._passage(dice, subject, 25),
            action=f"{self._passage(dice, subject, 20)} {product} {self._passage(dice, subject, 5)}",
            result=self._passage(dice, subject, 20),
        )

    def _passage(self, dice: Random, subject: Sequence[str], length: int) -> str:
        own = dice.choices(subject, k=length // 5)
        other = self.draw(dice, length // 4)
        words = [*own, *other, *dice.choices(LITTLE, k=length - len(own) - len(other))]
        dice.shuffle(words)
        return " ".join(words).capitalize() + "."

    def questions(self, count: int) -> Iterator[Asked]:
        """Make so many questions: short and chatty by turns, about subjects that entries have."""
        dice = Random(f"{self._seed} questions")  # noqa: S311 - repeatable, not secret
        for number in range(count):
            subject = dice.choice(self.subjects[: SUBJECTS // 3])
            words = [_mistyped(dice, word) for word in dice.sample(subject, dice.randint(2, 4))]
            asked = dice.choice(ASKS).format(words=" en ".join(words))
            if number % 2 == 0:
                yield Asked(asked, "short")
                continue
            scenes = [scene.format(owner=_organisation(dice)) for scene in dice.sample(SCENES, 2)]
            history = self._passage(dice, subject, dice.randint(8, 16))
            yield Asked(". ".join([*scenes, history, asked]), "chatty")


def theme_names() -> Sequence[str]:
    """Return the names of the themes, by their number from 1."""
    return [noun.capitalize() for noun in NOUNS[::12][:THEMES]]


def _details(dice: Random, pioneers: Sequence[int], position: int) -> Details:
    number, rest = divmod(position, PIONEERS_IN)
    if pioneers and rest == PIONEERS_IN - 1:
        return Pioneer(pioneers[number % len(pioneers)], f"Voorloper {number + 1}", Consent.GIVEN)
    if dice.random() < 0.5:  # noqa: PLR2004 - half and half
        return Lesson(dice.choice([*Outcome, None]))
    return Project(dice.choice(list(State)))


def _kind_of(details: Details) -> Kind:
    match details:
        case Lesson():
            return Kind.LESSON
        case Project():
            return Kind.PROJECT
        case Pioneer():
            return Kind.PIONEER


def _organisation(dice: Random) -> str:
    return f"{dice.choice(OWNERS)} {dice.choice(STARTS)}{dice.choice(ENDS)}"


def _english(dice: Random) -> Text:
    title = " ".join(dice.choices(ENGLISH, k=4)).capitalize()
    return Text("en", title=title, summary=" ".join(dice.choices(ENGLISH, k=40)).capitalize() + ".")


def _stem(dice: Random) -> str:
    """Make a word of one or two syllables that no list has."""
    syllables = [
        dice.choice(ONSETS) + dice.choice(NUCLEI) + dice.choice(CODAS) for _ in range(dice.choice((1, 1, 2)))
    ]
    return "".join(syllables) + dice.choice(("", "", "el", "er", "ing", "en"))


def _compound(dice: Random, stems: Sequence[str]) -> str:
    """Make a compound of two or, one time in ten, three nouns; often a word form of it."""
    parts = [dice.choice(dice.choice((NOUNS, stems))) for _ in range(3 if dice.random() < 1 / 10 else 2)]
    if dice.random() < 0.15:  # noqa: PLR2004 - one in seven begins with what somebody does
        parts[0] = dice.choice(VERBS)
    word = "".join(_linked(part) for part in parts[:-1]) + parts[-1]
    return _plural(word) if dice.random() < 0.3 else word  # noqa: PLR2004 - about as often as in text


def _linked(noun: str) -> str:
    return noun + ("s" if noun.endswith(("ing", "heid", "schap", "teit")) else "")


def _plural(noun: str) -> str:
    return noun + ("s" if noun.endswith(("el", "er", "en", "em", "e", "a", "i", "o")) else "en")


def _mistyped(dice: Random, word: str) -> str:
    """Return one word in six with two letters changed over, one in six with its parts typed apart."""
    chance, at = dice.random(), dice.randrange(1, len(word) - 1)
    if chance < 1 / 6:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if chance < 1 / 3 and len(word) > 12:  # noqa: PLR2004 - only compounds are this long
        return f"{word[: len(word) // 2]} {word[len(word) // 2 :]}"
    return word
