"""The faults a device can have: a small, closed family with a stable code for each."""

from __future__ import annotations

from typing import ClassVar


class DeviceFault(Exception):
    """Something is wrong with a device.

    code: stable name, the key of the sentence that people are shown.
    permanent: trying again without a person's help (a cable, paper, a setting) is useless.
    """

    code: ClassVar[str] = "device.fault"
    permanent: ClassVar[bool] = False

    def __init__(self, device: str, detail: str = "") -> None:
        super().__init__(f"{device}: {detail or self.code}")
        self.device = device
        self.detail = detail


class DeviceMissing(DeviceFault):
    """Not there: unplugged, switched off, or not yet found. It may come back by itself."""

    code = "device.missing"


class DeviceBusy(DeviceFault):
    """Another program holds it."""

    code = "device.busy"


class DeviceSilent(DeviceFault):
    """There, but it does not answer in time."""

    code = "device.silent"


class DeviceClosed(DeviceFault):
    """Used after `close()`."""

    code = "device.closed"
    permanent = True


class DeviceMisnamed(DeviceFault):
    """The setting that names the device cannot be understood, or names what can never serve."""

    code = "device.misnamed"
    permanent = True


class DeviceForbidden(DeviceFault):
    """There, but this user may not open it (a group or udev rule is missing)."""

    code = "device.forbidden"
    permanent = True


class DeviceUnsupported(DeviceFault):
    """This machine lacks what the device needs (a driver, a library)."""

    code = "device.unsupported"
    permanent = True
