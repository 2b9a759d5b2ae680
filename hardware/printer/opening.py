"""The printer that a setting names."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hardware.errors import DeviceMisnamed
from hardware.printer.driver import EscposPrinter, Patience
from hardware.printer.port import Printer
from hardware.printer.profile import Profile, find_profile
from hardware.printer.virtual import VirtualPrinter
from hardware.printer.wires import FileWire, NetworkWire, SerialWire, UsbWire, Wire

_OPTIONS = frozenset({"profile", "paper", "code", "knife", "baud", "flow", "patience"})
_FLOWS = ("dtr", "xon", "none")


def open_printer(spec: str, paper_mm: int = 80) -> Printer:
    """The printer named by `spec`. Nothing is opened yet: it may be plugged in later.

    `usb:04b8:0e15`, `usb:` (the first printer), `tcp:192.168.1.50` or `tcp:host:9100`,
    `serial:/dev/ttyUSB0?baud=115200`, `file:/dev/usb/lp0`, `virtual`.
    After a `?`, joined by `&`: profile (python-escpos's name), paper (80, 58: overrides
    `paper_mm`), code (own: the printer draws QR codes; picture), knife (part, full), patience
    (seconds a chunk may take), baud, flow (dtr, xon, none). Raises DeviceMisnamed.
    """
    place, _, rest = spec.partition("?")
    options = _options(spec, rest)
    kind, _, address = place.partition(":")
    profile = _profile(spec, options, paper_mm)
    if kind == "virtual" and not address:
        return VirtualPrinter(profile)
    wire = _wire(spec, kind, address, options)
    knife = options.get("knife", "part")
    if knife not in {"part", "full"}:
        raise DeviceMisnamed(spec, "knife is part or full")
    return EscposPrinter(place, wire, profile, "full" if knife == "full" else "part", Patience())


def _options(spec: str, text: str) -> dict[str, str]:
    options = dict(parse_qsl(text, keep_blank_values=True))
    unknown = sorted(set(options) - _OPTIONS)
    if unknown:
        raise DeviceMisnamed(spec, f"unknown option {unknown[0]}; known are {', '.join(sorted(_OPTIONS))}")
    return options


def _profile(spec: str, options: dict[str, str], paper_mm: int) -> Profile:
    code = options.get("code", "")
    if code not in {"", "own", "picture"}:
        raise DeviceMisnamed(spec, "code is own or picture")
    paper = _number(spec, options.get("paper", str(paper_mm)))
    return find_profile(options.get("profile", "default"), paper, own_code=code == "own" if code else None)


def _wire(spec: str, kind: str, address: str, options: dict[str, str]) -> Wire:
    patience = float(_number(spec, options.get("patience", "3")))
    if kind == "tcp" and address:
        host, port = _host(spec, address)
        return NetworkWire(host, port, patience)
    if kind == "serial" and address:
        flow = options.get("flow", "dtr")
        if flow not in _FLOWS:
            raise DeviceMisnamed(spec, f"flow is one of {', '.join(_FLOWS)}")
        return SerialWire(address, _number(spec, options.get("baud", "115200")), flow, patience)
    if kind == "file" and address:
        return FileWire(address)
    if kind == "usb":
        return UsbWire(*_usb_numbers(spec, address), patience=patience)
    raise DeviceMisnamed(spec, "not usb:…, tcp:…, serial:…, file:… or virtual")


def _host(spec: str, address: str) -> tuple[str, int]:
    """`host`, `host:port`, `[2001:db8::1]:port`."""
    host, colon, port = address.rpartition(":")
    if not colon or address.endswith("]"):
        host, port = address, "9100"
    return host.strip("[]"), _number(spec, port)


def _usb_numbers(spec: str, address: str) -> tuple[int | None, int | None]:
    if not address:
        return None, None
    try:
        vendor, product = (int(part, 16) for part in address.split(":"))
    except ValueError:
        raise DeviceMisnamed(spec, "usb: wants vendor:product in hexadecimal, as lsusb shows them") from None
    return vendor, product


def _number(spec: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise DeviceMisnamed(spec, f"{text!r} is no number above 0")
    return int(text)
