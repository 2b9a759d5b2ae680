"""The ways bytes reach a printer: network, serial, USB and file, by python-escpos's drivers."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from escpos.exceptions import DeviceNotFoundError
from escpos.printer import File, Network, Serial, Usb

from hardware.printer.faults import (
    PrinterBusy,
    PrinterFault,
    PrinterForbidden,
    PrinterMissing,
    PrinterSilent,
    PrinterUnsupported,
)

_READ = 64
_PRINTER_CLASS = 7
_BY_ERRNO: dict[int, type[PrinterFault]] = {
    errno.EACCES: PrinterForbidden,
    errno.EPERM: PrinterForbidden,
    errno.EBUSY: PrinterBusy,
    errno.EAGAIN: PrinterBusy,
    errno.ETIMEDOUT: PrinterSilent,
}


class Wire(Protocol):
    """One way to one printer. Every fault is raised as a PrinterFault.

    chunk: bytes to send at a time, so that progress is known. answers: whether it can be asked.
    """

    chunk: int
    answers: bool

    def open(self) -> None:
        """Connect. Raises PrinterMissing, PrinterBusy, PrinterForbidden, PrinterUnsupported."""

    def send(self, data: bytes) -> None:
        """Return when the bytes have left. Raises PrinterSilent when they are not taken in time."""

    def receive(self, seconds: float) -> bytes:
        """What came within so many seconds; empty when nothing did. Raises PrinterMissing at an end."""

    def close(self) -> None:
        """Disconnect. May be called again, and on a wire never opened."""


def _fault(name: str, cause: BaseException) -> PrinterFault:
    """The fault of our family for what a library raised, by the error number deepest inside."""
    inner: BaseException | None = cause
    while inner is not None:
        if isinstance(inner, TimeoutError) or "imeout" in type(inner).__name__:
            return PrinterSilent(name, str(cause))
        number = getattr(inner, "errno", None)
        if number in _BY_ERRNO:
            return _BY_ERRNO[number](name, str(cause))
        inner = inner.__cause__ or inner.__context__
    return PrinterMissing(name, str(cause))


@contextmanager
def _faults_of(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, DeviceNotFoundError) as cause:
        raise _fault(name, cause) from cause


class _EscposWire:
    """What the four have in common: a driver of the library, opened when needed, closed quietly."""

    chunk = 4096
    answers = True

    def __init__(self, name: str, printer: Any) -> None:
        self.name = name
        self.printer = printer

    def open(self) -> None:
        with _faults_of(self.name):
            self.printer.open()

    def send(self, data: bytes) -> None:
        with _faults_of(self.name):
            self.printer._raw(data)  # noqa: SLF001 - the library's own way out

    def close(self) -> None:
        try:
            self.printer.close()
        except OSError:
            # Letting go of what is already gone; there is nothing left to lose.
            self.printer.device = False


class NetworkWire(_EscposWire):
    """A printer with an address: raw TCP, usually port 9100.

    patience: seconds for connecting and for one chunk; the library's own 60 would hold up a citizen.
    """

    def __init__(self, host: str, port: int = 9100, patience: float = 3.0) -> None:
        super().__init__(f"tcp:{host}:{port}", Network(host, port, timeout=patience))
        self.patience = patience

    def open(self) -> None:
        """A printer that is switched off leaves a connection unanswered: that is missing, not silent."""
        try:
            super().open()
        except PrinterSilent as unanswered:
            raise PrinterMissing(self.name, unanswered.detail) from unanswered

    def receive(self, seconds: float) -> bytes:
        with _faults_of(self.name):
            device = self.printer.device
            device.settimeout(max(seconds, 0.001))
            try:
                data: bytes = device.recv(_READ)
            except TimeoutError:
                return b""
            finally:
                device.settimeout(self.patience)
        if not data:
            raise PrinterMissing(self.name, "it closed the connection")
        return data


class SerialWire(_EscposWire):
    """A printer on a serial line. flow: "dtr", "xon" or "none".

    Small chunks, each waited for until it left the port: otherwise a question would stand in a
    queue behind seconds of picture, and a held-up line would block without end.
    """

    chunk = 512

    def __init__(self, path: str, baud: int = 115_200, flow: str = "dtr", patience: float = 3.0) -> None:
        driver = Serial(path, baudrate=baud, timeout=patience, dsrdtr=flow == "dtr", xonxoff=flow == "xon")
        super().__init__(f"serial:{path}", driver)
        self.patience = patience

    def open(self) -> None:
        super().open()
        with _faults_of(self.name):
            self.printer.device.write_timeout = self.patience
            self.printer.device.exclusive = True

    def send(self, data: bytes) -> None:
        super().send(data)
        deadline = time.monotonic() + self.patience
        with _faults_of(self.name):
            while self.printer.device.out_waiting:
                if time.monotonic() > deadline:
                    raise PrinterSilent(self.name, "the line is held up")
                time.sleep(0.002)

    def receive(self, seconds: float) -> bytes:
        """One byte at a time: the library waits for 16 and so always for its whole time-out."""
        with _faults_of(self.name):
            self.printer.device.timeout = seconds
            first: bytes = self.printer.device.read(1)
            return first + self.printer.device.read(self.printer.device.in_waiting) if first else b""


class UsbWire(_EscposWire):
    """A printer on USB by its vendor and product number, or the first printer there is."""

    def __init__(self, vendor: int | None = None, product: int | None = None, patience: float = 3.0) -> None:
        search = {} if vendor else {"custom_match": is_printer}
        driver = Usb(vendor, product, usb_args=search, timeout=round(patience * 1000))
        super().__init__(f"usb:{vendor:04x}:{product:04x}" if vendor and product else "usb:", driver)

    def open(self) -> None:
        try:
            super().open()
        except ValueError as no_library:
            raise PrinterUnsupported(self.name, f"libusb is missing ({no_library})") from no_library
        self._find_ends()

    def _find_ends(self) -> None:
        """The ends differ from printer to printer; the library would guess."""
        for interface in _printer_interfaces(self.printer.device):
            for end in interface:
                address = end.bEndpointAddress
                if address & 0x80:
                    self.printer.in_ep = address
                else:
                    self.printer.out_ep = address

    def receive(self, seconds: float) -> bytes:
        with _faults_of(self.name):
            try:
                return bytes(self.printer.device.read(self.printer.in_ep, _READ, max(1, round(seconds * 1000))))
            except OSError as nothing:
                if isinstance(_fault(self.name, nothing), PrinterSilent):
                    return b""
                raise


def _printer_interfaces(device: Any) -> list[Any]:
    return [each for configuration in device for each in configuration if each.bInterfaceClass == _PRINTER_CLASS]


def is_printer(device: Any) -> bool:
    """Whether a USB device says that it is a printer."""
    return bool(_printer_interfaces(device))


class FileWire(_EscposWire):
    """A file or a device that only takes bytes, such as /dev/usb/lp0. Slips are added at its end."""

    answers = False

    def __init__(self, path: str) -> None:
        super().__init__(f"file:{path}", File(path))
        self.path = path

    def open(self) -> None:
        """By ourselves: the library would empty the file."""
        with _faults_of(self.name):
            self.printer.device = open(self.path, "ab")  # noqa: PTH123, SIM115 - the driver keeps and closes it

    def receive(self, seconds: float) -> bytes:  # noqa: ARG002 - never asked, since `answers` is false
        return b""
