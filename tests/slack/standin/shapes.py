"""Slack's own types, as a JSON schema: which keys and kinds blocks, views and the manifest may have.

It knows of no lengths and counts; those are in `limits.py`. Where the schema is from: `../shapes/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Shape = Literal["Blocks", "Modal", "Home", "Manifest"]

_SCHEMA = json.loads((Path(__file__).parents[1] / "shapes" / "slack.json").read_text(encoding="utf-8"))


def misshapen(shape: Shape, value: object) -> list[str]:
    """Return where something differs from what Slack's types say, as `what is wrong [where]`."""
    errors = sorted(_validator(shape).iter_errors(value), key=lambda error: list(map(str, error.path)))
    return [f"{error.message} [/{'/'.join(map(str, error.path))}]" for error in errors]


@cache
def _validator(shape: Shape) -> Any:  # noqa: ANN401 - the library has no types
    return _Validator({"$ref": f"#/definitions/{shape}", "definitions": _SCHEMA["definitions"]})


def _any_of(validator: Any, choices: list[Any], value: object, schema: Any) -> Iterator[ValidationError]:  # noqa: ANN401 - idem
    """Look only at the choices of its own `type`: that is quick, and says what is wrong with it."""
    kind = value.get("type") if isinstance(value, dict) else None
    fit = [choice for choice in choices if _kinds(choice) & {None, kind}]
    if len(fit) == 1:
        yield from validator.descend(value, fit[0])
    else:
        yield from Draft7Validator.VALIDATORS["anyOf"](validator, fit, value, schema)


def _kinds(choice: Any) -> set[object]:  # noqa: ANN401 - idem
    """Return the values of `type` that a choice is for; None among them when it may be any."""
    named = _SCHEMA["definitions"].get(choice.get("$ref", "").rpartition("/")[2], choice)
    if "anyOf" in named:
        return set().union(*map(_kinds, named["anyOf"]))
    return {named.get("properties", {}).get("type", {}).get("const")}


_Validator = extend(Draft7Validator, {"anyOf": _any_of})
