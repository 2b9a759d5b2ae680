"""Printers at the other end of real wires: a socket, a serial line, a USB device, each with the same insides."""

from __future__ import annotations

import os
import select
import socket
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from hardware.printer.virtual import Mechanism

GLANCE = 0.02


class SocketPrinter:
    """A network printer on loopback. Unplugged or without power it closes what is open."""

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        self.connections = 0
        self.close_after: int | None = None
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(GLANCE)
        self.port = int(self._server.getsockname()[1])
        self._done = threading.Event()
        self._drop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def drop_connection(self) -> None:
        """Close the idle connection, as printers do after some time."""
        self._drop.set()
        while self._drop.is_set():
            self._done.wait(GLANCE / 4)

    def stop(self) -> None:
        self._done.set()
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        while not self._done.is_set():
            with suppress(TimeoutError):
                connection, _ = self._server.accept()
                with connection:
                    self.connections += 1
                    connection.settimeout(GLANCE)
                    self._talk(connection)
            self._drop.clear()

    def _talk(self, connection: socket.socket) -> None:
        taken = 0
        while not self._done.is_set() and not self._drop.is_set() and self.mechanism.reachable:
            try:
                data = connection.recv(2048)
            except TimeoutError:
                data = None
            except OSError:
                return
            if data == b"":
                return
            taken += len(data or b"")
            if self.close_after is not None and taken > self.close_after:
                self.close_after = None
                return
            _pass_on(self.mechanism, data or b"", connection.sendall)


def _pass_on(mechanism: Mechanism, data: bytes, answer: Any) -> None:
    mechanism.take(data)
    said = mechanism.answers()
    if said and mechanism.reachable:
        answer(said)


class PtyPrinter:
    """A printer on a serial line. Unplugged it says nothing, like a cable that hangs in the air."""

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = os.ttyname(theirs)
        self._theirs = theirs
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()
        os.close(self._ours)
        os.close(self._theirs)

    def _serve(self) -> None:
        while not self._done.is_set():
            if not select.select([self._ours], [], [], GLANCE)[0]:
                continue
            data = os.read(self._ours, 4096)
            if self.mechanism.reachable:
                _pass_on(self.mechanism, data, lambda said: os.write(self._ours, said))


@dataclass
class UsbEnd:
    bEndpointAddress: int  # noqa: N815 - USB's own name


@dataclass
class UsbInterface:
    bInterfaceClass: int  # noqa: N815 - USB's own name
    ends: list[UsbEnd] = field(default_factory=list)

    def __iter__(self) -> Iterator[UsbEnd]:
        return iter(self.ends)


class UsbPrinter:
    """What pyusb shows of a printer: its ends are others than the library guesses."""

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        self.backend = type("Backend", (), {"__module__": "stand_in"})()
        self._interface = UsbInterface(7, [UsbEnd(0x81), UsbEnd(0x03)])

    def __iter__(self) -> Iterator[list[UsbInterface]]:
        return iter([[UsbInterface(3), self._interface]])

    def set_configuration(self) -> None:
        """There is only one."""

    def reset(self) -> None:
        """The mechanism keeps what it holds."""

    def write(self, end: int, data: bytes, timeout: int) -> None:
        assert (end, timeout > 0) == (0x03, True), "wrong end, or no time-out"
        self._reach()
        self.mechanism.take(data)
        self._reach()

    def read(self, end: int, _size: int, _timeout: int) -> bytes:
        assert end == 0x81
        self._reach()
        said = self.mechanism.answers()
        if not said:
            raise OSError(110, "Operation timed out")
        return said

    def _reach(self) -> None:
        if not self.mechanism.reachable:
            raise OSError(19, "No such device")


@contextmanager
def socket_printer(mechanism: Mechanism) -> Iterator[SocketPrinter]:
    printer = SocketPrinter(mechanism)
    try:
        yield printer
    finally:
        printer.stop()


@contextmanager
def pty_printer(mechanism: Mechanism) -> Iterator[PtyPrinter]:
    printer = PtyPrinter(mechanism)
    try:
        yield printer
    finally:
        printer.stop()
