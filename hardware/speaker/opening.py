"""The speaker that a setting names."""

from __future__ import annotations

from hardware.errors import DeviceMisnamed
from hardware.speaker.aplay import AplaySpeaker
from hardware.speaker.port import Speaker
from hardware.speaker.virtual import VirtualSpeaker


def open_speaker(spec: str) -> Speaker:
    """`aplay` (ALSA's default), `aplay:plughw:1,0` (a device that `aplay -L` lists), `virtual`.

    Nothing is opened yet. Raises DeviceMisnamed.
    """
    kind, colon, device = spec.partition(":")
    if kind == "aplay" and bool(colon) == bool(device):
        return AplaySpeaker(device or "default")
    if spec == "virtual":
        return VirtualSpeaker()
    raise DeviceMisnamed(spec, "not aplay, aplay:DEVICE or virtual")
