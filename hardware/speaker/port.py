"""The speaker as the rest of the house sees it."""

from __future__ import annotations

from typing import Protocol


class Speaker(Protocol):
    """One loudspeaker. Sounds asked for from several threads are heard one after the other."""

    def play(self, wav: bytes) -> None:
        """Play a whole WAV file; return when it has been heard.

        Raises SoundUnreadable, SoundStopped, DeviceMissing, DeviceBusy, DeviceSilent (it does not
        come to an end), DeviceForbidden, DeviceUnsupported, or DeviceClosed after `close()`.
        """

    def close(self) -> None:
        """Stop what is playing and let go. May be called again, from any thread."""
