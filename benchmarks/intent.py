"""Measure when the bot thinks it may speak: `python -m benchmarks.intent FILE.jsonl [--json]`.

Every line is a message with its label (1: it asks the group for experience, people or examples). The call
is the one that decides in a room where the bot listens.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bot.language.intent import asks_for_experience


@dataclass(frozen=True)
class Judgement:
    """A message, what it is and what the program took it for."""

    text: str
    asks: bool
    taken: bool


def judge(path: Path) -> tuple[Judgement, ...]:
    """Judge every message of the file; raise OSError or ValueError when it is not such a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    records = [cast("Mapping[str, object]", json.loads(line)) for line in lines if line.strip()]
    return tuple(
        Judgement(str(record["text"]), bool(record["label"]), asks_for_experience(str(record["text"])))
        for record in records
    )


def precision(judgements: Iterable[Judgement]) -> float:
    """Return the share of messages taken for a question that are one; 1 when none is taken."""
    taken = [judgement.asks for judgement in judgements if judgement.taken]
    return sum(taken) / len(taken) if taken else 1.0


def recall(judgements: Iterable[Judgement]) -> float:
    """Return the share of the questions that are taken for one; 1 when there are none."""
    asking = [judgement.taken for judgement in judgements if judgement.asks]
    return sum(asking) / len(asking) if asking else 1.0


def report(judgements: Sequence[Judgement]) -> dict[str, object]:
    """Return the figures and the texts that were misjudged."""
    return {
        "messages": len(judgements),
        "precision": precision(judgements),
        "recall": recall(judgements),
        "false_positives": [one.text for one in judgements if one.taken and not one.asks],
        "false_negatives": [one.text for one in judgements if one.asks and not one.taken],
    }


def main(arguments: Sequence[str]) -> None:
    """Judge the file named on the command line and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intent", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    figures = report(judge(cast("Path", asked.file)))
    if asked.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    print(f"messages   {figures['messages']}")
    print(f"precision  {figures['precision']:.3f}")
    print(f"recall     {figures['recall']:.3f}")
    for name, title in (("false_positives", "spoke wrongly"), ("false_negatives", "kept silent wrongly")):
        print(f"\n{title}:")
        for text in cast("list[str]", figures[name]):
            print(f"  {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
