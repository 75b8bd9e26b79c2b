"""A form as it is shown at once, in the words of whoever opens it; what one asks is in `bot/forms.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChoiceView:
    """One of the values that a field may have, and what people call it."""

    value: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """One question. `value` is what stands in it already; `longest` in characters, of what may stand there.

    A field with choices has the `value` of one of them, or none.
    """

    name: str
    label: str
    hint: str = ""
    required: bool = True
    longest: int = 1000
    choices: tuple[ChoiceView, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class FormView:
    """A form that somebody may fill in now.

    `title`, `submit` and `close` are short; `intro` says what happens with it. `presets` are values that the
    line fixed, by the names of their fields, which are not shown: they are handed in with the others.
    """

    name: str
    title: str
    submit: str
    close: str
    intro: str
    fields: tuple[FieldView, ...]
    presets: tuple[tuple[str, str], ...] = ()
