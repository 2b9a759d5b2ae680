"""Barcode readers that read by themselves: USB by the kernel's input events, and serial."""

from __future__ import annotations

import errno
import fcntl
import os
import select
import struct
from collections.abc import Callable
from typing import NoReturn

import serial

from hardware.errors import DeviceBusy, DeviceFault, DeviceForbidden, DeviceMissing
from hardware.scanner.keymap import Keys

#: A reader without an end mark pauses at least so long (seconds) between two codes and never within one.
QUIET = 0.2
_LONGEST = 4096

# linux/input.h
_EVENT = struct.Struct("llHHi")
_EV_SYN, _EV_KEY, _SYN_DROPPED = 0, 1, 3
_EVIOCGRAB = 0x40044590

_FAULTS: dict[int | None, type[DeviceFault]] = {
    errno.EACCES: DeviceForbidden,
    errno.EPERM: DeviceForbidden,
    errno.EBUSY: DeviceBusy,
}


def _fail(name: str, error: OSError) -> NoReturn:
    raise _FAULTS.get(error.errno, DeviceMissing)(name, error.strerror or str(error)) from error


def grab_device(fd: int) -> None:
    """Keep the reader's keys from every other program: it must never type into the page."""
    fcntl.ioctl(fd, _EVIOCGRAB, 1)


class EvdevReader:
    """A USB reader that types (CodeReader), read at /dev/input/event* and grabbed.

    path: best a lasting name under /dev/input/by-id. grab: what takes it for us alone; tests put in their own.
    """

    def __init__(self, path: str, grab: Callable[[int], None] = grab_device) -> None:
        self.name = f"evdev:{path}"
        self._path, self._grab = path, grab
        self._fd: int | None = None
        self._keys = Keys()
        self._texts: list[str] = []

    def open(self) -> None:
        self.close()
        self._keys, self._texts = Keys(), []
        try:
            self._fd = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._grab(self._fd)
        except OSError as error:
            self.close()
            _fail(self.name, error)

    def read(self, wait: float) -> str | None:
        if self._texts:
            return self._texts.pop(0)
        if self._fd is None:
            raise DeviceMissing(self.name, "not open")
        ready, _, _ = select.select([self._fd], [], [], min(wait, QUIET) if self._keys.begun else wait)
        if not ready:
            return self._keys.end()
        self._take(self._fd)
        return self._texts.pop(0) if self._texts else None

    def _take(self, fd: int) -> None:
        try:
            data = os.read(fd, _EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError as error:
            _fail(self.name, error)
        if not data:
            raise DeviceMissing(self.name)
        for _, _, kind, code, value in _EVENT.iter_unpack(data[: len(data) // _EVENT.size * _EVENT.size]):
            self._follow(kind, code, value)

    def _follow(self, kind: int, code: int, value: int) -> None:
        if kind == _EV_SYN and code == _SYN_DROPPED:
            self._keys.lost()
        elif kind == _EV_KEY and value == 1:
            text = self._keys.press(code)
            if text:
                self._texts.append(text)
        elif kind == _EV_KEY and value == 0:
            self._keys.release(code)

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


class SerialReader:
    """A reader on a serial line or in USB-COM mode (CodeReader): UTF-8, each text ended by CR, LF or a pause.

    What is not UTF-8 becomes U+FFFD letter by letter: seen as unreadable, never as another text.
    """

    def __init__(self, path: str, baud: int = 9600) -> None:
        self.name = f"serial:{path}"
        self._path, self._baud = path, baud
        self._port: serial.Serial | None = None
        self._buffer = bytearray()

    def open(self) -> None:
        self.close()
        self._buffer.clear()
        try:
            self._port = serial.Serial(self._path, self._baud, timeout=0, exclusive=True)
        except serial.SerialException as error:
            _fail(self.name, error)

    def read(self, wait: float) -> str | None:
        text = self._whole_line()
        if text is not None:
            return text
        if self._port is None:
            raise DeviceMissing(self.name, "not open")
        if not self._receive(self._port, min(wait, QUIET) if self._buffer else wait):
            return self._rest()
        return self._whole_line()

    def _receive(self, port: serial.Serial, wait: float) -> bool:
        try:
            ready, _, _ = select.select([port.fileno()], [], [], wait)
            if not ready:
                return False
            data = port.read(4096)
        except OSError as error:
            _fail(self.name, error)
        if not data:
            raise DeviceMissing(self.name)
        self._buffer += data[: max(0, _LONGEST - len(self._buffer))]
        return True

    def _whole_line(self) -> str | None:
        """The next text that is ended; empty ones (CR and LF both) are passed over."""
        while (end := self._end()) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            if line:
                return line.decode("utf-8", "replace")
        return None

    def _end(self) -> int:
        return next((i for i, byte in enumerate(self._buffer) if byte in b"\r\n"), -1)

    def _rest(self) -> str | None:
        text = self._buffer.decode("utf-8", "replace")
        self._buffer.clear()
        return text or None

    def close(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None
