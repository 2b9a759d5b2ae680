"""Buttons made of software: pressed by a call, with the chatter of a real contact when asked for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from hardware.buttons.debounce import Debounce
from hardware.buttons.port import Press, Pressed
from hardware.errors import DeviceClosed


class VirtualButtons:
    """Its presses go through the same debouncing as those of real contacts."""

    def __init__(self, names: Sequence[str], quiet: float = 0.05, clock: Callable[[], float] = time.monotonic) -> None:
        self.names = tuple(names)
        self.history: deque[Press] = deque(maxlen=500)
        self._clock = clock
        self._debounce = Debounce(quiet)
        self._pressed: Pressed | None = None
        self._closed = False

    def listen(self, pressed: Pressed) -> None:
        if self._closed:
            raise DeviceClosed("virtual")
        self._pressed = pressed

    def press(self, name: str, chatter: int = 0) -> None:
        """Press and let go; the contact closes and opens `chatter` times more at each end."""
        if name not in self.names:
            raise KeyError(name)
        for _ in range(2 * chatter + 1):
            self._close_contact(name)
            self._debounce.opened(name, self._clock())

    def close(self) -> None:
        self._closed = True
        self._pressed = None

    def _close_contact(self, name: str) -> None:
        now = self._clock()
        if self._debounce.closed(name, now) and self._pressed is not None:
            self.history.append(Press(name, now))
            self._pressed(Press(name, now))
