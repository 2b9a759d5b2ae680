"""Buttons under a hand, as the rest of the house sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Press:
    """One press. name: the button's. at: seconds on the monotonic clock."""

    name: str
    at: float


Pressed = Callable[[Press], None]


class Buttons(Protocol):
    """A row of named buttons."""

    names: tuple[str, ...]

    def listen(self, pressed: Pressed) -> None:
        """From now on call `pressed` once for every press, in the driver's own thread.

        The newest listener is the only one. Raises DeviceMissing, DeviceBusy, DeviceForbidden,
        DeviceUnsupported, or DeviceClosed after `close()`.
        """

    def close(self) -> None:
        """Let go of the buttons; no press is reported afterwards. May be called again."""
