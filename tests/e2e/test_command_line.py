"""The program as people start it: a real process, its output and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import app
from tests.platforms.program import started_anew, voorloper

QUESTION = "welke gemeente herkent zwerfafval met camera's?"


def test_questions_piped_in_are_answered_in_order(settings: dict[str, str]) -> None:
    """One question a line: the answers alone on standard output, in order, exit 0."""
    done = started_anew(
        settings, "chat", typed=f"{QUESTION}\n\n@voorloper wie heeft ervaring met een maanbasis?\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Dit vond ik:")
    assert done.stdout.index("Zwerfafval") < done.stdout.index("Dit ken ik nog niet")
    assert done.stderr == ""


def test_ask_prints_one_answer(settings: dict[str, str]) -> None:
    """`ask` answers and stops; a second time it finds what the first one made ready."""
    first, second = started_anew(settings, "ask", QUESTION), voorloper(settings, "ask", QUESTION)
    assert first.returncode == 0
    assert "Zwerfafval" in first.stdout
    assert first.stdout == second.stdout


def test_asking_nothing_is_one_sentence(settings: dict[str, str]) -> None:
    """Quotation marks with nothing between them: said, not passed over."""
    for nothing in ("", "  "):
        done = voorloper(settings, "ask", nothing)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("There is no question.")


def test_check_says_what_is_in_order(settings: dict[str, str]) -> None:
    """`check` looks at settings, database, people and index, and is content after a first start."""
    voorloper(settings, "ask", QUESTION)
    done = voorloper(settings, "check")
    assert done.returncode == 0, done.stdout
    for subject in ("settings:", "database: up to date", "people: 1 ", "search index: up to date"):
        assert subject in done.stdout


def test_check_says_how_to_mend_what_is_not(settings: dict[str, str], tmp_path: Path) -> None:
    """Each thing that is wrong has its fix, the exit code says so, and passwords are not shown."""
    without = {name: value for name, value in settings.items() if name != "VOORLOPER_NETWORK__ADMINS"}
    done = voorloper(without | {"VOORLOPER_DATABASE__URL": f"sqlite:///{tmp_path}/new.db"}, "check")
    assert done.returncode == 1
    assert "no admins" in done.stdout
    assert "database: empty" in done.stdout
    assert "voorloper migrate" in done.stdout
    gone = {"VOORLOPER_DATABASE__URL": "postgresql+asyncpg://u:geheim@127.0.0.1:1/x"}
    done = voorloper(settings | gone, "check")
    assert "database: out of reach" in done.stdout
    assert "geheim" not in done.stdout + done.stderr


def test_an_empty_postgresql_is_refused_until_it_is_migrated(
    settings: dict[str, str], empty_database: Callable[[str], str]
) -> None:
    """On PostgreSQL nothing starts on an old schema; the sentence names the command that mends it."""
    here = settings | {"VOORLOPER_DATABASE__URL": empty_database("postgresql")}
    refused = voorloper(here, "ask", QUESTION)
    assert refused.returncode == 2
    assert "voorloper migrate" in refused.stderr
    assert voorloper(here, "migrate").returncode == 0
    assert "Zwerfafval" in voorloper(here, "ask", QUESTION).stdout


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("VOORLOPER_NETWORK__ZONE", "x", "Do you mean VOORLOPER_NETWORK__TIME_ZONE?"),
        ("VOORLOPER_NETWROK__NAME", "x", "VOORLOPER_NETWROK__NAME"),
        ("VOORLOPER_NETWORK__TIME_ZONE", "Mars/Olympus", "NETWORK__TIME_ZONE in the environment: this is"),
        ("VOORLOPER_DATABASE__URL", "mysql://u:geheim@h/d", "sqlite:///file or postgresql://"),
        ("VOORLOPER_DATABASE__URL", "sqlite:////proc/nowhere/v.db", "cannot be made"),
        ("VOORLOPER_DATABASE__URL", "postgresql://u:geheim@127.0.0.1:1/x", "cannot be reached"),
        ("VOORLOPER_SEARCH__INDEX", "/proc/nowhere", "The search index cannot be kept"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    settings: dict[str, str], setting: str, value: str, sentence: str
) -> None:
    """Whatever is wrong with the settings: a sentence that names it, no traceback, no password."""
    done = voorloper(settings | {setting: value}, "ask", QUESTION)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stderr


def test_run_without_a_platform_says_so(settings: dict[str, str]) -> None:
    """Nothing to serve is a sentence with what to do next."""
    done = voorloper(settings, "run")
    assert done.returncode == 2
    assert "voorloper chat" in done.stderr


def test_a_settings_file_is_read_and_named(settings: dict[str, str], tmp_path: Path) -> None:
    """`settings.toml` in the folder counts, a file that is not there is named."""
    (tmp_path / "settings.toml").write_text('[network]\nname = "het waternetwerk"\n', encoding="utf-8")
    assert "het waternetwerk" in voorloper(settings, "ask", "over", folder=tmp_path).stdout
    assert (
        "there is no settings file nope.toml"
        in voorloper(settings, "ask", "x", "--settings", "nope.toml").stderr
    )


def test_help_names_every_command(settings: dict[str, str]) -> None:
    """`--help` lists the commands, and each has its own."""
    listed = voorloper(settings, "--help").stdout
    really = started_anew(settings, "--help").stdout
    assert really.partition("COMMAND")[2].split() == listed.partition("COMMAND")[2].split()
    for name in getattr(get_command(app), "commands", {}):
        assert name in listed
        assert voorloper(settings, name, "--help").returncode == 0
