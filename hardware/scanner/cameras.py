"""Cameras under Linux, by OpenCV: any /dev/video*, a webcam or the Pi's camera behind V4L2 or `libcamerify`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from hardware.errors import DeviceBusy, DeviceForbidden, DeviceMissing
from hardware.scanner.port import Frame

#: A camera that gives nothing for so long (milliseconds) counts as gone.
SILENCE_MS = 2000


def _open_v4l2(path: str) -> Any:
    return cv2.VideoCapture(path, cv2.CAP_V4L2, [cv2.CAP_PROP_READ_TIMEOUT_MSEC, SILENCE_MS])


class Camera:
    """A V4L2 camera (FrameSource). path: best a lasting name under /dev/v4l/by-id, which a new plug does not change.

    Asks for MJPEG, 1280×720: raw pictures of that size are more than USB 2 carries at 15 frames a second.
    """

    def __init__(
        self,
        path: str,
        size: tuple[int, int] = (1280, 720),
        opener: Callable[[str], Any] = _open_v4l2,
    ) -> None:
        self.name = f"camera:{path}"
        self._path, self._size, self._opener = path, size, opener
        self._capture: Any = None

    def open(self) -> None:
        self.close()
        if not Path(self._path).exists():
            raise DeviceMissing(self.name)
        if not os.access(self._path, os.R_OK | os.W_OK):
            raise DeviceForbidden(self.name)
        capture = self._opener(self._path)
        if not capture.isOpened():
            capture.release()
            raise DeviceBusy(self.name)
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # what is seen now, not what was seen four frames ago
        self._capture = capture

    def grab(self, wait: float) -> Frame | None:  # noqa: ARG002 - the driver's own time-out holds
        if self._capture is None:
            raise DeviceMissing(self.name, "not open")
        there, image = self._capture.read()
        if not there:
            raise DeviceMissing(self.name)
        return Frame(np.asarray(image, np.uint8))

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None
