"""Measure how quickly the bot answers in Slack: `python -m benchmarks.slack [--questions N] [--rounds N]`.

Beside the bot, a bare bot on Bolt that only says back what it hears, with a durable row before it
acknowledges and one after it answered (`slack_echo.py`); both over Socket Mode, each before a stand-in for
Slack of its own (`slack_side.py`). First one question after another, each of the bare bot, of ours and of the
core alone in turn: so all three find the machine the same, and none still notes that it answered when it is
asked. Then bursts of mentions in as many channels, taking turns too; at last more mentions than that, to see
when they are acknowledged: those that come at once, and others that come while the bot works on them. What
counts are the ratios of one run; a calibration loop and the load of the machine are printed beside the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import percentile
from benchmarks.handled import PEOPLE, Handling, handling
from benchmarks.scale import calibrate
from benchmarks.slack_side import CHANNELS, Side, echo, ours
from bot.indexing import LiveIndex
from storage.database.schema import migrate
from storage.search.sound import SoundIndex
from storage.starter import load_starter_base
from storage.store import SqlStore
from tests.slack.standin.delivering import Delivery

IN_FLIGHT = 500
_REST = 1.5  # seconds after which every channel takes a message again
_SUBJECTS = ("burgerparticipatie", "een chatbot", "open data", "zwerfafval", "thuiswerken", "een wijkbudget")
_WORDS = {"search": "zoek woord{number}", "question": "wie heeft ervaring met {subject}?"}
"""What is asked: a command that finds nothing, and a question to the starter base."""

Figures = dict[str, float]


def asked(kind: str, count: int) -> list[str]:
    """Return so many questions of a kind."""
    subjects = itertools.islice(itertools.cycle(_SUBJECTS), count)
    return [_WORDS[kind].format(number=number, subject=each) for number, each in enumerate(subjects)]


async def measure(questions: int, rounds: int, burst: int, in_flight: int) -> Figures:
    """Return all figures."""
    with tempfile.TemporaryDirectory(prefix="voorloper-slack-") as made:
        folder = Path(made)
        async with echo(folder) as bare, ours(folder) as own, _core(folder) as core:
            figures = await _one_by_one(bare, own, core, questions)
            for kind in _WORDS:
                figures |= await _bursts(bare, own, kind, rounds, burst)
            for name, side in (("echo", bare), ("voorloper", own)):
                figures |= await _in_flight(name, side, in_flight)
    return figures


async def _one_by_one(bare: Side, own: Side, core: Handling, questions: int) -> Figures:
    """Ask one question after another, of both bots and of the core alone, taking turns."""
    alone = list[float]()
    for words in asked("question", min(PEOPLE, questions)):  # so that everybody is known
        await bare.ask(words)
        await own.ask(words)
        await core.ask(words)
    bare.taken.clear()
    own.taken.clear()
    for words in asked("question", questions):
        await bare.ask(words)
        await own.ask(words)
        alone.append(await core.ask(words))
    figures = {"core_p50_ms": 1000 * percentile(alone, 0.5)}
    for name, side in (("echo", bare), ("voorloper", own)):
        figures[f"{name}_p50_ms"] = 1000 * percentile(side.taken, 0.5)
        figures[f"{name}_p95_ms"] = 1000 * percentile(side.taken, 0.95)
    allowed = 1.5 * figures["echo_p50_ms"] + figures["core_p50_ms"]
    return figures | {"allowed_p50_ms": allowed, "of_allowed": figures["voorloper_p50_ms"] / allowed}


async def _bursts(bare: Side, own: Side, kind: str, rounds: int, count: int) -> Figures:
    """Mention both bots in so many channels at once, taking turns."""
    rates: dict[str, list[float]] = {"echo": [], "voorloper": []}
    used: dict[str, list[float]] = {"echo": [], "voorloper": []}
    for _ in range(rounds):
        for name, side in (("echo", bare), ("voorloper", own)):
            await asyncio.sleep(_REST)
            lasted, processor = await side.burst(asked(kind, count))
            rates[name].append(count / lasted)
            used[name].append(1000 * processor / count)
    figures = {f"{name}_{kind}_a_second": percentile(each, 0.5) for name, each in rates.items()}
    figures |= {f"{name}_{kind}_processor_ms": percentile(each, 0.5) for name, each in used.items()}
    ratios = [ours / bare for bare, ours in zip(rates["echo"], rates["voorloper"], strict=True)]
    return figures | {f"{kind}_percent": 100 * percentile(ratios, 0.5)}


async def _in_flight(name: str, side: Side, count: int) -> Figures:
    """Mention a bot so many times at once, and ours more often while it works on those.

    Return when it acknowledged both.
    """
    await asyncio.sleep(_REST)
    more = [] if name == "echo" else asked("question", count // 10)
    together, meanwhile = await side.flood(asked("question", count), more)
    figures = {}
    for moment, delivered in (("together", together), ("meanwhile", meanwhile)):
        if not delivered:
            continue  # the bare bot has answered before anything more could come
        taken = [1000 * _acknowledged(each) for each in delivered]
        figures[f"{name}_ack_{moment}_p50_ms"] = percentile(taken, 0.5)
        figures[f"{name}_ack_{moment}_p99_ms"] = percentile(taken, 0.99)
    return figures


def _acknowledged(delivery: Delivery) -> float:
    """Return after how many seconds it was acknowledged at last, later tries included."""
    last = delivery.attempts[-1]
    return last.began - delivery.attempts[0].began + (last.seconds or 0.0)


@asynccontextmanager
async def _core(folder: Path) -> AsyncIterator[Handling]:
    """Run the core with a platform that takes everything at once, on the same base."""
    url = f"sqlite:///{folder}/core.db"
    await migrate(url)
    store, index = SqlStore(url), SoundIndex(folder / "core")
    try:
        await load_starter_base(store, datetime.now(UTC))
        live = LiveIndex(index, store)
        await live.current()
        async with handling(store, live) as core:
            yield core
    finally:
        index.close()
        await store.close()


def print_table(figures: Figures) -> None:
    """Print what was measured beside what it may be."""
    loop, load = 1000 * figures["calibration_seconds"], figures["load"]
    print(f"{os.cpu_count()} cores, load {load:.1f}; a loop of a million steps took {loop:.0f} ms")
    print(f"one question after another, half of them: echo bot {figures['echo_p50_ms']:.1f} ms")
    print(f"  voorloper {figures['voorloper_p50_ms']:.1f} ms, at most {figures['allowed_p50_ms']:.1f} ms")
    print(f"  (1.5 x echo + {figures['core_p50_ms']:.1f} ms of the core's own)")
    late = (figures["echo_p95_ms"], figures["voorloper_p95_ms"])
    print("  95 of 100: echo bot {:.1f} ms, voorloper {:.1f} ms".format(*late))
    for kind in _WORDS:
        rates = (figures[f"echo_{kind}_a_second"], figures[f"voorloper_{kind}_a_second"])
        used = (figures[f"echo_{kind}_processor_ms"], figures[f"voorloper_{kind}_processor_ms"])
        print(f"{figures['burst']:.0f} mentions at once ({kind}), a second:", end=" ")
        print("echo bot {:.0f}, voorloper {:.0f}".format(*rates))
        print(f"  {figures[f'{kind}_percent']:.0f} %, at least 25 %;", end=" ")
        print("processor time for each {:.1f} and {:.1f} ms".format(*used))
    print(f"{figures['in_flight']:.0f} questions in flight, acknowledged 99 of 100 times within:")
    print(f"  more that come meanwhile: {figures['voorloper_ack_meanwhile_p99_ms']:.0f} ms, at most 500 ms")
    late = (figures["echo_ack_together_p99_ms"], figures["voorloper_ack_together_p99_ms"])
    print("  themselves, all at once: {1:.0f} ms; echo bot {0:.0f} ms".format(*late))


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slack", description=__doc__)
    parser.add_argument("--questions", type=int, default=100, help="how many are asked one after another")
    parser.add_argument("--rounds", type=int, default=5, help="how many bursts there are of each kind")
    parser.add_argument("--burst", type=int, default=CHANNELS, help="how many mentions a burst has")
    parser.add_argument("--in-flight", type=int, default=IN_FLIGHT, help="how many are in flight at last")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    given = parser.parse_args(arguments)
    sizes = (given.burst, given.in_flight)
    begun: Figures = {"burst": given.burst, "in_flight": given.in_flight}
    begun |= {"calibration_seconds": calibrate(), "load": os.getloadavg()[0]}
    figures = begun | asyncio.run(measure(given.questions, given.rounds, *sizes))
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        print_table(figures)


if __name__ == "__main__":
    main(sys.argv[1:])
