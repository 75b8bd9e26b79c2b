"""`voorloper thresholds`, as a real process: what the settings of the search do to questions."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.platforms.program import voorloper

KNOWN = "welke gemeente herkent zwerfafval met camera's?"
UNKNOWN = "wie heeft er ervaring met een maanbasis?"


def thresholds(settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return voorloper(settings, "thresholds", *arguments)


@pytest.fixture
def asked(settings: dict[str, str]) -> dict[str, str]:
    """Return an installation with the starter base, in which somebody asked two questions."""
    for question in (KNOWN, f"{UNKNOWN} soort:les"):
        assert voorloper(settings, "ask", question).returncode == 0
    return settings


def row(said: str, answer: str) -> list[str]:
    """Return what stands in the line of a threshold for an answer."""
    (found,) = (line.split() for line in said.splitlines() if line.split()[:1] == [answer])
    return found


def test_the_questions_of_the_base_are_counted_at_every_step(asked: dict[str, str]) -> None:
    """Answered, tentative and not known; the present setting is marked, and each question can be seen."""
    done = thresholds(asked, "--show")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 questions; now answer = 0.5, related = 0.3\n")
    assert row(done.stdout, "0.50") == ["0.50", "0.30", "1", "0", "1", "<-", "now"]
    assert {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  0.")} == {
        *("0.20", "0.30", "0.40", "0.50", "0.60", "0.70", "0.80"),
    }
    assert KNOWN in done.stdout
    assert UNKNOWN in done.stdout
    assert "P9 Zwerfafval" in done.stdout


def test_a_higher_threshold_answers_less(asked: dict[str, str]) -> None:
    """What the command shows at another setting is what the bot says at that setting."""
    strict = asked | {"VOORLOPER_SEARCH__ANSWER": "1", "VOORLOPER_SEARCH__RELATED": "0.9"}
    done = thresholds(strict)
    assert row(done.stdout, "1.00")[:5] == ["1.00", "0.90", "0", "1", "1"]
    assert row(done.stdout, "0.50")[2] == "1"
    assert "Dit ken ik nog niet" in voorloper(strict, "ask", KNOWN).stdout


def test_a_file_can_say_which_questions_have_an_answer(asked: dict[str, str], tmp_path: Path) -> None:
    """Then it is counted how many of each were answered; a plain line is a question too, filters and all."""
    file = tmp_path / "questions.jsonl"
    told = [{"text": KNOWN, "answerable": True}, {"text": UNKNOWN, "answerable": False}, {"text": UNKNOWN}]
    lines = [json.dumps(each) for each in told] + ["", f"{KNOWN} soort:les"]
    file.write_text("\n".join(lines), encoding="utf-8")
    done = thresholds(asked, "--questions", str(file))
    assert done.stdout.startswith("4 questions;")
    assert row(done.stdout, "0.50")[2:] == ["1", "0", "3", "1", "of", "1", "0", "of", "1", "<-", "now"]


def test_the_columns_are_explained(asked: dict[str, str]) -> None:
    """What they count, what a lower threshold does, and where it is set."""
    said = thresholds(asked).stdout
    for told in ("answered: with an answer", "more of them wrongly", "under [search]", "With --show"):
        assert told in said
    assert "With --show" not in thresholds(asked, "--show").stdout
    assert "( answer" not in thresholds(asked, "--help").stdout


def test_a_json_array_is_read_as_its_questions(asked: dict[str, str], tmp_path: Path) -> None:
    """On one line or on many; what is no question in it is named by its place."""
    file = tmp_path / "questions.json"
    told = [{"text": KNOWN, "answerable": True}, UNKNOWN]
    for indent in (None, 2):
        file.write_text(json.dumps(told, indent=indent), encoding="utf-8")
        done = thresholds(asked, "--questions", str(file))
        assert done.stdout.startswith("2 questions;")
        assert row(done.stdout, "0.50")[5:8] == ["1", "of", "1"]
        assert "rightly: of the questions that have an answer" in done.stdout
    file.write_text(json.dumps([*told, 3]), encoding="utf-8")
    wrong = thresholds(asked, "--questions", str(file))
    assert (wrong.returncode, "questions.json, question 3: write" in wrong.stderr) == (2, True)
    file.write_text("[", encoding="utf-8")
    assert "begins as a JSON array and is none" in thresholds(asked, "--questions", str(file)).stderr


@pytest.mark.parametrize(
    "line", ['{"text": 3}', '{"text": "a", "answerable": "yes"}', '{"question": "a"}', "{"]
)
def test_a_line_that_is_no_question_is_named(settings: dict[str, str], tmp_path: Path, line: str) -> None:
    """With its number, and how it is written; so is a file that is not there."""
    file = tmp_path / "questions.jsonl"
    file.write_text(f"wie weet dit?\n{line}\n", encoding="utf-8")
    done = thresholds(settings, "--questions", str(file))
    assert done.returncode == 2
    assert "questions.jsonl, line 2: write a question, or" in done.stderr
    assert "Traceback" not in done.stderr
    gone = thresholds(settings, "--questions", "nope.txt")
    assert (gone.returncode, gone.stderr) == (2, "nope.txt cannot be read: no such file or directory\n")


def test_without_questions_it_says_how_to_give_some(settings: dict[str, str]) -> None:
    """A new installation has none."""
    done = thresholds(settings)
    assert done.returncode == 0
    assert "voorloper thresholds --questions FILE" in done.stdout
