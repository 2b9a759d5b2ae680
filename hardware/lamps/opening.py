"""The lamps that a setting names."""

from __future__ import annotations

from hardware.lamps.gpio import ANY, GpioLamp
from hardware.lamps.port import Lamp
from hardware.lamps.virtual import VirtualLamp
from hardware.pins import read_pins


def open_lamp(spec: str) -> Lamp:
    """`gpio:17` (for any counter), `gpio:1=17,2=27` (counter = Broadcom pin), or `virtual`.

    Nothing is opened before `show`. Raises DeviceMisnamed.
    """
    if spec == "virtual":
        return VirtualLamp()
    return GpioLamp(read_pins(spec) if "=" in spec else read_pins(spec, (ANY,)))
