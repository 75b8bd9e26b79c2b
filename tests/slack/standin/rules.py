"""Rules of which the shapes of Slack are made: each looks at a value and says what is wrong, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def string(most: int, least: int = 1) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [{where}]"
        elif len(value) < least:
            yield f"must be more than {least - 1} characters [{where}]"
        elif len(value) > most:
            yield f"must be no more than {most} characters [{where}]"

    return rule


def a(kind: type) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            yield f"must be a {kind.__name__} [{where}]"

    return rule


def among(*choices: str) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        if value not in choices:
            yield f"must be one of {choices} [{where}]"

    return rule


def each(inner: Rule, most: int, least: int = 1) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be an array [{where}]"
            return
        if len(value) < least:
            yield f"no fewer than {least} items allowed [{where}]"
        if len(value) > most:
            yield f"no more than {most} items allowed [{where}]"
        for number, each in enumerate(value):
            yield from inner(each, f"{where}/{number}")

    return rule


def shape(**keys: Rule) -> Rule:
    """Return the rule of an object; keys that end in an underscore are required."""
    known = {key.removesuffix("_"): rule for key, rule in keys.items()}
    required = {key.removesuffix("_") for key in keys if key.endswith("_")}

    def rule(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [{where}]"
            return
        for key in required - value.keys():
            yield f"missing required field: {key} [{where}]"
        for key, inner in value.items():
            if key in known:
                yield from known[key](inner, f"{where}/{key}")
            else:
                yield f"invalid additional property: {key} [{where}]"

    return rule


def one_of(kinds: Mapping[str, Rule]) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield f"unsupported type: {kind} [{where}]"
        else:
            yield from kinds[kind](value, where)

    return rule


def either(key: str, other: str, inner: Rule) -> Rule:
    def rule(value: object, where: str) -> Iterator[str]:
        if isinstance(value, dict) and not value.get(key) and not value.get(other):
            yield f"missing required field: {key} or {other} [{where}]"
        yield from inner(value, where)

    return rule
