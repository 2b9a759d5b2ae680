"""The buttons that a setting names."""

from __future__ import annotations

from collections.abc import Sequence

from hardware.buttons.gpio import GpioButtons
from hardware.buttons.port import Buttons
from hardware.buttons.virtual import VirtualButtons
from hardware.pins import read_pins


def open_buttons(spec: str, names: Sequence[str]) -> Buttons:
    """`gpio:17,27,22` (Broadcom pins, in the order of `names`), `gpio:NAME=17,…`, or `virtual`.

    Nothing is opened before `listen`. Raises DeviceMisnamed.
    """
    if spec == "virtual":
        return VirtualButtons(names)
    return GpioButtons(read_pins(spec, tuple(names)))
