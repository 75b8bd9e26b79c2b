"""The folders show the architecture, and the checks look at all of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["tool"]["importlinter"]["contracts"]}
FOLDERS = ("bot", "adapters", "storage", "tests", "benchmarks")
LONGEST = 300
_COMMANDS = re.compile(r"^COMMANDS\b", re.MULTILINE)


def modules(package: str) -> set[str]:
    """Return the modules and subpackages directly in a package."""
    folder = ROOT / package
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return ({path.stem for path in folder.glob("*.py")} | packages) - {"__init__"}


def listed(contract: str, key: str) -> set[str]:
    return {name for line in CONTRACTS[contract][key] for name in line.replace("|", " ").split()}


def test_every_module_of_the_core_has_its_layer() -> None:
    """A module that stands in no layer could import anything."""
    assert listed("layers", "layers") == modules("bot")


@pytest.mark.parametrize("contract", ["adapters", "storage"])
def test_outsiders_see_only_data_and_ports(contract: str) -> None:
    """Adapters and storage may import the core's data, messages and ports, and nothing else of it."""
    allowed = {"domain", "messages", "ports"} | ({"language"} if contract == "storage" else set())
    named = listed(contract, "forbidden_modules")
    forbidden = {name.removeprefix("bot.") for name in named if name.startswith("bot.")}
    assert forbidden == modules("bot") - allowed


def test_the_core_knows_no_technology() -> None:
    """Every module but the composition root and its check is kept from SQL, platforms and schedulers."""
    kept = {name.removeprefix("bot.") for name in listed("sql", "source_modules")}
    assert kept == modules("bot") - {"__main__", "assembly", "checking", "cli"}


def test_commands_and_adapters_are_independent() -> None:
    """Every module with commands and every adapter is named in the contract that keeps them apart."""
    commands = {
        path for path in (ROOT / "bot/commands").rglob("*.py") if _COMMANDS.search(path.read_text("utf-8"))
    }
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in commands}
    assert listed("commands", "modules") == named - {"bot.commands.catalog"}
    assert listed("platforms", "modules") == {f"adapters.{name}" for name in modules("adapters")}


def test_modules_are_short() -> None:
    """A module has one reason to be opened: 300 lines at most."""
    code = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert len(code) > len(FOLDERS)
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in code}
    long = {name for name, count in lines.items() if count > LONGEST}
    assert long == set()
