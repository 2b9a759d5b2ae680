"""A lamp made of software: it keeps what it has shown."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hardware.errors import DeviceClosed
from hardware.lamps.port import LampState


@dataclass(frozen=True)
class Shown:
    """at: seconds on the lamp's clock."""

    at: float
    number: str
    counter: str
    state: LampState


class VirtualLamp:
    """A lamp for every counter there is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.history: deque[Shown] = deque(maxlen=500)
        self._clock = clock
        self._closed = False

    def show(self, number: str, counter: str, state: LampState) -> None:
        if self._closed:
            raise DeviceClosed("virtual")
        self.history.append(Shown(self._clock(), number, counter, state))

    def at(self, counter: str) -> LampState:
        """How the lamp over this counter stands."""
        return next((shown.state for shown in reversed(self.history) if shown.counter == counter), "off")

    def close(self) -> None:
        """Out they go."""
        if not self._closed:
            for counter in sorted({shown.counter for shown in self.history}):
                self.show("", counter, "off")
        self._closed = True
