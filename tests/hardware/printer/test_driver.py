"""The driver on printers that answer late, wrongly, in part, or not at all."""

from __future__ import annotations

import threading
from contextlib import nullcontext

import pytest
from escpos.printer import Network

from hardware.printer.driver import EscposPrinter, Patience
from hardware.printer.encoding import close_open_band, encode
from hardware.printer.faults import PrinterBroken, PrinterFault, PrinterMissing, PrinterSilent
from hardware.printer.port import PrinterStatus
from hardware.printer.profile import Profile
from hardware.printer.slip import Line, Slip
from hardware.printer.talk import Talk
from hardware.printer.virtual import Mechanism, VirtualPrinter, VirtualWire
from hardware.printer.wires import NetworkWire
from tests.hardware.printer.samples import ticket
from tests.hardware.printer.stand_ins import socket_printer
from tests.support.ports import free_port

SHORT = Patience(answer=0.05, printing=0.1)
SLIP = Slip((Line("Xin chào"),))


class ScriptedWire:
    """Keeps what it is sent; answers each question from a script of bytes by what was asked."""

    chunk = 512
    answers = True

    def __init__(self, says: dict[bytes, bytes], clock: Clock) -> None:
        self.says = says
        self.clock = clock
        self.sent: list[bytes] = []
        self.opened = 0
        self._waiting = b""

    def open(self) -> None:
        self.opened += 1

    def send(self, data: bytes) -> None:
        self.sent.append(data)
        self._waiting += self.says.get(data, b"")

    def receive(self, seconds: float) -> bytes:
        said, self._waiting = self._waiting, b""
        if not said:
            self.clock.now += seconds
        return said

    def close(self) -> None:
        """Nothing to close."""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


READY = {b"\x10\x04\x01": b"\x12", b"\x10\x04\x02": b"\x12", b"\x10\x04\x04": b"\x12", b"\x1dr1": b"\0"}


def scripted(says: dict[bytes, bytes]) -> tuple[EscposPrinter, ScriptedWire]:
    clock = Clock()
    wire = ScriptedWire(says, clock)
    return EscposPrinter("scripted", wire, clock=clock), wire


def failure(printer: EscposPrinter) -> PrinterFault:
    with pytest.raises(PrinterFault) as caught:
        printer.print(SLIP)
    return caught.value


def test_a_silent_network_printer_is_given_up_quickly_and_nothing_is_sent() -> None:
    mechanism = Mechanism()
    mechanism.mute = True
    with socket_printer(mechanism) as there:
        printer = EscposPrinter("tcp", NetworkWire("127.0.0.1", there.port), patience=SHORT)
        fault = failure(printer)
        assert (type(fault), fault.sent) == (PrinterSilent, "none")
        assert printer.status() == PrinterStatus(online=False, fault="device.silent")
        assert not mechanism.slips
        printer.close()


def test_a_port_where_nobody_listens_is_a_missing_printer() -> None:
    printer = EscposPrinter("tcp", NetworkWire("127.0.0.1", free_port()), patience=SHORT)
    fault = failure(printer)
    assert (type(fault), fault.sent) == (PrinterMissing, "none")
    assert printer.status().fault == "device.missing"


def test_an_idle_connection_closed_by_the_printer_is_opened_again() -> None:
    mechanism = Mechanism()
    with socket_printer(mechanism) as there:
        printer = EscposPrinter("tcp", NetworkWire("127.0.0.1", there.port))
        printer.print(ticket(1))
        there.drop_connection()
        printer.print(ticket(2))
        printer.close()
    assert (mechanism.happened("printed"), there.connections) == (2, 2)


def test_the_library_itself_calls_a_closed_connection_plenty_of_paper() -> None:
    """Why we ask for more than paper_status(): the trap that our driver steps around."""
    mechanism = Mechanism()
    with socket_printer(mechanism) as there:
        library = Network("127.0.0.1", there.port, timeout=2)
        library.open()
        there.drop_connection()
        assert library.paper_status() == 2
        library.close()
        mechanism.unplug()
        printer = EscposPrinter("tcp", NetworkWire("127.0.0.1", there.port), patience=SHORT)
        assert printer.status() == PrinterStatus(online=False, fault="device.missing")
        printer.close()


def test_a_connection_cut_in_the_middle_is_told_as_partly_sent() -> None:
    with socket_printer(Mechanism()) as there:
        there.close_after = 12_000
        printer = EscposPrinter("tcp", NetworkWire("127.0.0.1", there.port))
        fault = failure_of(printer)
        assert type(fault) is PrinterMissing
        assert fault.sent in {"some", "all"}
        printer.close()


def failure_of(printer: EscposPrinter) -> PrinterFault:
    with pytest.raises(PrinterFault) as caught:
        printer.print(ticket())
    return caught.value


def test_all_bytes_go_out_in_order_between_two_questions() -> None:
    printer, wire = scripted(READY)
    printer.print(SLIP)
    questions = [data for data in wire.sent if data[:2] == b"\x10\x04" or data == b"\x1dr1"]
    assert questions == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04", b"\x1dr1"]
    slip = b"".join(data for data in wire.sent if data not in questions)
    assert slip == close_open_band(Profile()) + encode(SLIP, Profile())


def test_the_closing_bytes_go_out_only_on_a_new_connection() -> None:
    printer, wire = scripted(READY)
    printer.print(SLIP)
    wire.sent.clear()
    printer.print(SLIP)
    assert b"".join(wire.sent[3:-1]) == encode(SLIP, Profile())


def test_a_printer_that_never_tells_the_end_is_waited_for_once() -> None:
    printer, wire = scripted({**READY, b"\x1dr1": b""})
    printer.print(SLIP)
    waited = wire.clock.now
    assert waited == pytest.approx(10, abs=0.3)
    printer.print(SLIP)
    assert wire.clock.now == waited


def test_a_printer_that_falls_silent_after_the_last_byte_is_no_success() -> None:
    printer, wire = scripted(READY)

    def falls_silent(data: bytes) -> None:
        ScriptedWire.send(wire, data)
        if data not in READY:
            wire.says = {}

    wire.send = falls_silent  # type: ignore[method-assign]
    fault = failure(printer)
    assert (type(fault), fault.sent) == (PrinterSilent, "all")


def test_a_printer_that_is_offline_without_a_reason_is_not_printed_on() -> None:
    printer, wire = scripted({**READY, b"\x10\x04\x01": b"\x1a"})
    fault = failure(printer)
    assert (type(fault), fault.sent, len(wire.sent)) == (PrinterBroken, "none", 3)


@pytest.mark.parametrize(
    ("bits", "status"),
    [
        ({1: 0x12, 2: 0x12, 4: 0x12}, PrinterStatus(online=True, paper="ok", cover="closed")),
        ({1: 0x12, 2: 0x12, 4: 0x1E}, PrinterStatus(online=True, paper="low", cover="closed")),
        ({1: 0x1A, 2: 0x32, 4: 0x7E}, PrinterStatus(False, "out", "closed", "paper.out")),
        ({1: 0x1A, 2: 0x36, 4: 0x7E}, PrinterStatus(False, "out", "open", "cover.open")),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, PrinterStatus(False, "ok", "closed", "printer.knife")),
        ({1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}, PrinterStatus(False, "ok", "closed", "printer.fault")),
        ({1: 0x12}, PrinterStatus(online=True)),
        ({1: 0x12, 4: 0x72}, PrinterStatus(False, "out", "unknown", "paper.out")),
    ],
)
def test_the_bits_of_the_answers_become_words(bits: dict[int, int], status: PrinterStatus) -> None:
    printer, _ = scripted({bytes((0x10, 4, what)): bytes((answer,)) for what, answer in bits.items()})
    assert printer.status() == status


def test_an_answer_is_found_between_automatic_states_and_left_over_bytes() -> None:
    """Four bytes of automatic status, of which the last three look like answers to GS r."""
    clock = Clock()
    wire = ScriptedWire({**READY, b"\x10\x04\x01": b"\x14\0\0\x0f\x12"}, clock)
    talk = Talk(wire, 1.0, clock)
    assert talk.state() == PrinterStatus(online=True, paper="ok", cover="closed")
    assert not talk.finished


def test_two_threads_print_one_slip_after_the_other() -> None:
    assert mixed_up(VirtualPrinter()) is False


def test_without_its_turn_two_threads_mix_their_slips() -> None:
    printer = VirtualPrinter()
    printer.turn = nullcontext()
    assert mixed_up(printer) is True


class StandingWire(VirtualWire):
    """Holds the first sender in the middle of its slip until a second has begun, or cannot begin."""

    def __init__(self, mechanism: Mechanism) -> None:
        super().__init__(mechanism)
        self.senders: list[int] = []
        self._second = threading.Event()

    def send(self, data: bytes) -> None:
        if len(data) > 3:
            self.senders.append(threading.get_ident())
            if len(set(self.senders)) > 1:
                self._second.set()
            elif len(self.senders) == 3:
                self._second.wait(0.3)
        super().send(data)


def mixed_up(printer: VirtualPrinter) -> bool:
    wire = StandingWire(printer.mechanism)
    printer.wire = wire
    threads = [threading.Thread(target=printer.print, args=(ticket(count),)) for count in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    changes = sum(one != other for one, other in zip(wire.senders, wire.senders[1:], strict=False))
    return changes > 1
