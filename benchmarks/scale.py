"""Measure how the bot keeps up with a large base: `python -m benchmarks.scale [--sizes 1000 …] [--json]`.

Made-up entries go into a real SQLite file through the product's own calls; SQLite's own full-text search
answers the same questions beside it, in the same run. Absolute figures mean something only beside the
calibration loop, which runs again before each step: divide by what it takes on the machine that they are
compared with. A question handled waits for the disk twice, beside which stands how long that takes. Each step
has a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 200
STEPS = ("fill", "rebuild", "start", "search", "handle")

Figures = dict[str, float]


@dataclass(frozen=True)
class Row:
    """A figure as it is printed, and what it must be at most with the largest base."""

    figure: str
    label: str
    unit: str
    most: float | None = None


ROWS = (
    Row("search_p50", "search", "ms p50"),
    Row("search_p95", "", "ms p95", 10),
    Row("search_short_p95", "  short questions", "ms p95"),
    Row("search_chatty_p95", "  chatty questions", "ms p95"),
    Row("search_loop_ms", "  calibration loop then", "ms"),
    Row("fts5_p50", "SQLite FTS5", "ms p50"),
    Row("fts5_p95", "", "ms p95"),
    Row("ratio_p50", "FTS5 : search", "x p50"),
    Row("ratio_p95", "", "x p95"),
    Row("handled_p50", "a question handled", "ms p50"),
    Row("handled_p95", "", "ms p95", 30),
    Row("handle_loop_ms", "  calibration loop then", "ms"),
    Row("durable_p50", "  one write made durable", "ms p50"),
    Row("durable_p95", "", "ms p95"),
    Row("rebuild_seconds", "index made anew", "s", 60),
    Row("start_seconds", "start with an index", "s", 2),
    Row("rebuild_megabytes", "memory, index made anew", "MiB", 400),
    Row("serving_megabytes", "memory, start and search", "MiB", 400),
    Row("handling_megabytes", "memory, whole program", "MiB", 400),
    Row("index_megabytes", "index on disk", "MiB"),
)


def calibrate() -> float:
    """Return the seconds that a fixed loop takes here, the best of five."""
    return min(_loop() for _ in range(5))


def _loop() -> float:
    began = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return time.perf_counter() - began


def measure(size: int, questions: int, folder: Path) -> Figures:
    """Do every step for a base of one size, in the folder, and return all figures."""
    figures: Figures = {}
    for step in STEPS:
        print(f"{size}: {step}", file=sys.stderr)
        figures[f"{step}_loop_ms"] = 1000 * calibrate()
        command = [
            sys.executable,
            "-m",
            "benchmarks.scale_steps",
            step,
            str(folder),
            str(size),
            str(questions),
        ]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own program
        figures |= cast("Figures", json.loads(done.stdout))
    return figures


def print_table(sizes: Mapping[int, Figures]) -> None:
    """Print a line for each figure and a column for each size."""
    print(f"{os.cpu_count()} cores; times are to be read beside the calibration loop")
    print(f"{'entries':<34}" + "".join(f"{size:>12,}" for size in sizes) + "     at most")
    for row in ROWS:
        values = "".join(f"{figures[row.figure]:>12.2f}" for figures in sizes.values())
        most = f"{row.most:>12g}" if row.most else ""
        print(f"{row.label:<26}{row.unit:<8}{values}{most}")


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes named on the command line and print their figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="ENTRIES")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many are asked")
    parser.add_argument("--folder", type=Path, help="where the bases are kept for a next run")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="voorloper-scale-") as passing:
        folder = cast("Path | None", asked.folder) or Path(passing)
        sizes = {size: measure(size, asked.questions, folder / str(size)) for size in asked.sizes}
    if asked.json:
        print(json.dumps({"cores": os.cpu_count(), "sizes": sizes}, indent=2))
    else:
        print_table(sizes)


if __name__ == "__main__":
    main(sys.argv[1:])
