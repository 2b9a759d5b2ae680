"""Buttons on the pins of a Raspberry Pi: each closes its pin to ground."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from gpiozero import Button, Device
from gpiozero.exc import GPIOZeroError

from hardware.buttons.debounce import Debounce
from hardware.buttons.port import Press, Pressed
from hardware.errors import DeviceClosed
from hardware.pins import gpio_fault


class GpioButtons:
    """pins: name → pin number (Broadcom). quiet: seconds a contact must be still before a press.

    The debouncing is ours: gpiozero's own differs from pin driver to pin driver.
    """

    def __init__(
        self,
        pins: Mapping[str, int],
        quiet: float = 0.05,
        clock: Callable[[], float] = time.monotonic,
        factory: Any = None,
    ) -> None:
        self.names = tuple(pins)
        self._pins = dict(pins)
        self._clock = clock
        self._factory = factory
        self._debounce = Debounce(quiet)
        self._lock = Lock()
        self._contacts: list[Any] = []
        self._pressed: Pressed | None = None
        self._closed = False

    def listen(self, pressed: Pressed) -> None:
        with self._lock:
            if self._closed:
                raise DeviceClosed("buttons")
            self._pressed = pressed
            if not self._contacts:
                self._take_pins()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._pressed = None
            self._release()

    def _take_pins(self) -> None:
        try:
            for name, pin in self._pins.items():
                self._contacts.append(self._contact(name, pin))
        except GPIOZeroError as cause:
            self._release()
            raise gpio_fault("buttons", cause) from cause

    def _contact(self, name: str, pin: int) -> Any:
        contact = Button(pin, pull_up=True, bounce_time=None, pin_factory=self._factory or Device.pin_factory)
        contact.when_pressed = lambda: self._edge(name, closed=True)
        contact.when_released = lambda: self._edge(name, closed=False)
        return contact

    def _release(self) -> None:
        for contact in self._contacts:
            contact.close()
        self._contacts = []

    def _edge(self, name: str, *, closed: bool) -> None:
        now = self._clock()
        if not closed:
            self._debounce.opened(name, now)
            return
        # The listener may be taken away by close() between question and call.
        listener = self._pressed
        if self._debounce.closed(name, now) and listener is not None:
            listener(Press(name, now))
