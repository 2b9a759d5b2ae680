"""The kiosk's eyes: whatever reads codes here, its own view for the page, and another source while trying out."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from hardware.scanner.pictures import PushedFrames
from hardware.scanner.scanner import LiveScanner

log = logging.getLogger(__name__)

#: Seconds one wait for a code may take; also how soon `close` is noticed.
LOOK_S = 0.25
PAGE = "page"
#: Seconds a pushed picture stays in view: it may be somebody's paper.
VIEW_S = 6.0


class Eyes:
    """One thread that hands every code to `saw`.

    watch: a scanner at work by its setting ("page", "camera:/dev/video0", "folder:PATH" …); raises DeviceFault.
    """

    def __init__(
        self,
        spec: str,
        watch: Callable[[str], LiveScanner],
        saw: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watch, self._saw, self._monotonic = watch, saw, monotonic
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._shown_at = float("-inf")
        self.spec = spec
        self._scanner = watch(spec)
        self._thread = threading.Thread(target=self._run, name="eyes", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def use(self, spec: str) -> None:
        """Look at another source. Raises DeviceFault; then the old one goes on."""
        new = self._watch(spec)
        with self._lock:
            old, self._scanner, self.spec = self._scanner, new, spec
        old.close()

    def show(self, picture: bytes) -> str | None:
        """Hold a picture before the page's own camera; the code of why not, if it cannot be read."""
        if self.spec != PAGE:
            self.use(PAGE)
        source = self._now().source
        if not isinstance(source, PushedFrames):
            return "device.busy"
        refused = source.push(picture)
        if refused is None:
            self._shown_at = self._monotonic()
        return refused

    def view(self) -> bytes | None:
        """What is seen now, as JPEG."""
        if self.spec == PAGE and self._monotonic() - self._shown_at > VIEW_S:
            return None
        return self._now().latest_jpeg()

    @property
    def has_view(self) -> bool:
        """Whether it is a camera at all; a reader of codes has no picture to show."""
        return not self.spec.startswith(("evdev:", "serial:"))

    def fault(self) -> str | None:
        """The code of what is wrong now."""
        return self._now().state().fault

    def close(self) -> None:
        self._closed.set()
        self._now().close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=2)

    def _now(self) -> LiveScanner:
        with self._lock:
            return self._scanner

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._look()
            except Exception:
                log.exception("reading codes from %s", self.spec)
                self._closed.wait(LOOK_S)

    def _look(self) -> None:
        scanner = self._now()
        scan = scanner.next(LOOK_S)
        if scan is not None:
            self._saw(scan.text)
        elif scanner is not self._now():
            # Closed because another source took its place: it answers at once, so breathe.
            self._closed.wait(0.05)
