"""Virtual cameras: a folder of pictures, a video file, and pictures pushed by the page."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from hardware.errors import DeviceFault, DeviceMisnamed, DeviceMissing
from hardware.scanner.picture import SUFFIXES, UnreadablePicture, decode_picture, load_picture
from hardware.scanner.port import Frame

log = logging.getLogger(__name__)

_Wait = Callable[[float], None]


class PictureFolder:
    """A folder (FrameSource): each picture in it is shown once, in order of name; new and changed ones too.

    pace: seconds between two pictures.
    """

    def __init__(self, folder: Path, pace: float = 1.0, wait: _Wait = time.sleep) -> None:
        self.name = f"folder:{folder}"
        self._folder, self._pace, self._wait = folder, pace, wait
        self._shown: set[tuple[str, int, int]] = set()

    def open(self) -> None:
        if not self._folder.is_dir():
            raise DeviceMissing(self.name)

    def grab(self, wait: float) -> Frame | None:
        path = self._next()
        if path is None:
            self._wait(wait)
            return None
        try:
            frame = Frame(load_picture(path), still=True)
        except UnreadablePicture as fault:
            log.warning("%s: %s", path.name, fault)
            return None
        self._wait(self._pace)
        return frame

    def _next(self) -> Path | None:
        try:
            for path in sorted(self._folder.iterdir()):
                if path.suffix.lower() in SUFFIXES and self._is_new(path):
                    return path
        except OSError as error:
            raise DeviceMissing(self.name) from error
        return None

    def _is_new(self, path: Path) -> bool:
        about = path.stat()
        mark = (path.name, about.st_mtime_ns, about.st_size)
        new = mark not in self._shown
        self._shown.add(mark)
        return new

    def close(self) -> None:
        """Nothing is held."""


class VideoFile:
    """A video (FrameSource), at its own speed, over and over."""

    def __init__(
        self,
        path: Path,
        wait: _Wait = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = f"video:{path}"
        self._path, self._wait, self._clock = path, wait, clock
        self._capture: Any = None
        self._period, self._due = 0.0, 0.0

    def open(self) -> None:
        self.close()
        if not self._path.is_file():
            raise DeviceMissing(self.name)
        self._capture = cv2.VideoCapture(str(self._path))
        if not self._capture.isOpened():
            self.close()
            raise DeviceMisnamed(self.name, "not a video")
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self._period = 1 / rate if rate > 0 else 1 / 15
        self._due = self._clock()

    def grab(self, wait: float) -> Frame | None:  # noqa: ARG002 - the next frame is never far
        if self._capture is None:
            raise DeviceFault(self.name, "not open")
        there, image = self._capture.read()
        if not there:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            there, image = self._capture.read()
        if not there:
            raise DeviceMisnamed(self.name, "no frame in it")
        self._keep_pace()
        return Frame(np.asarray(image, np.uint8))

    def _keep_pace(self) -> None:
        """Wait for the frame's time; time lost in reading codes is not made up by a rush of frames."""
        early = self._due - self._clock()
        if early > 0:
            self._wait(early)
        self._due = max(self._due, self._clock() - self._period) + self._period

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class PushedFrames:
    """The page's virtual camera (FrameSource): pictures come from another thread by `push`."""

    name = "page"

    def __init__(self, most: int = 4) -> None:
        self._frames: queue.Queue[Frame] = queue.Queue(most)

    def open(self) -> None:
        """Always there."""

    def push(self, data: bytes, *, still: bool = True) -> str | None:
        """Show a picture (PNG, JPEG, WebP, BMP, TIFF) to the scanner; callable from any thread.

        still: a single photo, read thoroughly; False for the frames of a webcam, where the next one comes soon.
        Answers None, or the code of why it cannot be read ("picture.torn").
        """
        try:
            frame = Frame(decode_picture(data), still)
        except UnreadablePicture as refused:
            return refused.code
        self._put(frame)
        return None

    def _put(self, frame: Frame) -> None:
        """When reading does not keep up the oldest picture gives way: what is shown now matters."""
        while True:
            try:
                self._frames.put_nowait(frame)
            except queue.Full:
                self._drop_oldest()
            else:
                return

    def _drop_oldest(self) -> None:
        try:
            self._frames.get_nowait()
        except queue.Empty:
            return

    def grab(self, wait: float) -> Frame | None:
        try:
            return self._frames.get(timeout=wait)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Nothing is held."""
