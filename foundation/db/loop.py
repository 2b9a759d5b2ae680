"""How the loop waits for real threads: without blocking, in each of the two server modes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from functools import partial
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Loop(Protocol):
    """The side of the server that serves HTTP and Socket.IO."""

    def wait(self, future: Future[T]) -> T:
        """The future's result, while other requests go on; its exception is raised."""

    def call(self, work: Callable[[], None]) -> None:
        """Run `work` in the loop soon; called from any thread, never blocks."""

    def lock(self) -> AbstractContextManager[Any]:
        """A lock for the loop's own side: a real one held across a switch of greenlets would stop the loop."""


class ThreadLoop:
    """Threading mode: every request has a thread of its own and may simply wait."""

    def wait(self, future: Future[T]) -> T:
        return future.result()

    def call(self, work: Callable[[], None]) -> None:
        work()

    def lock(self) -> AbstractContextManager[Any]:
        return threading.RLock()


class _GreenLock:
    """A lock between greenlets that its holder may take again.

    A send to a screen that is found dead ends in that screen's farewell, in the middle of the send.
    """

    def __init__(self, new_semaphore: Callable[[], Any], current: Callable[[], object]) -> None:
        self._semaphore = new_semaphore()
        self._current = current
        self._holder: object = None
        self._depth = 0

    def __enter__(self) -> None:
        if self._holder is not self._current():
            self._semaphore.acquire()
            self._holder = self._current()
        self._depth += 1

    def __exit__(self, *_fault: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._holder = None
            self._semaphore.release()


class EventletLoop:
    """Eventlet mode: real threads leave their message and ring a bell (one byte in a socket) that the hub hears."""

    def __init__(self) -> None:
        import eventlet  # noqa: PLC0415 - only in this mode, and after the patch
        from eventlet import event, hubs, patcher, semaphore  # noqa: PLC0415 - likewise

        real = patcher.original("socket")
        self._new_event: Callable[[], Any] = event.Event
        self._new_lock = partial(_GreenLock, semaphore.Semaphore, eventlet.getcurrent)
        self._trampoline = hubs.trampoline
        self._ear, self._bell = real.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)
        self._messages: deque[Callable[[], None]] = deque()
        eventlet.spawn(self._listen)

    def wait(self, future: Future[T]) -> T:
        if not future.done():
            done = self._new_event()
            future.add_done_callback(lambda _: self.call(lambda: done.send(None)))
            done.wait()
        return future.result()

    def call(self, work: Callable[[], None]) -> None:
        self._messages.append(work)
        with suppress(BlockingIOError):  # then the bell is ringing already, and its reader empties the whole queue
            self._bell.send(b"!")

    def lock(self) -> AbstractContextManager[Any]:
        return self._new_lock()

    def _listen(self) -> None:
        while True:
            self._trampoline(self._ear.fileno(), read=True)
            self._ear.recv(4096)
            while self._messages:
                self._messages.popleft()()
