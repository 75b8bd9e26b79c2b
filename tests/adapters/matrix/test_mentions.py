"""Who is meant in a message, and which words are left."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.inbound import incoming
from tests.adapters.matrix.timeline import DIRECT, ME, ROOM, message, rich, words

US = '<a href="https://matrix.to/#/@voorloper:b.nl">Voorloper</a>'
BOB = '<a href="https://matrix.to/#/@bob:b.nl">Bob</a>'
NOBODY: dict[str, object] = {"m.mentions": {}}


@pytest.mark.parametrize(
    "body",
    [
        "voorloper: wie?",
        "Voorloper wie?",
        "VOORLOPER, wie?",
        "De Voorloper: wie?",
        "@voorloper wie?",
        "@Voorloper: wie?",
        "@voorloper:b.nl wie?",
        "@voorloper:b.nl: wie?",
        "!voorloper wie?",
        "!Voorloper: wie?",
        "  !VOORLOPER   wie?",
        "vo\u200borloper: wie?",
        "[Voorloper](https://matrix.to/#/@voorloper:b.nl): wie?",
        "https://matrix.to/#/@voorloper:b.nl wie?",
    ],
)
@pytest.mark.parametrize("content", [{}, NOBODY])
def test_the_name_at_the_beginning_calls_the_bot(body: str, content: dict[str, object]) -> None:
    """Typed as people do, whether or not their client says who is mentioned; it is no part of the words."""
    read = message(words(body, **content))
    assert (read.text, read.addressed) == ("wie?", True)


@pytest.mark.parametrize(
    "body",
    [
        "voorlopers zijn er genoeg",
        "voorlopertje: hoi",
        "voorloper-achtig idee",
        "voorloper's idee",
        "@voorlopertje wie?",
        "@voorloper:kwaad.example wie?",
        "@voorloper:b.nl.kwaad.example wie?",
        "!voorloperhelp",
        "een voorloper: dat zoeken we",
        "iemand@voorloper wie?",
        "iemand@voorloper:b.nl wie?",
        "niets",
        "",
    ],
)
def test_words_that_look_like_the_name_do_not(body: str) -> None:
    """Somebody else's name or id, or the word within a sentence."""
    assert not message(words(body)).addressed


@pytest.mark.parametrize("body", ["wie weet dit, @voorloper?", "wie weet dit @voorloper:b.nl?"])
def test_elsewhere_the_name_counts_when_the_client_says_nothing(body: str) -> None:
    """A client that says who is mentioned is believed when it is not the bot."""
    assert message(words(body)).addressed
    assert message(words(body)).text == "wie weet dit?"
    assert not message(words(body, **NOBODY)).addressed


def test_a_mention_by_the_client_counts_wherever_it_stands() -> None:
    """Also where the words only show a name that people changed."""
    mention = {"m.mentions": {"user_ids": ["@bob:b.nl", ME.user_id]}}
    assert message(words("wie weet dit?", **mention)).addressed
    read = message(rich("wie weet dit, Voorloper?", f"wie weet dit, {US}?", **mention))
    assert (read.text, read.addressed) == ("wie weet dit?", True)


@pytest.mark.parametrize(
    "mentions",
    [
        {"room": True},
        {"user_ids": ["@bob:b.nl"]},
        {"user_ids": "@voorloper:b.nl"},
        {"user_ids": {"@voorloper:b.nl": 1}},
        {"user_ids": [["@voorloper:b.nl"], 3, None]},
        ["@voorloper:b.nl"],
        "@voorloper:b.nl",
        None,
    ],
)
def test_a_forged_mention_is_none(mentions: object) -> None:
    """Of the wrong type, of the whole room, or of somebody else."""
    assert not message(words("wie weet dit?", **{"m.mentions": mentions})).addressed


def test_a_link_with_our_name_to_somebody_else_is_not_us() -> None:
    """What counts is where it leads."""
    body = rich("wie, Voorloper?", 'wie, <a href="https://matrix.to/#/@m:kwaad.example">Voorloper</a>?')
    read = message(body)
    assert (read.text, read.addressed) == ("wie, @matrix:@m:kwaad.example?", False)


def test_everything_in_a_direct_room_is_for_the_bot() -> None:
    """With or without its name."""
    assert message(words("wie?", **NOBODY), DIRECT).addressed
    assert message(words("voorloper, wie?"), DIRECT).text == "wie?"


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("voorloper 3", "voorloper 3"),
        ("voorloper V3", "V3"),
        ("voorloper: 3", "3"),
        ("@voorloper voorloper V3", "voorloper V3"),
        ("voorloper", ""),
        ("@voorloper", ""),
        ("!voorloper", ""),
        ("!voorloper: \n regel een\nregel twee ", "regel een\nregel twee"),
        ("ik vroeg @voorloper:b.nl om hulp", "ik vroeg om hulp"),
        ("mail naar info@voorloper.nl", "mail naar info@voorloper.nl"),
    ],
)
def test_what_is_left_of_the_words(body: str, left: str) -> None:
    """Only the calling goes, once; a command that begins with the same word keeps its number."""
    assert message(words(body), DIRECT).text == left


@pytest.mark.parametrize(
    ("body", "formatted", "left"),
    [
        ("rol Bob lid", f"rol {BOB} lid", "rol @matrix:@bob:b.nl lid"),
        ("rol @Bob lid", f"rol {BOB} lid", "rol @matrix:@bob:b.nl lid"),
        ("Bobbie en Bob", f"Bobbie en {BOB}", "Bobbie en @matrix:@bob:b.nl"),
        ("Bob en Bob", f"{BOB} en {BOB}", "@matrix:@bob:b.nl en @matrix:@bob:b.nl"),
        ("rol @bob:b.nl lid", f"rol {BOB} lid", "rol @matrix:@bob:b.nl lid"),
        ("rol [Bob](https://matrix.to/#/@bob:b.nl) lid", f"rol {BOB} lid", "rol @matrix:@bob:b.nl lid"),
        (
            "rol B & B lid",
            "rol <a class=x href='https://matrix.to/#/%40bob%3Ab.nl?via=b.nl'><b>B &amp; B</b></a> lid",
            "rol @matrix:@bob:b.nl lid",
        ),
        ("rol Bob lid", 'rol <a href="matrix:u/bob:b.nl">Bob</a> lid', "rol @matrix:@bob:b.nl lid"),
        (
            "stel Q7 in Leren",
            'stel Q7 in <a href="https://matrix.to/#/!leer:b.nl?via=b.nl">Leren</a>',
            "stel Q7 in #matrix:b.nl:!leer:b.nl",
        ),
        (
            "stel Q7 in Leren",
            'stel Q7 in <a href="matrix:roomid/leer:b.nl?via=b.nl">Leren</a>',
            "stel Q7 in #matrix:b.nl:!leer:b.nl",
        ),
        (
            "stel Q7 in Nieuw",
            'stel Q7 in <a href="https://matrix.to/#/!v12zonderserver">Nieuw</a>',
            "stel Q7 in #matrix:b.nl:!v12zonderserver",
        ),
        ("zie hier", 'zie <a href="https://example.org/@bob:b.nl">hier</a>', "zie hier"),
        ("zie dit", 'zie <a href="https://matrix.to/#/!leer:b.nl/$e9">dit</a>', "zie dit"),
        (
            "zie #leren:b.nl",
            'zie <a href="https://matrix.to/#/#leren:b.nl">#leren:b.nl</a>',
            "zie #leren:b.nl",
        ),
        ("zie Bob", '<a href="https://matrix.to/#/@bob:b.nl', "zie Bob"),
        ("zie Bob", '<a href="https://matrix.to/#/@b\ud800ob:b.nl">Bob</a>', "zie Bob"),
        ("rol Bob lid", 3, "rol Bob lid"),
    ],
)
def test_pills_become_keys(body: str, formatted: str, left: str) -> None:
    """A link to a person or room stands for its key, whatever it shows; other links are words."""
    assert message(rich(body, formatted), DIRECT).text == left


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("rol @bob:ginds.nl lid", "rol @matrix:@bob:ginds.nl lid"),
        ("@bob:ginds.nl, en @eva:b.nl.", "@matrix:@bob:ginds.nl, en @matrix:@eva:b.nl."),
        ("rol @matrix:@bob:ginds.nl lid", "rol @matrix:@bob:ginds.nl lid"),
        ("@iedereen:lees dit", "@iedereen:lees dit"),
        ("@bob:localhost:8448 hoi", "@bob:localhost:8448 hoi"),
        ("mail bob@ginds.nl", "mail bob@ginds.nl"),
    ],
)
def test_typed_ids_become_keys(body: str, left: str) -> None:
    """An id of a person, as one types it; a key stays one, and so do other words with an at sign."""
    assert message(words(body), DIRECT).text == left


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (
            "> <@bob:b.nl> Voorloper: eerst\n> nog wat\n\nen alleen wat niet lukte?",
            "en alleen wat niet lukte?",
        ),
        ("> * <@bob:b.nl> zwaait\n\nhoi", "hoi"),
        ("> <@bob:b.nl> eerst\n\n> mijn citaat\nhoi", "> mijn citaat\nhoi"),
        ("> een citaat van mijzelf\n\nhoi", "> een citaat van mijzelf\n\nhoi"),
    ],
)
def test_what_a_reply_quotes_is_left_out(body: str, left: str) -> None:
    """Only what the client put there, and only in a reply."""
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$before"}}}
    read = message(words(body, **relation))
    assert (read.text, read.addressed) == (left, False)
    assert message(words(body)).text.startswith(">")


def test_nobody_is_mentioned_by_what_a_reply_quotes() -> None:
    """Pills in the quotation are not in the words."""
    quoted = f"<mx-reply><blockquote>{US} vraag</blockquote></mx-reply>Bob weet het"
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$before"}}}
    assert not message(rich("> <@bob:b.nl> Voorloper vraag\n\nBob weet het", quoted, **relation)).addressed


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<a\n",
        '<a href="',
        "<a href='x'>",
        "<mx-reply>",
        "</a>",
        f"{US}",
        "<",
        "&#x",
        "> <@",
        " , ",
        "@a:",
        "[",
    ],
)
def test_long_nonsense_takes_no_time(piece: str) -> None:
    """As much as fits in an event is read in a moment."""
    long = piece * (60_000 // len(piece))
    relation = {"m.in_reply_to": {"event_id": "$before"}}
    began = time.process_time()
    incoming(rich(long, long, **{"m.relates_to": relation}), ME, ROOM)
    assert time.process_time() - began < 1


@given(
    st.lists(
        st.sampled_from([US, BOB, "Bob", "Voorloper", "@", ":", " ", "<a", ">", "b.nl", "\u202e", "#/!x"])
    )
)
def test_any_mixture_of_mentions_is_read(pieces: list[str]) -> None:
    """Whatever stands together, reading it again gives no other people."""
    mixed = "".join(pieces)
    once = message(rich(mixed, mixed), DIRECT).text
    assert "@matrix:@matrix:" not in once
