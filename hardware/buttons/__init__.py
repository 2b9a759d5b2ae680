"""Buttons under a hand: named, debounced, behind a port."""

from hardware.buttons.opening import open_buttons
from hardware.buttons.port import Buttons, Press
from hardware.buttons.virtual import VirtualButtons

__all__ = ["Buttons", "Press", "VirtualButtons", "open_buttons"]
