"""What can go wrong when a sound is to be heard."""

from __future__ import annotations

from hardware.errors import DeviceFault


class SoundUnreadable(DeviceFault):
    """These bytes are no WAV file, or hold no sound."""

    code = "sound.unreadable"
    permanent = True


class SoundStopped(DeviceFault):
    """The speaker was closed, or its player ended, before the sound was over."""

    code = "sound.stopped"
