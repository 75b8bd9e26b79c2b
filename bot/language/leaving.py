"""What people type at a question of a form that is no answer to it: words that leave it, or have none."""

from __future__ import annotations

STOP = frozenset({"stop"})
BACK = frozenset({"terug", "back"})
SKIP = frozenset({"overslaan", "skip"})
HELP = frozenset({"help"})
DONE = frozenset({"klaar", "done"})
KEEP = frozenset({"goed", "ok", "oké", "okay"})

_NOTHING = frozenset(
    (
        "nee, nee hoor, nee bedankt, nee dank je, geen, geen idee, weet ik niet, weet niet, ik weet het niet"
        ", dat weet ik niet, niet bekend, onbekend, niets, niks, nvt, n.v.t, niet van toepassing, no, nope"
        ", no thanks, none, nothing, no idea, unknown, not known, n/a, not applicable, i don't know"
        ", i do not know, don't know"
    ).split(", ")
)


def says_nothing(text: str) -> bool:
    """Say whether an answer is nothing but that there is none."""
    said = " ".join(text.replace("’", "'").replace(",", " ").split()).casefold()
    return said.strip(" .!-–") in _NOTHING or not said.strip(" .!-–/")


def leaves(text: str) -> bool:
    """Say whether a line is a word that leaves a question, whatever it asks."""
    word = " ".join(text.split()).casefold()
    return any(word in words for words in (STOP, BACK, SKIP, HELP, DONE, KEEP))
