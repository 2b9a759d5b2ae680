"""The kiosk's devices, by their settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hardware.printer.opening import open_printer
from hardware.printer.port import Printer
from hardware.printer.virtual import Mechanism, VirtualPrinter
from hardware.scanner.opening import open_scanner
from hardware.scanner.scanner import LiveScanner


@dataclass(frozen=True)
class Devices:
    """watch: a scanner at work on the source a setting names (again while trying out); raises DeviceFault."""

    watch: Callable[[str], LiveScanner]
    printer: Printer

    @property
    def mechanism(self) -> Mechanism | None:
        """The insides of a virtual printer."""
        return self.printer.mechanism if isinstance(self.printer, VirtualPrinter) else None


def open_devices(printer: str, paper_mm: int) -> Devices:
    """Nothing needs to be plugged in yet. Raises DeviceMisnamed for a setting nobody can understand."""
    return Devices(open_scanner, open_printer(printer, paper_mm))
