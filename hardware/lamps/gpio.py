"""Lamps on the pins of a Raspberry Pi, one for each counter."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any

from gpiozero import LED, Device
from gpiozero.exc import GPIOZeroError

from hardware.errors import DeviceClosed
from hardware.lamps.port import LampState
from hardware.pins import gpio_fault

#: Seconds on and seconds off: 1 Hz, far below the 3 Hz that can harm (WCAG 2.3.1).
_HALF_BLINK = 0.5
#: The counter's name that stands for any counter.
ANY = "*"


class GpioLamp:
    """pins: counter → pin number (Broadcom); the counter "*" is any that has no pin of its own."""

    def __init__(self, pins: Mapping[str, int], factory: Any = None) -> None:
        self._pins = dict(pins)
        self._factory = factory
        self._lights: dict[int, Any] = {}
        self._shown: dict[int, LampState] = {}
        self._lock = Lock()
        self._closed = False

    def show(self, number: str, counter: str, state: LampState) -> None:  # noqa: ARG002 - a lamp cannot write
        with self._lock:
            if self._closed:
                raise DeviceClosed("lamp")
            pin = self._pins.get(counter, self._pins.get(ANY))
            if pin is None or self._shown.get(pin) == state:
                return
            self._set(self._light(pin), state)
            self._shown[pin] = state

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for light in self._lights.values():
                light.off()
                light.close()
            self._lights.clear()

    def _light(self, pin: int) -> Any:
        if pin not in self._lights:
            try:
                self._lights[pin] = LED(pin, pin_factory=self._factory or Device.pin_factory)
            except GPIOZeroError as cause:
                raise gpio_fault("lamp", cause) from cause
        return self._lights[pin]

    def _set(self, light: Any, state: LampState) -> None:
        if state == "called":
            light.blink(_HALF_BLINK, _HALF_BLINK)
        elif state == "serving":
            light.on()
        else:
            light.off()
