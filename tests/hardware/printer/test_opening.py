"""A setting names a printer; a wrong one is refused with its reason before anything is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceClosed, DeviceMisnamed
from hardware.printer.driver import EscposPrinter
from hardware.printer.encoding import encode
from hardware.printer.faults import PrinterBusy, PrinterFault, PrinterForbidden, PrinterMissing, PrinterUnsupported
from hardware.printer.opening import open_printer
from hardware.printer.profile import Profile
from hardware.printer.virtual import VirtualPrinter
from hardware.printer.wires import FileWire, NetworkWire, SerialWire, UsbWire, _fault
from tests.hardware.printer.samples import ticket


def opened(spec: str, paper_mm: int = 80) -> EscposPrinter:
    printer = open_printer(spec, paper_mm)
    assert isinstance(printer, EscposPrinter)
    return printer


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("usb:04b8:0e15", UsbWire),
        ("usb:", UsbWire),
        ("tcp:127.0.0.1:9100", NetworkWire),
        ("tcp:127.0.0.1", NetworkWire),
        ("tcp:[::1]:9101", NetworkWire),
        ("serial:/dev/ttyUSB0?baud=9600&flow=xon", SerialWire),
        ("file:/dev/usb/lp0", FileWire),
    ],
)
def test_each_way_has_its_wire(spec: str, kind: type) -> None:
    assert type(opened(spec).wire) is kind


def test_the_virtual_printer_has_the_papers_width() -> None:
    printer = open_printer("virtual", 58)
    assert isinstance(printer, VirtualPrinter)
    assert (printer.mechanism.width, printer.profile.width) == (384, 384)
    assert opened("virtual?paper=80", 58).profile.width == 576


def test_addresses_and_options_arrive() -> None:
    network = opened("tcp:[::1]:9101?patience=7").wire
    assert isinstance(network, NetworkWire)
    assert (network.printer.host, network.printer.port, network.printer.timeout) == ("::1", 9101, 7.0)
    usb = opened("usb:04b8:0e15").wire
    assert isinstance(usb, UsbWire)
    assert usb.printer.usb_args == {"idVendor": 0x04B8, "idProduct": 0x0E15}
    assert usb.printer.timeout == 3000
    serial = opened("serial:/dev/ttyS9?baud=9600").wire
    assert isinstance(serial, SerialWire)
    assert serial.printer.baudrate == 9600
    assert opened("virtual?profile=TM-T88V&code=picture").profile == Profile("TM-T88V", 512, 180 / 25.4, own_code=False)
    assert opened("file:x?knife=full").knife == "full"


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("", "virtual"),
        ("lpt1", "virtual"),
        ("virtual:x", "virtual"),
        ("tcp:", "virtual"),
        ("tcp:host:port", "number"),
        ("usb:04b8", "hexadecimal"),
        ("usb:xx:yy", "hexadecimal"),
        ("serial:/dev/ttyUSB0?baud=fast", "number"),
        ("serial:/dev/ttyUSB0?flow=up", "flow"),
        ("virtual?paper=112", "112"),
        ("virtual?profile=nobody", "nobody"),
        ("virtual?colour=red", "colour"),
        ("virtual?code=maybe", "code"),
        ("file:x?knife=sharp", "knife"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_reason(spec: str, reason: str) -> None:
    with pytest.raises(DeviceMisnamed, match=reason):
        open_printer(spec)


def test_a_file_takes_slips_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "paper.bin"
    path.write_bytes(b"before")
    printer = opened(f"file:{path}")
    assert printer.status().online
    assert (printer.status().paper, printer.status().cover) == ("unknown", "unknown")
    printer.print(ticket(1))
    printer.print(ticket(2))
    printer.close()
    printer.close()
    assert path.read_bytes() == b"before" + encode(ticket(1), Profile()) + encode(ticket(2), Profile())
    with pytest.raises(DeviceClosed):
        printer.print(ticket(3))


def test_a_file_in_no_folder_is_a_missing_printer(tmp_path: Path) -> None:
    printer = opened(f"file:{tmp_path}/nowhere/lp0")
    with pytest.raises(PrinterMissing) as caught:
        printer.print(ticket())
    assert (caught.value.sent, printer.status().fault) == ("none", "device.missing")


def test_a_full_disk_is_a_fault_in_the_middle() -> None:
    """/dev/full takes nothing: the kernel's own full disk."""
    with pytest.raises(PrinterFault) as caught:
        opened("file:/dev/full").print(ticket())
    assert caught.value.sent == "some"


def test_a_serial_port_that_is_not_there_is_missing() -> None:
    assert opened("serial:/dev/ttyNOWHERE").status().fault == "device.missing"


def test_without_a_usb_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_backend(**_: object) -> None:
        raise ValueError("No backend available")

    monkeypatch.setattr("usb.core.find", no_backend)
    with pytest.raises(PrinterUnsupported, match="libusb"):
        opened("usb:").print(ticket())


def test_a_usb_printer_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("usb.core.find", lambda **_: None)
    assert opened("usb:04b8:0e15").status().fault == "device.missing"


@pytest.mark.parametrize(
    ("number", "kind"),
    [(13, PrinterForbidden), (1, PrinterForbidden), (16, PrinterBusy), (19, PrinterMissing), (5, PrinterMissing)],
)
def test_the_number_of_an_error_becomes_our_fault_however_deep_it_lies(number: int, kind: type[PrinterFault]) -> None:
    outside = RuntimeError("outside")
    outside.__context__ = OSError(number, "inside")
    assert type(_fault("x", outside)) is kind
