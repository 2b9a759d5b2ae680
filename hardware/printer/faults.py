"""What can go wrong with a printer, and how much it had been sent by then."""

from __future__ import annotations

from typing import Literal

from hardware.errors import (
    DeviceBusy,
    DeviceFault,
    DeviceForbidden,
    DeviceMissing,
    DeviceSilent,
    DeviceUnsupported,
)

#: How much of a slip's bytes went out before the fault: after "none" the paper is surely blank;
#: after "some" or "all" only a person can see what came out.
Sent = Literal["none", "some", "all"]


class PrinterFault(DeviceFault):
    """The printer cannot print, or did not print to the end."""

    code = "printer.fault"
    sent: Sent = "none"


class PaperOut(PrinterFault):
    """The roll is empty."""

    code = "paper.out"


class CoverOpen(PrinterFault):
    """The lid over the roll stands open."""

    code = "cover.open"


class KnifeStuck(PrinterFault):
    """The cutter is jammed."""

    code = "printer.knife"


class PrinterBroken(PrinterFault):
    """The printer itself reports an error, or is offline without saying why."""

    code = "printer.fault"


class PrinterMissing(PrinterFault, DeviceMissing):
    """Unplugged, switched off, or the connection was closed from its side."""

    code = "device.missing"


class PrinterSilent(PrinterFault, DeviceSilent):
    """It takes no more bytes, or does not answer the question for its state."""

    code = "device.silent"


class PrinterBusy(PrinterFault, DeviceBusy):
    """Another program holds its port."""

    code = "device.busy"


class PrinterForbidden(PrinterFault, DeviceForbidden):
    """This user may not open its port."""

    code = "device.forbidden"


class PrinterUnsupported(PrinterFault, DeviceUnsupported):
    """This machine lacks what the printer's port needs."""

    code = "device.unsupported"


#: The faults a printer names itself, by their code.
OWN_FAULTS: dict[str, type[PrinterFault]] = {
    kind.code: kind for kind in (PaperOut, CoverOpen, KnifeStuck, PrinterBroken)
}
