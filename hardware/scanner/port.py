"""The ports: what gives frames, what gives texts, and the one scanner behind which both stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

#: uint8, height × width (gray) or height × width × 3 (BGR).
Image = NDArray[np.uint8]


@dataclass(frozen=True)
class Frame:
    """One picture. still: shown once and not again (a dropped photo), so it is read thoroughly, at leisure."""

    image: Image
    still: bool = False


@dataclass(frozen=True)
class Scan:
    """A code was shown. decoder: what read it; ms: how long that took; at: monotonic seconds."""

    text: str
    decoder: str
    ms: float
    at: float


@dataclass(frozen=True)
class ScannerState:
    """fault: the code of what is wrong now ("device.missing"), None when all is well; since: monotonic seconds."""

    online: bool
    fault: str | None
    permanent: bool
    since: float


@runtime_checkable
class FrameSource(Protocol):
    """Something that gives pictures: a camera, a folder, a video, the page's own camera.

    Used by one thread at a time. `close` may be called twice, and `open` again after it: so a camera that was
    unplugged comes back.
    """

    name: str

    def open(self) -> None:
        """Get hold of it. Raises DeviceFault (DeviceMissing, DeviceForbidden, DeviceBusy …)."""

    def grab(self, wait: float) -> Frame | None:
        """The next frame, None when there was none within `wait` seconds. Raises DeviceFault when it went away."""

    def close(self) -> None: ...


@runtime_checkable
class CodeReader(Protocol):
    """Something that reads codes by itself and gives texts: a USB or serial barcode reader.

    The same promises as FrameSource.
    """

    name: str

    def open(self) -> None: ...

    def read(self, wait: float) -> str | None:
        """The next whole text, None when there was none within `wait` seconds. Raises DeviceFault."""

    def close(self) -> None: ...


Source = FrameSource | CodeReader


class Scanner(Protocol):
    """What a program holds: scans come out, whatever reads them; it mends itself when a cable comes back."""

    def next(self, wait: float) -> Scan | None:
        """The next scan, None when none came within `wait` seconds or after `close`."""

    def state(self) -> ScannerState: ...

    def latest_jpeg(self, max_side: int = 640, quality: int = 70) -> bytes | None:
        """What the camera sees now, its longer side at most `max_side` pixels; None without a picture."""

    def close(self) -> None: ...
