"""What is wrong with settings, in sentences for who runs the program: which one, the rule, and what to do.

A value is never in them: it may be a secret.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeGuard, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_NAME: Final = re.compile(r"[A-Za-z_]{1,30}")
_ALIKE: Final = 0.6
"""How much alike two names are (difflib's ratio) of which one is taken for a slip of the other."""

_RULES: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "string_type": "must be text between quotation marks",
    "path_type": "must be a path between quotation marks",
    "tuple_type": 'must be a list, like ["one", "two"]',
    "model_type": "must be a section with keys of its own",
    "string_too_short": "must not be empty",
    "too_short": "must have a length of {min_length} or more",
    **dict.fromkeys(
        ("int_type", "int_parsing", "int_from_float", "finite_number"), "must be a whole number, like 14"
    ),
    **dict.fromkeys(("float_type", "float_parsing"), "must be a number, like 0.5"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "must be true or false"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "must be a date, like 2026-12-31",
    ),
}
"""What pydantic finds wrong, by its name for that, as people say it."""

Path = Sequence[int | str]


def refused(error: ValidationError, settings: type[BaseModel], prefix: str) -> tuple[str, ...]:
    """Return a sentence for each thing that is wrong; variables in the environment begin with `prefix`."""
    return tuple(_sentence(fault, settings, prefix) for fault in error.errors())


def unknown_variable(name: str, settings: type[BaseModel], prefix: str) -> str:
    """Say that a variable with our prefix is no setting, and which was perhaps meant."""
    variables = [_variable(path, "") for path, _ in _every(settings) if len(path) > 1]
    near = _nearest(name.upper().removeprefix(prefix), variables)
    perhaps = f" Do you mean {prefix}{near}?" if near else f" Settings look like {prefix}DATABASE__URL."
    return f"{name} in the environment is no setting of Voorloper.{perhaps}{_what_to_do(near)}"


def unreadable(settings: type[BaseModel], prefix: str) -> tuple[str, ...]:
    """Return a sentence for each variable that should hold a list or a section and holds something else."""
    given = {name.upper(): value for name, value in os.environ.items()}
    return tuple(
        f"{variable} in the environment "
        + (
            f"is a section: write each of its keys apart, like {variable}__{_first(kind).upper()}"
            if _is_section(kind)
            else 'must be a list, like ["one", "two"]'
        )
        for path, kind in _every(settings)
        if (variable := _variable(path, prefix)) in given
        and (_is_section(kind) or get_origin(kind) is tuple)
        and not _is_json(given[variable])
    )


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _sentence(fault: ErrorDetails, settings: type[BaseModel], prefix: str) -> str:
    path = fault["loc"]
    if fault["type"] == "extra_forbidden":
        return _unknown(path, settings, prefix)
    rule = _RULES.get(fault["type"])
    said = rule.format_map(fault.get("ctx", {})) if rule else fault["msg"].removeprefix("Value error, ")
    return f"{_shown(path, prefix)}{'' if rule or not path else ':'} {said}".strip()


def _unknown(path: Path, settings: type[BaseModel], prefix: str) -> str:
    """Say that there is no such setting, which one may have been meant, and where all of them stand."""
    *within, key = map(str, path)
    known = [each for each, _ in _every(settings)]
    near = _nearest(key.casefold(), [each[-1] for each in known if [*each[:-1]] == within])
    meant = [(*within, near)] if near else [each for each in known if each[-1] == key]
    there = _in_environment(path, prefix)
    said = " or ".join(_variable(each, prefix) if there else ".".join(each) for each in meant)
    perhaps = f" Do you mean {said}?" if said else ""
    return f"{_shown(path, prefix)} is no setting of Voorloper.{perhaps}{_what_to_do(said)}"


def _what_to_do(meant: str | None) -> str:
    either = "Write it like that, or take it out" if meant else "Take it out"
    return f" {either}; settings.example.toml shows every setting."


def _every(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Return every setting and section by the names that lead to it, with its type."""
    for name, field in model.model_fields.items():
        yield (*above, name), field.annotation
        if _is_section(field.annotation):
            yield from _every(field.annotation, (*above, name))


def _is_section(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _first(section: object) -> str:
    return next(iter(section.model_fields)) if _is_section(section) else ""


def _nearest(typed: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(typed, known, 1, _ALIKE)), None)


def _shown(path: Path, prefix: str) -> str:
    """Return a setting as it was written: in the environment, or with dots as in the file."""
    if _in_environment(path, prefix):
        return f"{_variable(path, prefix)} in the environment"
    # somebody may have put a secret where a name belongs
    return ".".join(
        str(key) if isinstance(key, int) or _NAME.fullmatch(key) else "(a key that is no name)"
        for key in path
    )


def _in_environment(path: Path, prefix: str) -> bool:
    return bool(path) and _variable(path, prefix) in {name.upper() for name in os.environ}


def _variable(path: Path, prefix: str) -> str:
    return prefix + "__".join(map(str, path)).upper()
