"""The scanner at work: one real thread that looks, reads, reports, and mends a lost device."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from hardware.errors import DeviceFault
from hardware.scanner.decoders import Chain
from hardware.scanner.port import CodeReader, Frame, FrameSource, Image, Scan, ScannerState, Source
from hardware.scanner.presence import Presence
from hardware.scanner.views import Gray

log = logging.getLogger(__name__)

#: Seconds one look at the device may wait; also how soon `close` is noticed.
LOOK = 0.25


class LiveScanner:
    """Scans from any source, by a thread of its own (`port.Scanner`).

    retry: seconds between attempts to reopen a lost device; a fault marked permanent is retried `patience` times
    as slowly, since a person may mend it while the program runs.
    recover: off only in the test that shows what it is for.
    """

    def __init__(
        self,
        source: Source,
        chain: Chain | None = None,
        presence: Presence | None = None,
        *,
        retry: float = 1.0,
        patience: int = 15,
        recover: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = source
        self.chain = chain or Chain()
        self._presence = presence or Presence()
        self._retry, self._patience, self._recover = retry, patience, recover
        self._clock = clock
        self._scans: queue.Queue[Scan | None] = queue.Queue()
        self._frame: Frame | None = None
        self._number = 0
        self._closed = threading.Event()
        self._state = ScannerState(online=False, fault=None, permanent=False, since=clock())
        self._thread = threading.Thread(target=self._work, name=f"scanner {source.name}", daemon=True)

    def start(self) -> LiveScanner:
        self._thread.start()
        return self

    def next(self, wait: float) -> Scan | None:
        if self._closed.is_set():
            return None
        try:
            return self._scans.get(timeout=wait)
        except queue.Empty:
            return None

    def scans(self) -> Iterator[Scan]:
        """Every scan until `close`; blocks between them."""
        while not self._closed.is_set():
            scan = self._scans.get()
            if scan is None:
                return
            yield scan

    def state(self) -> ScannerState:
        return self._state

    def latest_jpeg(self, max_side: int = 640, quality: int = 70) -> bytes | None:
        frame = self._frame
        return None if frame is None else to_jpeg(frame.image, max_side, quality)

    def close(self) -> None:
        if self._closed.is_set():
            return
        self._closed.set()
        self._scans.put(None)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)
        # A driver that hangs keeps its device: freeing it under its hands would crash the program.
        if not self._thread.is_alive():
            self.source.close()

    # --- in the scanner's own thread ---

    def _work(self) -> None:
        while not self._closed.is_set():
            try:
                self._look_until_lost()
            except DeviceFault as fault:
                pause = self._lost(fault)
            except Exception:
                log.exception("scanning with %s", self.source.name)
                pause = self._lost(DeviceFault(self.source.name))
            else:
                return
            if not self._recover:
                return
            self._closed.wait(pause)

    def _look_until_lost(self) -> None:
        self.source.open()
        self._become(None)
        while not self._closed.is_set():
            if isinstance(self.source, FrameSource):
                self._look(self.source)
            else:
                self._listen(self.source)

    def _look(self, source: FrameSource) -> None:
        frame = source.grab(LOOK)
        if frame is None:
            return
        self._frame = frame
        self._number += 1
        sight = self.chain.read(to_gray(frame.image), self._number, thorough=frame.still)
        self._report(sight.texts, sight.decoder, sight.ms)

    def _listen(self, source: CodeReader) -> None:
        text = source.read(LOOK)
        if text:
            self._report([text], source.name, 0.0)

    def _report(self, texts: list[str], decoder: str, ms: float) -> None:
        now = self._clock()
        text = self._presence.see(texts, now)
        if text is not None and not self._closed.is_set():
            self._scans.put(Scan(text, decoder, round(ms, 2), now))

    def _lost(self, fault: DeviceFault) -> float:
        """Let go of the device and say so; answers how long to wait before the next attempt."""
        if not self._closed.is_set():
            self._become(fault)
        self._frame = None
        with contextlib.suppress(DeviceFault):
            self.source.close()
        return self._retry * (self._patience if fault.permanent else 1)

    def _become(self, fault: DeviceFault | None) -> None:
        code = fault.code if fault else None
        if self._state.online == (fault is None) and self._state.fault == code:
            return
        log.log(logging.WARNING if fault else logging.INFO, "scanner %s: %s", self.source.name, fault or "ready")
        permanent = fault.permanent if fault else False
        self._state = ScannerState(fault is None, code, permanent, self._clock())


def to_gray(image: Image) -> Gray:
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)  # noqa: PLR2004 - no colour axis
    return np.ascontiguousarray(gray, np.uint8)


def to_jpeg(image: Image, max_side: int, quality: int) -> bytes:
    shrink = max_side / max(image.shape[:2])
    if shrink < 1:
        image = np.asarray(cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())
