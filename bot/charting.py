"""Charts: numbers as bars in a picture, and the same in words for who cannot see it.

Which numbers they are is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.messages.reply import File

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS: Final = ("#0072B2", "#E69F00")  # told apart by who sees few colours, and by who prints
_HATCHES: Final = ("", "//")
_WIDTH: Final = 9.0
_HEADING: Final = 0.9
_BAR: Final = 0.34
_UPRIGHT: Final = 2.6
_ROUND: Final = 0.12
"""Inches: of a panel upright or lying, of what stands above it, and of the white around it."""

_FEW: Final = 6
"""Labels for which there is room at least, so that a single bar is no wall."""

_DOTS: Final = 110

_ONE_AT_A_TIME: Final = threading.Lock()  # the library shares its fonts between threads


@dataclass(frozen=True)
class Bars:
    """One set of bars: what it counts, and a number for each label of its panel."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Panel:
    """Labels with a bar for each set, at most two sets. `lying`: each label on a line of its own."""

    title: str
    labels: tuple[str, ...]
    bars: tuple[Bars, ...]
    lying: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see in it."""
        return not any(number for each in self.bars for number in each.numbers)


async def chart(name: str, panels: Sequence[Panel], alternative: str) -> File:
    """Return a picture (PNG) of the panels below one another; it is drawn beside what else goes on."""
    content = await asyncio.to_thread(_drawn, tuple(panels))
    return File(f"{name}.png", "image/png", content, alternative)


def in_words(panels: Iterable[Panel]) -> str:
    """Return every number that is to be seen in the panels, a line for each set of bars."""
    return "\n".join(
        f"{panel.title} · {each.name}: {_numbers(panel.labels, each.numbers)}."
        for panel in panels
        for each in panel.bars
    )


def _numbers(labels: Sequence[str], numbers: Sequence[int]) -> str:
    return ", ".join(f"{label} {number}" for label, number in zip(labels, numbers, strict=True))


def _drawn(panels: Sequence[Panel]) -> bytes:
    with _ONE_AT_A_TIME:
        from matplotlib.figure import Figure  # noqa: PLC0415 - it takes a second, of who draws alone
        from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - idem

        heights = [_height(panel) for panel in panels]
        layout = ConstrainedLayoutEngine(h_pad=_ROUND, w_pad=_ROUND)
        figure = Figure(figsize=(_WIDTH, sum(heights)), dpi=_DOTS, layout=layout)
        axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)
        for panel, (ax,) in zip(panels, axes, strict=True):
            _draw(panel, ax)
        picture = BytesIO()
        figure.savefig(picture, format="png", backend="agg")
        return picture.getvalue()


def _height(panel: Panel) -> float:
    """Return how many inches a panel needs."""
    return _HEADING + (_BAR * len(panel.labels) * len(panel.bars) if panel.lying else _UPRIGHT)


def _draw(panel: Panel, ax: Axes) -> None:
    """Draw the bars with their numbers, which say more than lines behind them would."""
    thick = 0.8 / len(panel.bars)
    for which, each in enumerate(panel.bars):
        places = [place + (which - (len(panel.bars) - 1) / 2) * thick for place in range(len(panel.labels))]
        drawn = (ax.barh if panel.lying else ax.bar)(
            places,
            each.numbers,
            thick,
            color=_COLOURS[which],
            hatch=_HATCHES[which],
            edgecolor="white",
            label=each.name,
        )
        ax.bar_label(drawn, padding=2, fontsize=9)
    (_lie if panel.lying else _stand)(panel.labels, ax)
    ax.tick_params(length=0)
    above = 10
    if len(panel.bars) > 1:
        above = 26
        ax.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=len(panel.bars), frameon=False, borderaxespad=0
        )
    ax.set_title(panel.title, loc="left", fontsize=12, fontweight="bold", pad=above)


def _lie(labels: Sequence[str], ax: Axes) -> None:
    ax.set_yticks(range(len(labels)), labels)
    ax.invert_yaxis()
    ax.set_xticks([])
    ax.margins(x=0.08, y=0.02)
    ax.spines[["top", "right", "bottom"]].set_visible(False)


def _stand(labels: Sequence[str], ax: Axes) -> None:
    ax.set_xticks(range(len(labels)), labels)
    ax.set_yticks([])
    ax.set_xlim(-0.6, max(len(labels), _FEW) - 0.4)
    ax.margins(y=0.12)
    ax.spines[["top", "right", "left"]].set_visible(False)
