"""The printer as the rest of the house sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from hardware.printer.slip import Slip

Paper = Literal["ok", "low", "out", "unknown"]
Cover = Literal["closed", "open", "unknown"]


@dataclass(frozen=True)
class PrinterStatus:
    """What the printer says of itself.

    online: it would print now, as far as anyone can know. fault: the stable code of what hinders
    it ("paper.out", "cover.open", "printer.knife", "printer.fault", "device.missing", …).
    """

    online: bool
    paper: Paper = "unknown"
    cover: Cover = "unknown"
    fault: str | None = None


class Printer(Protocol):
    """One printer. Calls from several threads wait for one another.

    After a fault the next call finds the device anew, so a cable plugged in again is enough.
    """

    def print(self, slip: Slip) -> None:
        """Ask for the state, send the whole slip, ask again; return when it is printed.

        Raises PrinterFault, whose `sent` tells what may have come out of the slot, or
        DeviceClosed after `close()`. Never prints twice by itself.
        """

    def status(self) -> PrinterStatus:
        """The state now. A missing or silent printer is a status, not an exception."""

    def close(self) -> None:
        """Let go of the device. May be called again."""
