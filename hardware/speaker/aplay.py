"""Sound through ALSA's own player, aplay."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from threading import Lock

from hardware.errors import (
    DeviceBusy,
    DeviceClosed,
    DeviceFault,
    DeviceForbidden,
    DeviceMissing,
    DeviceSilent,
    DeviceUnsupported,
)
from hardware.speaker.faults import SoundStopped
from hardware.speaker.sound import seconds_of

#: aplay tells its faults only in words (in English under LC_ALL=C).
_BY_WORDS: tuple[tuple[str, type[DeviceFault]], ...] = (
    ("busy", DeviceBusy),
    ("permission denied", DeviceForbidden),
    ("no such", DeviceMissing),
    ("cannot find card", DeviceMissing),
    ("unknown pcm", DeviceMissing),
    ("invalid argument", DeviceMissing),
)


class AplaySpeaker:
    """aplay, a process a sound.

    device: ALSA's name ("default", "plughw:1,0"; `aplay -L` lists them).
    grace: seconds beyond a sound's own length after which the player counts as hanging.
    """

    def __init__(
        self, device: str = "default", grace: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = f"aplay:{device}"
        self._device = device
        self._grace = grace
        self._clock = clock
        self._turn = Lock()
        self._hand = Lock()
        self._playing: subprocess.Popen[bytes] | None = None
        self._closed = False

    def play(self, wav: bytes) -> None:
        length = seconds_of(wav)
        with self._turn:
            player = self._start()
            try:
                _, complaint = player.communicate(wav, timeout=length + self._grace)
            except subprocess.TimeoutExpired:
                raise DeviceSilent(self.name, f"still playing after {length + self._grace:.1f} s") from None
            finally:
                self._end(player)
            self._judge(player.returncode, complaint.decode(errors="replace").strip())

    def close(self) -> None:
        with self._hand:
            self._closed = True
            if self._playing is not None:
                self._playing.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._hand:
            if self._closed:
                raise DeviceClosed(self.name)
            try:
                self._playing = subprocess.Popen(
                    ["aplay", "--quiet", "--device", self._device, "-"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env={**os.environ, "LC_ALL": "C"},
                )
            except FileNotFoundError as missing:
                raise DeviceUnsupported(self.name, "aplay is missing; install alsa-utils") from missing
            return self._playing

    def _end(self, player: subprocess.Popen[bytes]) -> None:
        """Leave no process behind, however the sound ended."""
        with self._hand:
            self._playing = None
            if player.poll() is None:
                player.kill()
                player.communicate()

    def _judge(self, exit_code: int, complaint: str) -> None:
        if exit_code == 0:
            return
        if self._closed or exit_code < 0:
            raise SoundStopped(self.name, f"the player was ended ({exit_code})")
        words = complaint.lower()
        kind = next((kind for part, kind in _BY_WORDS if part in words), SoundStopped)
        raise kind(self.name, complaint)
