"""The chain of decoders, as data: which way of looking, which reader, how often, at what cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hardware.scanner.reading import Reader, Reading, nearest_first
from hardware.scanner.views import (
    Gray,
    Look,
    View,
    changed,
    close_up,
    enlarged,
    level,
    local_threshold,
    second_close_up,
    unsharp,
    whole,
)
from hardware.scanner.zbar import read_zbar
from hardware.scanner.zxing import read_binary, read_inverted, read_zxing


@dataclass(frozen=True)
class Stage:
    """One look at a frame.

    name: what a scan says it was read by. every: due on every n-th frame.
    budget: milliseconds it is first taken to cost; the chain then goes by what it really costs on this machine.
    """

    name: str
    look: Look
    reader: Reader
    every: int = 1
    budget: float = 0.0


@dataclass(frozen=True)
class Sight:
    """What one frame showed, nearest the centre first. ms: time spent; ms_first: before the second opinion."""

    readings: tuple[Reading, ...]
    decoder: str
    ms: float
    ms_first: float

    @property
    def texts(self) -> list[str]:
        return [reading.text for reading in self.readings]


RAW = Stage("zxing-cpp", whole, read_zxing)

#: In the order of what each adds for its cost, measured by tests/bench/scanning.py.
STAGES = (
    RAW,
    Stage("zxing-cpp sharpened", changed(close_up, unsharp(13, 2)), read_inverted, 2, 9),
    Stage("zxing-cpp levelled", level, read_zxing, 3, 3),
    Stage("zxing-cpp beside", changed(second_close_up, unsharp(13, 2)), read_zxing, 4, 9),
    Stage("zxing-cpp threshold", changed(close_up, local_threshold(61, 4)), read_binary, 4, 5),
    Stage("zxing-cpp enlarged", enlarged(1.5), read_inverted, 4, 13),
)

SECOND_OPINION = Stage("pyzbar", whole, read_zbar, 6, 35)

#: For files, where nobody waits: also what helps large photographs.
STAGES_FOR_FILES = (
    *STAGES,
    Stage("zxing-cpp doubled", changed(enlarged(2), unsharp(13, 2)), read_inverted),
    Stage("zxing-cpp reduced", enlarged(0.5), read_inverted),
)


#: So many frames in a row may do without a later stage for want of time.
PATIENCE = 3


class Chain:
    """The stages in turn until one reads something.

    The first stage sees every frame; the others that are due, as far as `budget_ms` a frame lasts. Where it never
    lasts (a slow machine) one has its turn every few frames all the same, each in its turn.
    """

    def __init__(
        self,
        stages: Sequence[Stage] = STAGES,
        second_opinion: Stage | None = SECOND_OPINION,
        budget_ms: float = 17.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.first, self.rest = stages[0], tuple(stages[1:])
        self.second_opinion = second_opinion
        self.budget_ms = budget_ms
        self._clock = clock
        self._starved, self._turn = 0, 0
        self._costs: dict[str, float] = {}

    def read(self, gray: Gray, number: int | None = None, *, thorough: bool = False) -> Sight:
        """Read one frame (uint8, height × width).

        number: the frame's, which says what is due; None: a single frame, everything is due.
        thorough: all stages, whatever they cost.
        """
        started = self._clock()
        view = View(gray)
        name, found = self._first_opinion(view, number, started, thorough=thorough)
        ms_first = self._since(started)
        second = self.second_opinion
        if not found and second is not None and (thorough or _due(second, number)):
            name, found = second.name, self._run(second, view)
        ordered = tuple(nearest_first(found, view.wide, view.high))
        return Sight(ordered, name if ordered else "", self._since(started), ms_first)

    def _first_opinion(
        self, view: View, number: int | None, started: float, *, thorough: bool
    ) -> tuple[str, list[Reading]]:
        name, found = self.first.name, self._run(self.first, view)
        later = self.rest if thorough else self._affordable(number, started)
        for stage in later if not found else ():
            name, found = stage.name, self._run(stage, view)
            if found:
                break
        return name, found

    def _affordable(self, number: int | None, started: float) -> Iterator[Stage]:
        """The due stages that fit into what is left of the budget, beginning after the last that had its turn."""
        count = len(self.rest)
        order = [(self._turn + i) % count for i in range(count)] if number is not None else range(count)
        self._starved += 1
        for place in order:
            stage = self.rest[place]
            if not _due(stage, number, place):
                continue
            cost = self._costs.get(stage.name, stage.budget)
            if self._since(started) + cost <= self.budget_ms or self._starved > PATIENCE:
                self._starved, self._turn = 0, (place + 1) % count
                yield stage

    def _run(self, stage: Stage, view: View) -> list[Reading]:
        started = self._clock()
        picture = stage.look(view) if view.readable else None
        if picture is None or min(picture.gray.shape) == 0:
            return []
        found = [reading.in_frame(picture) for reading in stage.reader(picture.gray)]
        before = self._costs.get(stage.name, stage.budget)
        self._costs[stage.name] = before + 0.2 * (self._since(started) - before)
        return found

    def _since(self, started: float) -> float:
        return (self._clock() - started) * 1000


def _due(stage: Stage, number: int | None, place: int = 0) -> bool:
    return number is None or (number + place) % stage.every == 0
