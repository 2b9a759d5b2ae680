"""Sounds that are heard: a loudspeaker behind a port."""

from hardware.speaker.aplay import AplaySpeaker
from hardware.speaker.opening import open_speaker
from hardware.speaker.port import Speaker
from hardware.speaker.virtual import VirtualSpeaker

__all__ = ["AplaySpeaker", "Speaker", "VirtualSpeaker", "open_speaker"]
