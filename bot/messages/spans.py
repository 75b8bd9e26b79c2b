"""Words and addresses that do nothing, before a platform shows them in its own form."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from bot.messages.cleaning import harmless
from bot.messages.markup import Plain, Span, Strong
from bot.messages.plaintext import plain_line

_UNSAFE = frozenset(' "<>\\^`{|}')  # in addresses; they would end one, or look like something of ours


def told(text: str) -> str:
    """Return words that do nothing, whoever wrote them, without half characters."""
    return plain_line((Plain(unbroken(text)),))


def unbroken(text: str) -> str:
    """Return words without halves of characters, which cannot be sent."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def apart(span: Span) -> Span:
    """Keep a sign that calls people away from the span behind it, with which it could make a word."""
    match span:
        case Plain(text=text) if text.endswith(("@", "<")):
            return Plain(f"{text} ")
        case Strong(text=text) if text.endswith(("@", "<")):
            return Strong(f"{text} ")
        case _:
            return span


def address_of(url: str) -> str:
    """Return an address as one run of characters that can all be seen; it leads to the same."""
    shown = "".join(map(_in_address, unbroken(url).strip()))
    return shown if harmless(shown) == shown else shown.replace("@", "%40")


def leads_out(address: str) -> bool:
    """Say whether an address leads to the web or to mail, and not into the program that shows it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (parts.scheme in {"http", "https"} and bool(parts.netloc)) or parts.scheme == "mailto"


def _in_address(character: str) -> str:
    seen = character.isprintable() and (character.isascii() or harmless(character) == character)
    return character if seen and character not in _UNSAFE else quote(character)
