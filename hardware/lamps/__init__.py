"""Lamps over counters, behind a port."""

from hardware.lamps.opening import open_lamp
from hardware.lamps.port import Lamp, LampState
from hardware.lamps.virtual import VirtualLamp

__all__ = ["Lamp", "LampState", "VirtualLamp", "open_lamp"]
