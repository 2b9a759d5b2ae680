"""The pins of a Raspberry Pi: how a setting names them, and their faults in our words."""

from __future__ import annotations

from gpiozero.exc import GPIOPinInUse, GPIOZeroError, PinInvalidPin

from hardware.errors import DeviceBusy, DeviceFault, DeviceMisnamed, DeviceUnsupported


def read_pins(spec: str, names: tuple[str, ...] = ()) -> dict[str, int]:
    """`gpio:NAME=17,NAME=27` as name → pin (Broadcom); bare numbers take `names` in their order.

    Raises DeviceMisnamed when it cannot be read, a pin stands twice, or a name is left over.
    """
    kind, _, listed = spec.partition(":")
    parts = [part.strip() for part in listed.split(",")]
    if kind != "gpio" or not listed:
        raise DeviceMisnamed(spec, "not gpio:PIN,PIN… or gpio:NAME=PIN,…")
    named = [_named(spec, at, part, names) for at, part in enumerate(parts)]
    pins = {name.strip(): _pin(spec, pin) for name, pin in named}
    if len(set(pins.values())) != len(parts):
        raise DeviceMisnamed(spec, "a pin or a name stands twice")
    if names and set(pins) != set(names):
        raise DeviceMisnamed(spec, f"wanted are pins for {', '.join(names)}")
    return pins


def _named(spec: str, at: int, part: str, names: tuple[str, ...]) -> tuple[str, str]:
    name, is_named, pin = part.partition("=")
    if is_named:
        return name, pin
    if at >= len(names):
        raise DeviceMisnamed(spec, f"{len(names)} pins are wanted")
    return names[at], part


def _pin(spec: str, text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        raise DeviceMisnamed(spec, f"{text!r} is no pin number")
    return int(text)


def gpio_fault(device: str, cause: GPIOZeroError) -> DeviceFault:
    """The fault of our family for one of gpiozero's."""
    if isinstance(cause, GPIOPinInUse):
        return DeviceBusy(device, str(cause))
    if isinstance(cause, PinInvalidPin):
        return DeviceMisnamed(device, str(cause))
    return DeviceUnsupported(device, f"no pins on this machine ({cause})")
