"""Asking a printer how it is, and telling its answers apart."""

from __future__ import annotations

import time
from collections.abc import Callable

from hardware.printer.faults import CoverOpen, KnifeStuck, PaperOut, PrinterBroken
from hardware.printer.port import Cover, Paper, PrinterStatus
from hardware.printer.wires import Wire

_GLANCE = 0.25
_DLE_EOT = b"\x10\x04"
_GS_R_PAPER = b"\x1dr1"
#: Answers to DLE EOT carry this pattern in these bits, those to GS r other ones (ESC/POS).
_NOW_BITS, _NOW_PATTERN = 0b1001_0011, 0b0001_0010
_ORDER_BITS = 0b1001_0000
_ASB_PATTERN = 0b0001_0000

_PRINTER, _OFFLINE, _ERROR, _ROLL = 1, 2, 3, 4
_IS_OFFLINE = 0x08
_COVER_OPEN, _PAPER_ENDED, _HAS_ERROR = 0x04, 0x20, 0x40
_KNIFE = 0x08
_ROLL_OUT, _ROLL_LOW = 0x60, 0x0C


class Talk:
    """Questions and answers over one open wire. wait: seconds for one answer."""

    def __init__(self, wire: Wire, wait: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._wire = wire
        self._wait = wait
        self._clock = clock
        self._skip = 0
        self.finished = False

    def state(self) -> PrinterStatus | None:
        """What it says now; None when it says nothing."""
        printer = self._ask(_PRINTER)
        if printer is None:
            return None
        offline = self._ask(_OFFLINE)
        roll = self._ask(_ROLL)
        error = self._ask(_ERROR) if offline is not None and offline & _HAS_ERROR else None
        return _status(printer, offline, roll, error)

    def ask_for_the_end(self) -> None:
        """A question that stands in the queue behind the slip: answered when all before it is done."""
        self.finished = False
        self._wire.send(_GS_R_PAPER)

    def wait_for_the_end(self) -> bool:
        """Whether that answer has come, now or within a glance; between glances there is time to ask why not."""
        if not self.finished:
            self._sort(self._wire.receive(min(self._wait, _GLANCE)))
        return self.finished

    def _ask(self, what: int) -> int | None:
        while left_over := self._wire.receive(0):
            self._sort(left_over)
        self._wire.send(_DLE_EOT + bytes((what,)))
        deadline = self._clock() + self._wait
        while answer := self._wire.receive(max(0.0, deadline - self._clock())):
            now = self._sort(answer)
            if now is not None:
                return now
        return None

    def _sort(self, answer: bytes) -> int | None:
        """The last answer to DLE EOT among these bytes; notes one to GS r, passes over automatic states."""
        now = None
        for byte in answer:
            if self._skip:
                self._skip -= 1
            elif byte & _NOW_BITS == _NOW_PATTERN:
                now = byte
            elif byte & _NOW_BITS == _ASB_PATTERN:
                self._skip = 3
            elif not byte & _ORDER_BITS:
                self.finished = True
        return now


def _status(printer: int, offline: int | None, roll: int | None, error: int | None) -> PrinterStatus:
    paper, cover = _paper(roll, offline), _cover(offline)
    fault = _fault(paper, cover, offline, error)
    if fault is None and printer & _IS_OFFLINE:
        fault = PrinterBroken.code
    return PrinterStatus(fault is None, paper, cover, fault)


def _paper(roll: int | None, offline: int | None) -> Paper:
    if (roll is not None and roll & _ROLL_OUT) or (offline is not None and offline & _PAPER_ENDED):
        return "out"
    if roll is None:
        return "unknown"
    return "low" if roll & _ROLL_LOW else "ok"


def _cover(offline: int | None) -> Cover:
    if offline is None:
        return "unknown"
    return "open" if offline & _COVER_OPEN else "closed"


def _fault(paper: Paper, cover: Cover, offline: int | None, error: int | None) -> str | None:
    """The one that a person must mend first: an open cover also hides the paper."""
    if cover == "open":
        return CoverOpen.code
    if paper == "out":
        return PaperOut.code
    if error is not None and error & _KNIFE:
        return KnifeStuck.code
    return PrinterBroken.code if offline is not None and offline & _HAS_ERROR else None
