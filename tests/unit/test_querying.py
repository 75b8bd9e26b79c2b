"""What is read in a typed line: words, filters, quoted phrases and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.model import Kind, Outcome, Theme
from bot.domain.question import Filters
from bot.domain.tags import GovernmentRole
from bot.labels import label
from bot.language.analysis import words
from bot.messages.i18n import LANGUAGES, translator
from bot.querying.reading import Fault, Reading, Trouble, read
from bot.querying.values import CHOSEN_FROM, NAMES, Key, key_of, vocabulary

YEAR = 2026
ENERGY = Theme(1, (("nl", "energie"), ("en", "energy")))
DEMOCRACY = Theme(2, (("nl", "bestuur en democratie"), ("en", "government and democracy")))
KNOWN = vocabulary((ENERGY, DEMOCRACY))


def reading(line: str) -> Reading:
    return read(line, KNOWN, YEAR)


def filters(line: str) -> Filters:
    assert reading(line).faults == ()
    return reading(line).query.filters


def looked_for(line: str) -> str:
    return reading(line).query.words


def outcomes(*values: Outcome) -> Filters:
    return Filters(outcomes=frozenset(values))


FAILED = outcomes(Outcome.FAILURE)


def test_the_filters_of_the_manual() -> None:
    """All of them in one line, with a quoted name."""
    line = 'uitkomst:mislukt rol:netwerkend organisatie:"Gemeente Utrecht" sinds:2020 soort:project'
    assert reading(line).only_filters
    assert filters(line) == Filters(
        kinds=frozenset({Kind.PROJECT}),
        outcomes=frozenset({Outcome.FAILURE}),
        roles=frozenset({GovernmentRole.NETWORKING}),
        organisations=frozenset({"Gemeente Utrecht"}),
        since=2020,
    )


def test_filters_stand_anywhere_around_the_words() -> None:
    """Before, within or behind the question; the words stay in their order."""
    for line in (
        "uitkomst:mislukt wie heeft dit geloot?",
        "wie heeft uitkomst:mislukt dit geloot?",
        "wie heeft dit geloot? uitkomst:mislukt",
    ):
        assert looked_for(line) == "wie heeft dit geloot?"
        assert filters(line) == FAILED


@pytest.mark.parametrize(
    "line",
    [
        "uitkomst:mislukt",
        "UITKOMST:Mislukt",
        "uitkomst: mislukt",
        "outcome:failed",
        "outcome:failure",
        "uitkomst:mislukking",
        "uitkomst:mislukkingen",
        "uitkomst:niet gelukt",
        'uitkomst:"niet gelukt"',
        "uitkomst:“niet gelukt”",
        "outcome:did not work",
        "uitkomst:mislukt.",
        "(uitkomst:mislukt)",
        "`uitkomst:mislukt`",
        *("*uitkomst:mislukt*", "_uitkomst:mislukt_", "**uitkomst:** mislukt"),
        *("uitkomst=mislukt", "uitkomst = mislukt", "uitkomst : mislukt", "uitkomst :mislukt"),
        *("uitkomst;mislukt", "uitkomst\N{FULLWIDTH COLON}mislukt"),
    ],
)
def test_what_people_call_a_failure(line: str) -> None:
    """Labels and everyday forms in both languages, any capitals, quotes and signs around them."""
    assert filters(line) == FAILED
    assert words(looked_for(line)) == ()


@pytest.mark.parametrize("key", CHOSEN_FROM)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_can_be_typed(key: Key, language: str) -> None:
    """What the bot calls a value is understood, in either language, behind the key in either language."""
    t = translator(language)
    for value in CHOSEN_FROM[key]:
        for name in NAMES[key]:
            found = filters(f"{name}:{label(value, t)}")
            assert getattr(found, key) == {value}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("uitkomst:mislukt,gestopt", outcomes(Outcome.FAILURE, Outcome.STOPPED)),
        ("uitkomst:mislukt, gestopt", outcomes(Outcome.FAILURE, Outcome.STOPPED)),
        ("uitkomst:deels uitkomst:succes", outcomes(Outcome.PARTIAL, Outcome.SUCCESS)),
        ("soort:lessen,projecten", Filters(kinds=frozenset({Kind.LESSON, Kind.PROJECT}))),
        ("kind:pioneers", Filters(kinds=frozenset({Kind.PIONEER}))),
        ("rol:netwerkende overheid", Filters(roles=frozenset({GovernmentRole.NETWORKING}))),
        ("thema:energie", Filters(themes=frozenset({1}))),
        ("theme:Energy", Filters(themes=frozenset({1}))),
        ("thema:bestuur en democratie", Filters(themes=frozenset({2}))),
        ("thema:bestuur", Filters(themes=frozenset({2}))),
        ("organisatie:Utrecht", Filters(organisations=frozenset({"Utrecht"}))),
        ("organisatie:Gemeente Utrecht", Filters(organisations=frozenset({"Gemeente Utrecht"}))),
        ("org:Utrecht,Ede", Filters(organisations=frozenset({"Utrecht", "Ede"}))),
        ("organization:“Den Haag”", Filters(organisations=frozenset({"Den Haag"}))),
        ("plaats: gelderland", Filters(places=frozenset({"gelderland"}))),
        ("place:Ede", Filters(places=frozenset({"Ede"}))),
        ("sinds:2020", Filters(since=2020)),
        ("since: 2020?", Filters(since=2020)),
        ("sinds:2018 sinds:2021", Filters(since=2021)),
        *((line, Filters(since=2020)) for line in ("sinds=2020", "*sinds:2020*", "jaar:2020", "vanaf: 2020")),
        *((line, Filters(since=2020)) for line in ("year:2020", "from:2020")),
        ("plaats=Ede", Filters(places=frozenset({"Ede"}))),
        ('organisatie : "Gemeente Ede"', Filters(organisations=frozenset({"Gemeente Ede"}))),
        ('"open data"', Filters(phrases=frozenset({"open data"}))),
        *((line, Filters(phrases=frozenset({"open data"}))) for line in ("„open data”", "«open  data»")),
    ],
)
def test_values(line: str, expected: Filters) -> None:
    """Several values by commas or by repeating, names of several words, and every kind of quotation mark."""
    assert filters(line) == expected


def test_a_name_ends_where_the_question_begins() -> None:
    """Words with a capital belong to a name, but not the small word that a sentence begins with."""
    line = "organisatie:Gemeente Utrecht Wie heeft dit geloot?"
    assert filters(line) == Filters(organisations=frozenset({"Gemeente Utrecht"}))
    assert looked_for(line) == "Wie heeft dit geloot?"


def test_a_quoted_phrase_is_also_looked_for() -> None:
    """Its words order the hits, like any others."""
    assert (
        looked_for("wie deed iets met “open data” in de wijk?") == "wie deed iets met open data in de wijk?"
    )


@pytest.mark.parametrize(
    "line",
    [
        "let op: wie heeft dit geloot?",
        "om 9:30 begint het, wie komt?",
        "kijk op https://voorbeeld.nl/thema:x",
        "tip: vraag het de buren",
        "Thema: hoe wij de wijk in gaan",
        "Onze rol: zelf meedoen of toekijken",
        "organisatie: wij zijn een kleine gemeente",
        "ratio 1:2",
        "mailto:a@voorbeeld.nl",
        "mail:piet@voorbeeld.nl of kom om 9:30",
        "tip:vraag het de buren",
        "https:voorbeeld",
        "map:dossiers/2024",
        "op:een",
        "let op:vandaag",
        "x:y en artikel:12",
        *("vanaf: maandag 3 maart", "From: a@voorbeeld.nl", "jaar:onbekend"),
        *("wat is onze rol :)", "wat is onze rol :D", "wat is onze rol ;-)", "onze rol; die is klein"),
        *("rol;taak", "onze rol : zelf meedoen of toekijken", "-rol:zelf"),
        "- een *vet* woord en een _schuin_ woord",
        "www.voorbeeld.nl?soort=les",
        ":",
        "van alles",
        'hij zei "dat hadden we twee jaar geleden al eens in de raad besproken en toen niet"',
        '"van de"',
        "",
    ],
)
def test_what_is_no_filter_stays_as_it_was_typed(line: str) -> None:
    """Words with a colon, running text behind a known key, and whole sentences between quotation marks."""
    assert reading(line) == Reading(read(line, KNOWN, YEAR).query)
    assert looked_for(line) == line
    assert not filters(line).narrow


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("uitkomst:groen", Fault(Trouble.UNKNOWN_VALUE, "uitkomst:groen", Key.OUTCOME)),
        ("uitkomst: groen", Fault(Trouble.UNKNOWN_VALUE, "uitkomst:groen", Key.OUTCOME)),
        ("uitkomst:misluktt", Fault(Trouble.UNKNOWN_VALUE, "uitkomst:misluktt", Key.OUTCOME, "mislukt")),
        ("thema:ruimtevaart", Fault(Trouble.UNKNOWN_VALUE, "thema:ruimtevaart", Key.THEME)),
        ("thema:enrgie", Fault(Trouble.UNKNOWN_VALUE, "thema:enrgie", Key.THEME, "energie")),
        ("soort:", Fault(Trouble.NO_VALUE, "soort:", Key.KIND)),
        ('organisatie:""', Fault(Trouble.NO_VALUE, "organisatie:", Key.ORGANISATION)),
        ("uitkonst:mislukt", Fault(Trouble.UNKNOWN_KEY, "uitkonst:mislukt", meant="uitkomst:mislukt")),
        ("organistaie:Ede", Fault(Trouble.UNKNOWN_KEY, "organistaie:Ede", meant="organisatie:Ede")),
        (
            'organistaie:"De Ee"',
            Fault(Trouble.UNKNOWN_KEY, 'organistaie:"De Ee"', meant='organisatie:"De Ee"'),
        ),
        ("sins:2020", Fault(Trouble.UNKNOWN_KEY, "sins:2020", meant="sinds:2020")),
        ("kleur:rood", Fault(Trouble.UNKNOWN_KEY, "kleur:")),
        ("(colour:red).", Fault(Trouble.UNKNOWN_KEY, "colour:")),
        ("bedrag:2020", Fault(Trouble.UNKNOWN_KEY, "bedrag:")),
        ("-kleur:rood", Fault(Trouble.UNKNOWN_KEY, "kleur:")),
        ("-uitkomst:mislukt", Fault(Trouble.LEAVING_OUT, "-uitkomst:mislukt")),
        ("\N{EN DASH}plaats:Ede.", Fault(Trouble.LEAVING_OUT, "\N{EN DASH}plaats:Ede")),
        ("uitkomst=groen", Fault(Trouble.UNKNOWN_VALUE, "uitkomst:groen", Key.OUTCOME)),
        ("uitkonst=mislukt", Fault(Trouble.UNKNOWN_KEY, "uitkonst=mislukt", meant="uitkomst:mislukt")),
        ("sinds:gisteren", Fault(Trouble.NO_YEAR, "sinds:gisteren", Key.SINCE)),
        ("sinds:13-2020", Fault(Trouble.NO_YEAR, "sinds:13-2020", Key.SINCE)),
        ("sinds:3020", Fault(Trouble.YEAR_TO_COME, "sinds:3020", Key.SINCE)),
        ("sinds:20", Fault(Trouble.NO_YEAR, "sinds:20", Key.SINCE)),
        ("sinds:1020", Fault(Trouble.NO_YEAR, "sinds:1020", Key.SINCE)),
        ('"open data', Fault(Trouble.OPEN_QUOTE)),
        ("een buis van 5” dik", Fault(Trouble.OPEN_QUOTE)),
        ('organisatie:"Gemeente Utrecht', Fault(Trouble.OPEN_QUOTE)),
    ],
)
def test_what_is_wrong_is_a_fault(line: str, fault: Fault) -> None:
    """It is named as typed, with what may have been meant; words beside it are still looked for."""
    assert reading(line).faults == (fault,)
    beside = reading(f"wie heeft geloot {line}")
    assert beside.faults == (fault,)
    assert words(beside.query.words)[:3] == ("wie", "heeft", "geloot")


def test_the_good_values_beside_a_wrong_one_count() -> None:
    """Only what is wrong is left out."""
    read_ = reading("uitkomst:mislukt,groen sinds:2020")
    assert read_.query.filters == Filters(outcomes=FAILED.outcomes, since=2020)
    assert [fault.typed for fault in read_.faults] == ["uitkomst:groen"]


def test_the_words_of_an_open_quotation_are_looked_for() -> None:
    """No word is lost, and the other filters hold."""
    read_ = reading('organisatie:"Gemeente Utrecht sinds:2020')
    assert read_.query.words == "Gemeente Utrecht"
    assert read_.query.filters == Filters(since=2020)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Never an error, and reading twice says the same."""
    assert read(text, KNOWN, YEAR) == read(text, KNOWN, YEAR)


@given(st.text(alphabet='ab:"“”„«»‘’, \n`(;' + "'", max_size=60))
def test_without_a_filter_no_word_is_lost(text: str) -> None:
    """Only quotation marks can go, and what is written like a filter."""
    assume(not any(fault.trouble is Trouble.UNKNOWN_KEY for fault in reading(text).faults))
    assert words(looked_for(text)) == words(text)


_WORDS = st.lists(st.sampled_from("wie heeft geloot let op: 9:30 https://x.nl dijken, (wijk) Ede".split()))
_FILTERS = st.lists(
    st.sampled_from(
        [
            ("uitkomst:mislukt", FAILED),
            ("soort: les", Filters(kinds=frozenset({Kind.LESSON}))),
            ('organisatie:"Gemeente Ede"', Filters(organisations=frozenset({"Gemeente Ede"}))),
            ("org:ede,", Filters(organisations=frozenset({"ede"}))),
            ("since:2020", Filters(since=2020)),
            ("thema:energie", Filters(themes=frozenset({1}))),
        ]
    ),
    max_size=4,
)


@given(_WORDS, _FILTERS, _WORDS)
def test_words_and_filters_lose_nothing(
    said: list[str], chosen: list[tuple[str, Filters]], after: list[str]
) -> None:
    """However many there are, every word is looked for and every filter holds."""
    line = " ".join((*said, *(typed for typed, _ in chosen), *after))
    read_ = reading(line)
    expected = Filters()
    for _, asked in chosen:
        expected = expected.plus(asked)
    assert read_.query.filters == expected
    assert words(read_.query.words) == words(" ".join((*said, *after)))
    assert read_.faults == ()


def test_keys_are_known_in_both_languages() -> None:
    """And nothing else is a key."""
    assert {key_of(name) for names in NAMES.values() for name in names} == set(Key)
    assert key_of("ORGANIZATION") is Key.ORGANISATION
    assert key_of("tip") is None
