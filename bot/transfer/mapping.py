"""A mapping says which field of a file is which of ours: a TOML file, for sources that use other words.

Without one, the names of `fields.py` are understood. What a mapping names goes before those.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from bot.domain.errors import VoorloperError
from bot.ports.files import Row
from bot.transfer.fields import TEXTS, Target, nearest, own_name, plain, plain_name, target

CONSTANT: Final = "the mapping"
"""Where a value comes from that no column gave, in messages."""

LONGEST_NAME: Final = 200
"""Characters of the name of a column; whatever is longer is no name."""

_NESTED: Final = frozenset({"room", "texts", "themes"})
"""What our own JSON writes as objects."""


class MappingError(VoorloperError):
    """A mapping is not right; the message says where."""


@dataclass(frozen=True)
class FieldMapping:
    """Which field of a file is which of ours.

    `fields` are the names in the file (in the form of `plain`) with what each of them fills. `constants` fill
    what a row does not give. `values` translates, per field of ours, what the file says (`plain`) to what we
    say. `prefixes` come before the value of a field. `ignore` is left out without a word. `keep` are fields
    of which an entry that is known keeps what it has.
    """

    fields: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    constants: Mapping[Target, object] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()

    def targets(self, column: str) -> tuple[Target, ...] | None:
        """Return what a column fills: nothing when it is ignored, None when it is not known."""
        if len(column) > LONGEST_NAME:
            return None
        name = plain_name(column)
        if name in self.fields:
            return self.fields[name]
        if name in self.ignore:
            return ()
        known = target(column)
        return (known,) if known else None

    def translated(self, name: str, value: object) -> object:
        """Return the value of one of our fields as we say it."""
        if not isinstance(value, (str, int, float)) or not str(value).strip():
            return value
        if name in self.values:
            value = self.values[name].get(plain(str(value)), value)
        return f"{self.prefixes[name]}{value}" if name in self.prefixes else value


@dataclass(frozen=True)
class Given:
    """A value with the name that the file has for it."""

    column: str
    value: object


@dataclass(frozen=True)
class LaidOut:
    """A row by our fields. `unknown` are names that mean nothing to us, `double` what two columns fill."""

    values: Mapping[Target, Given]
    unknown: tuple[str, ...]
    double: tuple[tuple[str, str], ...]


def lay_out(row: Row, mapping: FieldMapping) -> LaidOut:
    """Bring the values of a row under our fields, translated, with constants where the row gives nothing."""
    values: dict[Target, Given] = {}
    unknown, double = [], []
    for column, value in _flat(row.values, mapping):
        targets = mapping.targets(column)
        if targets is None:
            unknown.append(column)
        for aim in targets or ():
            for inner, part in _parts(aim, value):
                if inner in values:
                    double.append((values[inner].column, column))
                seen = row.links.get(column, part) if inner.field == "source_url" else part
                values[inner] = Given(column, mapping.translated(inner.field, seen))
    for aim, constant in mapping.constants.items():
        values.setdefault(aim, Given(CONSTANT, constant))
    return LaidOut(values, tuple(unknown), tuple(double))


def _flat(values: Mapping[str, object], mapping: FieldMapping) -> Iterator[tuple[str, object]]:
    """Return the values with those inside objects under names with a dot: `source.url`."""
    for name, value in values.items():
        known = mapping.targets(name)
        if isinstance(value, Mapping) and not (known and known[0].field in _NESTED):
            inner = {f"{name}.{key}": part for key, part in value.items()}
            yield from _flat(inner, mapping) if name.count(".") < _DEEPEST else inner.items()
        elif value is not None:
            yield name, value


_DEEPEST: Final = 5


def _parts(aim: Target, value: object) -> Iterator[tuple[Target, object]]:
    """Return the parts of the texts that JSON writes per language, or the value itself."""
    if aim.field != "texts":
        yield aim, value
    elif isinstance(value, Mapping) and all(isinstance(text, Mapping) for text in value.values()):
        for language, text in value.items():
            for part, words in text.items():
                if words is not None:
                    yield Target(part if part in TEXTS else "texts", language), words
    else:
        yield Target("texts", "?"), value


def read_mapping(text: str) -> FieldMapping:
    """Read a mapping; raise MappingError that says what is wrong in it."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"The mapping is not right: {error}.") from None
    except ValueError:  # how Python refuses a number of thousands of digits
        raise MappingError("The mapping is not right: a number in it is far too long.") from None
    unknown = found.keys() - _SECTIONS
    if unknown:
        raise MappingError(f"[{min(unknown)}] is no part of a mapping; there are {', '.join(_SECTIONS)}.")
    return FieldMapping(
        fields={plain(name): _targets(name, to) for name, to in _table(found, "fields").items()},
        constants={_target(name): value for name, value in _table(found, "constants").items()},
        values={
            str(_target(name)): {
                plain(theirs): ours
                for theirs, ours in _table(found["values"], name, f"values.{name}").items()
            }
            for name in _table(found, "values")
        },
        prefixes={_target(name).field: str(text) for name, text in _table(found, "prefixes").items()},
        ignore=frozenset(plain(name) for name in _names(found, "ignore")),
        keep=frozenset(_target(name).field for name in _names(found, "keep")),
    )


_SECTIONS: Final = ("fields", "constants", "values", "prefixes", "ignore", "keep")


def _table(found: Mapping[str, object], name: str, part: str | None = None) -> Mapping[str, object]:
    value, part = found.get(name, {}), part or name
    if not isinstance(value, Mapping):
        raise MappingError(f"{part} in the mapping is a part of its own: [{part}] with a line for each.")
    return value


def _names(found: Mapping[str, object], name: str) -> list[str]:
    value = found.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise MappingError(f'{name} in the mapping is a list of names: {name} = ["…", "…"].')
    return value


def _targets(name: str, to: object) -> tuple[Target, ...]:
    names = [each for each in (to if isinstance(to, list) else [to]) if isinstance(each, str)]
    if not names or (isinstance(to, list) and len(names) < len(to)):
        raise MappingError(f'“{name}” in the mapping goes to one of our fields or a list of them: "title".')
    return tuple(dict.fromkeys(_target(each) for each in names))


def _target(name: str) -> Target:
    found = own_name(name)
    if found is None:
        near = target(name) or target(nearest(name) or "")
        hint = f" Did you mean {near}?" if near else " docs/data.md lists them."
        raise MappingError(f"“{name}” in the mapping is none of our fields.{hint}")
    return found


def shipped_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with the program."""
    folder = files("bot.transfer").joinpath("mappings")
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name[-5:] == ".toml")
    )


def shipped_mapping(name: str) -> FieldMapping:
    """Return a mapping that comes with the program."""
    return read_mapping(
        files("bot.transfer").joinpath("mappings", f"{name}.toml").read_text(encoding="utf-8")
    )
