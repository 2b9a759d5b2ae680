"""How late the loop is: the one number that tells that something blocks it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

EVERY_SECONDS = 0.05
KEPT = 1200


class LoopLag:
    """Sleeps in the loop and measures by how much it woke too late, in seconds."""

    def __init__(self, sleep: Callable[[float], object], monotonic: Callable[[], float]) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._late: deque[float] = deque(maxlen=KEPT)

    def run(self) -> None:
        """Measure for as long as the server lives."""
        while True:
            before = self._monotonic()
            self._sleep(EVERY_SECONDS)
            self._late.append(max(0.0, self._monotonic() - before - EVERY_SECONDS))

    def worst(self) -> float:
        """The worst of the last minute."""
        return max(self._late, default=0.0)

    def reset(self) -> None:
        """Start measuring anew."""
        self._late.clear()
