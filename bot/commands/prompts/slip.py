"""A line that begins like those about prompts, or plans one in other words: what was perhaps meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from bot.commands.command import Command, Invocation, parse, unwrapped
from bot.commands.help.guess import mistakes_in
from bot.language.intent import asks_for_experience
from bot.planning.planned import Planned
from bot.planning.reading import read_schedule

_BEGUN: Final = re.compile(r"(?P<name>prikkel|prompt)\b[\s:,]+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
_IN_OTHER_WORDS: Final = re.compile(
    r"(?:(?P<dutch>plan|herinner)|schedule|remind)\b(?: (?:ons|me|us|een|a|an|in|voor|for|to|prikkel|prompt"
    r"|herinnering|reminder|bericht|message))*(?P<rest> \S.*)?",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"(?<!\w)#?k[ -]?(?P<number>[0-9]{1,12})(?!\w)", re.IGNORECASE)
_OTHERWISE: Final = {"prikkel": ("lijst", "plan"), "prompt": ("list", "plan")}
_ANY_DAY: Final = date(2000, 1, 1)
_MOST: Final = 3


def slips(text: str, commands: Iterable[Command]) -> tuple[str, ...]:
    """Return what can be typed instead, best first; none for what is no slip, such as a question."""
    begun = _BEGUN.fullmatch(unwrapped(text))
    if begun is None:
        return _planning(unwrapped(text))
    name, rest = begun["name"].casefold(), begun["rest"]
    number = _NUMBER.search(rest)
    if number is None and (text.rstrip().endswith("?") or asks_for_experience(text)):
        return ()
    commands = tuple(commands)
    lines = [line for line in _lines(name, rest, number, commands) if _is_command(line, commands)]
    look, plan = (f"{name} {verb}" for verb in _OTHERWISE[name])
    best = lines or ([f"{look} K{number['number']}"] if number else [look, plan])
    return tuple(dict.fromkeys(best))[:_MOST]


def _planning(line: str) -> tuple[str, ...]:
    """Return the command that plans what a line plans in other words; none for what names no moments."""
    said = _IN_OTHER_WORDS.fullmatch(line)
    if said is None:
        return ()
    command, rest = "prikkel plan" if said["dutch"] else "prompt plan", (said["rest"] or "").strip()
    if not rest:
        return (command,) if " " in line else ()
    read = read_schedule(rest, _ANY_DAY)
    return (f"{command} {rest.removesuffix(read.rest).strip()}",) if isinstance(read, Planned) else ()


def _lines(
    name: str, rest: str, number: re.Match[str] | None, commands: tuple[Command, ...]
) -> Iterator[str]:
    if isinstance(read_schedule(rest, _ANY_DAY), Planned):
        yield f"{name} plan {rest}"
    behind = f" K{number['number']}" if number else ""
    words = re.findall(r"[^\W\d_]{2,}", rest.casefold())
    for word in words:  # other words for a verb too
        read = parse(f"{name} {word}{behind}", commands)
        if isinstance(read, Invocation):
            yield f"{_name(read.command, name)}{behind}"
    for each in commands:
        begins, _, verb = _name(each, name).partition(" ")
        if begins == name and any(mistakes_in(word, verb.split()[0]) is not None for word in words):
            yield f"{begins} {verb}{behind}"


def _name(command: Command, begun: str) -> str:
    return command.wording("en" if begun == "prompt" else "nl").name


def _is_command(line: str, commands: tuple[Command, ...]) -> bool:
    return isinstance(parse(line, commands), Invocation)
