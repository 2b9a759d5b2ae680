"""Rate limits, in real seconds and in memory: they slow a guesser down and need no history."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

#: Somebody who changes addresses must not fill the memory.
NAMES_AT_MOST = 5000


class Limit:
    """At most `count` in any `seconds` for each name (an address, a login)."""

    def __init__(self, count: int, seconds: float, monotonic: Callable[[], float]) -> None:
        self._count = count
        self._seconds = seconds
        self._monotonic = monotonic
        self._times: dict[str, deque[float]] = {}

    def allow(self, name: str) -> bool:
        """Count one try; False when there were too many."""
        times = self._of(name)
        if len(times) >= self._count:
            return False
        times.append(self._monotonic())
        return True

    def full(self, name: str) -> bool:
        """Whether there were too many, without counting one."""
        return len(self._of(name)) >= self._count

    def forget(self, name: str) -> None:
        """Start again for this name (it got it right)."""
        self._times.pop(name, None)

    def _of(self, name: str) -> deque[float]:
        if len(self._times) > NAMES_AT_MOST:
            self._times.clear()
        times = self._times.setdefault(name, deque())
        since = self._monotonic() - self._seconds
        while times and times[0] <= since:
            times.popleft()
        return times
