"""Printing on any ESC/POS printer, whatever wire leads to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import RLock

from hardware.errors import DeviceClosed
from hardware.printer.encoding import Knife, close_open_band, encode
from hardware.printer.faults import OWN_FAULTS, PrinterBroken, PrinterFault, PrinterMissing, PrinterSilent, Sent
from hardware.printer.port import PrinterStatus
from hardware.printer.profile import Profile
from hardware.printer.slip import Slip
from hardware.printer.talk import Talk
from hardware.printer.wires import Wire


@dataclass(frozen=True)
class Patience:
    """Seconds: for one answer, and from the last byte to the end of printing."""

    answer: float = 1.0
    printing: float = 10.0


@dataclass
class EscposPrinter:
    """A printer that speaks ESC/POS (hardware.printer.port.Printer)."""

    name: str
    wire: Wire
    profile: Profile = field(default_factory=Profile)
    knife: Knife = "part"
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.monotonic
    turn: AbstractContextManager[object] = field(default_factory=RLock)
    _talk: Talk | None = None
    _fresh: bool = True
    _tells_the_end: bool = True
    _closed: bool = False

    def print(self, slip: Slip) -> None:
        """See Printer.print. CodeTooLong when a code in the slip has no room on this paper."""
        data = encode(slip, self.profile, self.knife)
        with self.turn:
            self._deliver(data)

    def status(self) -> PrinterStatus:
        with self.turn:
            try:
                return self._state() or PrinterStatus(online=False, fault=PrinterSilent.code)
            except PrinterFault as fault:
                self._disconnect()
                return PrinterStatus(online=False, fault=fault.code)

    def close(self) -> None:
        with self.turn:
            self._closed = True
            self._disconnect()

    def _deliver(self, data: bytes) -> None:
        sent: Sent = "none"
        try:
            self._refuse_unless_ready()
            sent = "some"
            self._send(data)
            sent = "all"
            self._await_the_end()
        except PrinterFault as fault:
            own = self._named_by_itself() if isinstance(fault, PrinterSilent) and sent != "none" else None
            self._disconnect()
            told = own or fault
            told.sent = sent
            raise told from fault

    def _refuse_unless_ready(self) -> None:
        state = self._state()
        if state is None:
            raise PrinterSilent(self.name, "no answer to the question for its state")
        self._raise_fault_of(state)

    def _raise_fault_of(self, state: PrinterStatus) -> None:
        if state.fault is not None:
            raise OWN_FAULTS.get(state.fault, PrinterBroken)(self.name)

    def _named_by_itself(self) -> PrinterFault | None:
        """Why it takes no more, when it can still say so."""
        try:
            state = self._talk.state() if self._talk else None
        except PrinterFault:
            return None
        return OWN_FAULTS[state.fault](self.name) if state and state.fault in OWN_FAULTS else None

    def _send(self, data: bytes) -> None:
        if self._fresh and self.wire.answers:
            data = close_open_band(self.profile) + data
        for part in self._chunks(data):
            self.wire.send(part)
        self._fresh = False

    def _chunks(self, data: bytes) -> Iterator[bytes]:
        return (data[at : at + self.wire.chunk] for at in range(0, len(data), self.wire.chunk))

    def _await_the_end(self) -> None:
        """Until it says that all is printed; a printer that never says so is asked how it is instead."""
        if not self.wire.answers or self._talk is None:
            return
        if self._tells_the_end:
            self._talk.ask_for_the_end()
        deadline = self.clock() + self.patience.printing
        while True:
            if self._tells_the_end and self._talk.wait_for_the_end():
                return
            state = self._talk.state()
            if state is not None:
                self._raise_fault_of(state)
            if self.clock() >= deadline or (state and not self._tells_the_end):
                break
        self._tells_the_end = False
        if state is None:
            raise PrinterSilent(self.name, "no answer after the last byte")

    def _state(self) -> PrinterStatus | None:
        """How it is now, over a wire that is opened when needed.

        Network printers close an idle connection; only one that was just opened may count as gone.
        """
        fresh = self._connect()
        if not self.wire.answers:
            return PrinterStatus(online=True)
        try:
            return self._talking().state()
        except PrinterMissing:
            if fresh:
                raise
        self._disconnect()
        self._connect()
        return self._talking().state()

    def _talking(self) -> Talk:
        if self._talk is None:
            raise DeviceClosed(self.name)
        return self._talk

    def _connect(self) -> bool:
        """Open the wire if it is not. True when it was not."""
        if self._closed:
            raise DeviceClosed(self.name)
        if self._talk is not None:
            return False
        self.wire.open()
        self._talk = Talk(self.wire, self.patience.answer, self.clock)
        self._fresh, self._tells_the_end = True, True
        return True

    def _disconnect(self) -> None:
        self._talk = None
        self.wire.close()
