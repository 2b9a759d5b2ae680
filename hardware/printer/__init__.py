"""Slips on paper: what is to be printed, how it looks, and the printers behind one port."""

from hardware.printer.driver import EscposPrinter
from hardware.printer.faults import PrinterFault
from hardware.printer.opening import open_printer
from hardware.printer.picture import draw
from hardware.printer.port import Printer, PrinterStatus
from hardware.printer.virtual import VirtualPrinter

__all__ = ["EscposPrinter", "Printer", "PrinterFault", "PrinterStatus", "VirtualPrinter", "draw", "open_printer"]
