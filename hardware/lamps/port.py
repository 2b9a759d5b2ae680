"""The lamp over a counter, as the rest of the house sees it."""

from __future__ import annotations

from typing import Literal, Protocol

#: off: nobody is expected. called: a number is awaited here. serving: somebody sits here.
LampState = Literal["off", "called", "serving"]


class Lamp(Protocol):
    """One lamp, or one for each of several counters."""

    def show(self, number: str, counter: str, state: LampState) -> None:
        """Show how it stands at a counter: for a lamp, `called` blinks (1 Hz), `serving` is steady.

        number: "A012", for lamps that can write; "" when there is none. A counter without a lamp
        here is passed over. Raises DeviceMissing, DeviceBusy, DeviceForbidden, DeviceUnsupported,
        or DeviceClosed after `close()`.
        """

    def close(self) -> None:
        """Put out what burns and let go. May be called again."""
