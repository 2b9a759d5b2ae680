"""Every printer keeps the port's promises: one made of software, and real drivers on real wires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import zxingcpp
from PIL import ImageChops

from hardware.errors import DeviceClosed
from hardware.printer.driver import EscposPrinter, Patience
from hardware.printer.encoding import close_open_band
from hardware.printer.faults import CoverOpen, KnifeStuck, PaperOut, PrinterFault
from hardware.printer.picture import CodeTooLong, draw
from hardware.printer.port import Printer
from hardware.printer.slip import Code, Slip
from hardware.printer.virtual import Mechanism, VirtualWire
from hardware.printer.wires import NetworkWire, SerialWire, UsbWire, Wire
from tests.hardware.printer.samples import ticket
from tests.hardware.printer.stand_ins import UsbPrinter, pty_printer, socket_printer

GONE = {"device.missing", "device.silent"}


@dataclass
class Bench:
    printer: Printer
    mechanism: Mechanism


def driver(wire: Wire) -> EscposPrinter:
    return EscposPrinter("printer", wire, patience=Patience(answer=1.5, printing=1.5))


@pytest.fixture(params=["virtual", "network", "serial", "usb"])
def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    mechanism = Mechanism()
    if request.param == "virtual":
        yield Bench(driver(VirtualWire(mechanism)), mechanism)
    elif request.param == "network":
        with socket_printer(mechanism) as there:
            yield from _closed_after(Bench(driver(NetworkWire("127.0.0.1", there.port, 2.0)), mechanism))
    elif request.param == "serial":
        with pty_printer(mechanism) as line:
            yield from _closed_after(Bench(driver(SerialWire(line.path, patience=2.0)), mechanism))
    else:
        device = UsbPrinter(mechanism)
        monkeypatch.setattr("usb.core.find", lambda **_: device if mechanism.reachable else None)
        monkeypatch.setattr("usb.util.dispose_resources", lambda _: None)
        yield from _closed_after(Bench(driver(UsbWire(0x04B8, 0x0E15)), mechanism))


def _closed_after(bench: Bench) -> Iterator[Bench]:
    yield bench
    bench.printer.close()


def failure(bench: Bench, slip: Slip) -> PrinterFault:
    with pytest.raises(PrinterFault) as caught:
        bench.printer.print(slip)
    return caught.value


def assert_printed(bench: Bench, slip: Slip) -> None:
    assert was_printed(bench, slip)
    assert bench.mechanism.unknown == []


def was_printed(bench: Bench, slip: Slip) -> bool:
    """Whether the newest paper ends with exactly this slip, and the feed to the knife."""
    paper, wanted = bench.mechanism.slips[-1].picture.convert("L"), draw(slip, 576).convert("L")
    top = paper.height - 180 - wanted.height
    shown = paper.crop((0, top, 576, top + wanted.height))
    return top >= 0 and ImageChops.difference(shown, wanted).getbbox() is None


def test_a_slip_is_printed_once_and_exactly(bench: Bench) -> None:
    slip = ticket()
    bench.printer.print(slip)
    assert [paper.whole for paper in bench.mechanism.slips] == [True]
    assert_printed(bench, slip)
    assert bench.mechanism.unknown == []
    wanted = next(block.text for block in slip.blocks if isinstance(block, Code))
    assert [code.text for code in zxingcpp.read_barcodes(bench.mechanism.slips[0].picture.convert("L"))] == [wanted]


def test_its_state_is_told(bench: Bench) -> None:
    status = bench.printer.status()
    assert (status.online, status.paper, status.cover, status.fault) == (True, "ok", "closed", None)
    bench.mechanism.load(1_000)
    assert (bench.printer.status().online, bench.printer.status().paper) == (True, "low")


def test_without_paper_nothing_is_sent_and_a_new_roll_is_enough(bench: Bench) -> None:
    bench.mechanism.load(0)
    fault = failure(bench, ticket())
    assert (type(fault), fault.sent) == (PaperOut, "none")
    assert (bench.printer.status().fault, bench.printer.status().paper) == ("paper.out", "out")
    bench.mechanism.load()
    bench.printer.print(ticket(13))
    assert bench.mechanism.happened("printed") == 1
    assert_printed(bench, ticket(13))


def test_an_open_cover_is_named_before_the_paper(bench: Bench) -> None:
    bench.mechanism.load(0)
    bench.mechanism.open_cover()
    fault = failure(bench, ticket())
    assert (type(fault), fault.sent, bench.printer.status().cover) == (CoverOpen, "none", "open")


def test_paper_that_ends_in_the_middle_is_said_and_asked_about(bench: Bench) -> None:
    bench.mechanism.load(40)
    fault = failure(bench, ticket())
    assert isinstance(fault, PaperOut)
    assert fault.sent in {"some", "all"}
    assert bench.mechanism.happened("printed") == 0


def test_a_stuck_knife_is_told_after_the_last_byte(bench: Bench) -> None:
    bench.mechanism.jam_knife()
    fault = failure(bench, ticket())
    assert (type(fault), fault.sent) == (KnifeStuck, "all")


def test_a_cable_drawn_and_put_back_needs_no_hand(bench: Bench) -> None:
    bench.printer.print(ticket(1))
    bench.mechanism.unplug()
    assert bench.printer.status().fault in GONE
    fault = failure(bench, ticket(2))
    assert (fault.code in GONE, fault.sent) == (True, "none")
    bench.mechanism.plug_in()
    bench.printer.print(ticket(3))
    assert_printed(bench, ticket(3))
    assert bench.mechanism.happened("printed") == 2


def test_power_lost_in_the_middle_is_never_called_unsent(bench: Bench) -> None:
    bench.mechanism.cut_power_after(mm=50)
    fault = failure(bench, ticket(1))
    assert fault.code in GONE
    assert fault.sent in {"some", "all"}
    bench.mechanism.power_on()
    bench.printer.print(ticket(2))
    assert_printed(bench, ticket(2))


def test_what_an_ended_sender_left_open_does_not_eat_the_next_slip(bench: Bench) -> None:
    leave_a_picture_open(bench.mechanism)
    bench.printer.print(ticket())
    assert_printed(bench, ticket())


def test_without_the_closing_bytes_the_next_slip_is_eaten(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.printer.driver.close_open_band", lambda _: b"")
    leave_a_picture_open(bench.mechanism)
    bench.printer.print(ticket())
    assert bench.mechanism.unknown or not was_printed(bench, ticket())


def leave_a_picture_open(mechanism: Mechanism) -> None:
    """As a program does that is killed one row into a band of 64."""
    mechanism.take(b"\x1b@\x1dv0\0" + bytes((72, 0, 64, 0)) + b"\xff" * 72)


def test_the_closing_bytes_fill_the_largest_band() -> None:
    assert len(close_open_band(driver(VirtualWire(Mechanism())).profile)) == 64 * 72


def test_a_code_without_room_is_refused_before_anything_is_sent(bench: Bench) -> None:
    with pytest.raises(CodeTooLong):
        bench.printer.print(Slip((Code("x" * 3000),)))
    assert bench.mechanism.roll_mm == pytest.approx(50_000, abs=1)


def test_closing_twice_is_once_and_then_it_is_closed(bench: Bench) -> None:
    bench.printer.print(ticket())
    bench.printer.close()
    bench.printer.close()
    for use in (lambda: bench.printer.print(ticket()), bench.printer.status):
        with pytest.raises(DeviceClosed):
            use()
