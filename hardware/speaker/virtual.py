"""A speaker made of software: it keeps what it would have played, and fails on command."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from hardware.errors import DeviceClosed, DeviceFault
from hardware.speaker.sound import seconds_of


@dataclass(frozen=True)
class Played:
    """at: seconds on the speaker's clock when it began. seconds: its length."""

    at: float
    seconds: float
    wav: bytes


class VirtualSpeaker:
    """Takes as long as a real one when it is given a real `sleep`."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        kept: int = 100,
    ) -> None:
        self.history: deque[Played] = deque(maxlen=kept)
        self._clock, self._sleep = clock, sleep
        self._turn = Lock()
        self._fault: DeviceFault | None = None
        self._closed = False

    def fail(self, fault: DeviceFault | None) -> None:
        """From now on every sound ends in this fault; None mends it."""
        self._fault = fault

    def play(self, wav: bytes) -> None:
        length = seconds_of(wav)
        with self._turn:
            if self._closed:
                raise DeviceClosed("virtual")
            if self._fault is not None:
                raise self._fault
            self.history.append(Played(self._clock(), length, wav))
            self._sleep(length)

    def close(self) -> None:
        self._closed = True
