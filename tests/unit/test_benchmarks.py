"""The measuring commands: they run, through the product's own calls, and their figures are right."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks import slack
from benchmarks.figures import Outcome, answer_rate_at, ndcg, percentile, reciprocal_rank
from benchmarks.scale import ROWS, print_table
from benchmarks.synthetic import Language
from bot.domain.model import Kind

CORPUS = [
    {
        "id": "a",
        "title": "Zwerfafval tellen",
        "organisation": "Gemeente A",
        "text": "Camera's tellen zwerfafval.",
    },
    {
        "id": "b",
        "title": "",
        "organisatie": "Gemeente B",
        "text": "Een chatbot beantwoordt vragen over paspoorten.",
    },
    {
        "id": "c",
        "title": "Natuurbrand",
        "organisation": "Provincie C",
        "text": "Het risico op brand in de hei.",
    },
]
QUERIES = [
    {
        "id": "1",
        "topic": "t1",
        "style": "kort",
        "text": "wie telt zwerfafval met camera's?",
        "answerable": True,
    },
    {"id": "2", "topic": "t2", "style": "kort", "text": "heeft iemand een maanbasis?", "answerable": False},
]


def outcome(
    ranked: str, grades: dict[str, int], confidence: float = 1.0, *, answerable: bool = True
) -> Outcome:
    return Outcome(
        "t",
        None,
        tuple(ranked),
        grades,
        confidence,
        answered=True,
        tentative=False,
        milliseconds=1.0,
        answerable=answerable,
    )


def measured(module: str, *arguments: str) -> dict[str, dict[str, dict[str, float]]]:
    command = [sys.executable, "-m", module, *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    figures: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout)
    return figures


def lines(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_retrieval_measures_a_collection(tmp_path: Path) -> None:
    """A collection is put through the product's own search, and its figures are named as promised."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text(lines(CORPUS), encoding="utf-8")
    (folder / "queries.jsonl").write_text(lines(QUERIES), encoding="utf-8")
    (folder / "qrels.tsv").write_text("query_id\tdoc_id\tscore\nt1\ta\t2\n", encoding="utf-8")
    figures = measured("benchmarks.retrieval", str(folder))["small"]
    assert figures["all"]["ndcg@10"] == 1.0
    assert figures["kort"]["success@3"] == 1.0
    assert figures["all"]["answer_rate"] == 1.0
    assert figures["all"]["false_answer_rate"] == 0.0
    assert {"mrr@10", "success@10", "tentative_rate", "answer_rate_at_false_45", "p50", "p95"} <= figures[
        "all"
    ].keys()


def test_scale_measures_a_size(tmp_path: Path) -> None:
    """It has every figure that is printed, with what they cost on this machine beside them."""
    arguments = ("--sizes", "40", "--questions", "4", "--folder", str(tmp_path))
    command = [sys.executable, "-m", "benchmarks.scale", *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    sizes = json.loads(done.stdout)["sizes"]
    assert sizes.keys() == {"40"}
    for figures in sizes.values():
        assert {row.figure for row in ROWS} <= figures.keys()
        assert all(value > 0 for value in figures.values())
    print_table({int(size): figures for size, figures in sizes.items()})


def test_made_up_texts_are_the_same_in_every_run() -> None:
    """The seed decides entries and questions, and pioneers only stand where there are persons."""
    one, other = (list(Language().entries(120, [7])) for _ in range(2))
    assert one == other
    assert [entry.id.kind for entry in one].count(Kind.PIONEER) == 1
    assert list(Language().questions(9)) == list(Language().questions(9))
    assert not any(entry.id.kind is Kind.PIONEER for entry in Language().entries(120))


def test_intent_measures_a_file(tmp_path: Path) -> None:
    """Precision and recall of the call that decides in a listening room."""
    file = tmp_path / "messages.jsonl"
    asks = {"id": "1", "text": "Wie heeft ervaring met loting bij inspraak?", "label": 1}
    cake = {"id": "2", "text": "Er is taart in de kantine.", "label": 0}
    file.write_text(lines([asks, cake]), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.intent", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    figures = json.loads(done.stdout)
    assert (figures["precision"], figures["recall"]) == (1.0, 1.0)


def test_prompts_are_queued_and_delivered() -> None:
    """All of them, in order per room, with the time that both took."""
    command = [sys.executable, "-m", "benchmarks.prompts", "--prompts", "30", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    figures = json.loads(done.stdout)
    assert figures["prompts"] == 30
    assert all(value > 0 for value in figures.values())


def test_slack_measures_both_bots() -> None:
    """Each figure that is printed is there, of the bot and of the bare bot beside it."""
    sizes = ("--questions", "5", "--rounds", "1", "--burst", "6", "--in-flight", "20")
    command = [sys.executable, "-m", "benchmarks.slack", *sizes, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    figures = json.loads(done.stdout)
    ticks = {name for name in figures if "processor" in name}  # what is too short for that clock takes 0
    assert all(figures[name] > 0 for name in figures.keys() - ticks)
    assert figures["allowed_p50_ms"] == 1.5 * figures["echo_p50_ms"] + figures["core_p50_ms"]
    slack.print_table(figures)


def test_ndcg_is_what_the_formula_says() -> None:
    """Gain 2^grade - 1, discount log2(rank + 1), against the ideal order."""
    found = outcome("xab", {"a": 2, "b": 1})
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(found) == pytest.approx((3 / math.log2(3) + 1 / math.log2(4)) / ideal)
    assert ndcg(outcome("ab", {"a": 2, "b": 1})) == pytest.approx(1)
    assert ndcg(outcome("x", {"a": 2})) == 0


def test_reciprocal_rank_is_one_over_the_first_place() -> None:
    """The first relevant document counts, within ten."""
    assert reciprocal_rank(outcome("xya", {"a": 1})) == pytest.approx(1 / 3)
    assert reciprocal_rank(outcome("0123456789a", {"a": 1})) == 0


def test_the_best_answer_rate_within_the_allowed_false_answers() -> None:
    """The threshold is chosen so that at most this part of the unanswerable questions gets an answer."""
    answerable = [outcome("a", {"a": 1}, confidence) for confidence in (0.9, 0.6, 0.2)]
    unanswerable = [outcome("a", {}, confidence, answerable=False) for confidence in (0.7, 0.5, 0.1, 0.1)]
    assert answer_rate_at(0.0, [*answerable, *unanswerable]) == pytest.approx(1 / 3)
    assert answer_rate_at(0.25, [*answerable, *unanswerable]) == pytest.approx(2 / 3)
    assert answer_rate_at(1.0, [*answerable, *unanswerable]) == 1


def test_percentiles_lie_within_what_was_measured() -> None:
    """The median of three is the middle one."""
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([5.0], 0.95) == 5.0
