"""What the kiosk keeps an eye on beside its visitor: the office's board, its own health, unsent messages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from foundation.client import ClientFault, Outbox
from foundation.client.outbox import Asked
from hardware.printer.port import Printer
from kiosk.booth import Booth
from kiosk.office import Office

log = logging.getLogger(__name__)


class OfficeWatch:
    """Reads the board every few seconds; remembers what the time is at the office."""

    def __init__(self, office: Office, booth: Booth, monotonic: Callable[[], float]) -> None:
        self._office, self._booth, self._monotonic = office, booth, monotonic
        self._time: tuple[int, float] | None = None
        self._rate = 1.0

    def look(self) -> None:
        """One look; when the office cannot be reached the last board stays and the page says so."""
        try:
            board = self._office.board()
            if not self._booth.seen.around.office:
                about = self._office.about()
                self._rate = about.clock_rate
                self._booth.surround(office=about.name)
        except ClientFault as fault:
            if self._booth.seen.around.online:
                log.warning("the office cannot be reached: %s", fault)
            self._booth.surround(online=False)
            return
        if board.time is not None:
            self._time = (board.time, self._monotonic())
        self._booth.surround(online=True, services=board.services)

    def business_time(self, otherwise: int) -> int:
        """The office's time in UTC milliseconds, as of the last board; `otherwise` before the first."""
        if self._time is None:
            return otherwise
        then, seen = self._time
        return then + int((self._monotonic() - seen) * 1000 * self._rate)


class HealthWatch:
    """Asks printer and scanner how they are; tells the page, and the desk when it changed."""

    def __init__(
        self,
        booth: Booth,
        printer: Printer,
        scanner_fault: Callable[[], str | None],
        report: Callable[[str, str | None], None],
    ) -> None:
        self._booth, self._printer = booth, printer
        self._scanner_fault, self._report = scanner_fault, report
        self._told: tuple[str, str | None] | None = None

    def look(self) -> None:
        """One look at both devices."""
        status = self._printer.status()
        printer = status.fault if not status.online or status.fault else None
        printer = printer or (None if status.online else "device.missing")
        scanner = self._scanner_fault()
        self._booth.surround(printer_cause=printer, camera_fault=scanner is not None)
        self._tell(_health(printer, scanner, status.paper))

    def _tell(self, health: tuple[str, str | None]) -> None:
        if health != self._told:
            self._report(*health)
            self._told = health


def _health(printer: str | None, scanner: str | None, paper: str) -> tuple[str, str | None]:
    if printer is not None:
        return "fault", printer
    if scanner is not None:
        return "fault", f"scanner.{scanner}"
    return ("warn", "paper.low") if paper == "low" else ("ok", None)


def send(reports: Outbox, line: Asked) -> None:
    """Send what the office has not heard yet; what cannot be sent now stays for the next time."""
    result: Any = reports.send_all(line)
    if result.refused:
        log.warning("%d messages were refused by the office and are kept", result.refused)
