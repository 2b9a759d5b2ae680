"""Trying again, ever more slowly and never in step with the others."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from foundation.client.faults import ServerFault, Unreachable

T = TypeVar("T")


@dataclass(frozen=True)
class Backoff:
    """Seconds between tries: `first`, then `factor` times as long each time, at most `most`.

    Each is cut by chance to between half and the whole, so that twenty screens that lost one server do not come
    back in one moment.
    """

    first: float = 0.2
    most: float = 30.0
    factor: float = 2.0

    def delays(self, chance: Callable[[], float] = random.random) -> Iterator[float]:
        """Endless; `chance` gives 0 ≤ x < 1."""
        delay = self.first
        while True:
            yield min(delay, self.most) * (0.5 + chance() / 2)
            delay = min(delay * self.factor, self.most)


def patiently(
    work: Callable[[], T],
    tries: int,
    backoff: Backoff | None = None,
    sleep: Callable[[float], None] = time.sleep,
    chance: Callable[[], float] = random.random,
) -> T:
    """Do `work`, up to `tries` times while the office cannot be reached; a refusal is final at once.

    `work` must ask with one and the same key each time. Raises the last fault.
    """
    delays = (backoff or Backoff()).delays(chance)
    for _ in range(tries - 1):
        try:
            return work()
        except (Unreachable, ServerFault) as fault:
            sleep(max(next(delays), getattr(fault, "wait", 0.0)))
    return work()
