"""The kiosk's own threads: one that does work in order, and some that look again every few seconds."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from kiosk.screens import (
    AskMeaning,
    ComeBack,
    Denied,
    Effect,
    Input,
    PaperFailed,
    PrintTicket,
    TakeTicket,
)

log = logging.getLogger(__name__)


class Every:
    """Calls `look` now and then every `seconds`, until closed; `ring` makes it look at once."""

    def __init__(self, name: str, seconds: float, look: Callable[[], None]) -> None:
        self._look, self._seconds = look, seconds
        self._rung, self._closed = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ring(self) -> None:
        self._rung.set()

    def close(self, patience: float = 3.0) -> None:
        self._closed.set()
        self._rung.set()
        if self._thread.is_alive():
            self._thread.join(timeout=patience)

    def _run(self) -> None:
        while not self._closed.is_set():
            self._rung.clear()
            try:
                self._look()
            except Exception:
                log.exception("looking after the %s", self._thread.name)
            self._rung.wait(self._seconds)


class Bench:
    """Where the conversation lays down what has to be done; one thread takes it up in order.

    idle: called about every `idle_s` seconds when there is nothing to do.
    """

    def __init__(
        self,
        carry_out: Callable[[Effect], None],
        tell: Callable[[Input], None],
        idle: Callable[[], None],
        idle_s: float = 5.0,
    ) -> None:
        self._carry_out, self._tell = carry_out, tell
        self._idle, self._idle_s = idle, idle_s
        self._waiting: queue.SimpleQueue[Effect | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def lay(self, effect: Effect) -> None:
        self._waiting.put(effect)

    def close(self, patience: float = 5.0) -> None:
        """What lies there already is done first."""
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=patience)

    def _run(self) -> None:
        while True:
            try:
                effect = self._waiting.get(timeout=self._idle_s)
            except queue.Empty:
                self._rest()
                continue
            if effect is None:
                return
            self._do(effect)
            self._rest_after(effect)

    def _do(self, effect: Effect) -> None:
        try:
            self._carry_out(effect)
        except Exception:
            log.exception("carrying out %s", type(effect).__name__)
            failed = _failed(effect)
            if failed is not None:
                self._tell(failed)

    def _rest_after(self, effect: Effect) -> None:
        """A printed slip is when paper runs out: look at once."""
        if isinstance(effect, PrintTicket):
            self._rest()

    def _rest(self) -> None:
        try:
            self._idle()
        except Exception:
            log.exception("looking at the devices")


def _failed(effect: Effect) -> Input | None:
    """What the conversation hears of work that broke, so that nobody waits for it for ever."""
    if isinstance(effect, TakeTicket | AskMeaning | ComeBack):
        return Denied(effect.key, "kiosk.fault")
    if isinstance(effect, PrintTicket):
        return PaperFailed(effect.ticket, "device.fault", "some")
    return None
