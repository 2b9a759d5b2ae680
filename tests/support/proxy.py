"""A link that can be cut, stalled, reset, slowed and made to lose one message, on loopback, in threads."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Literal

State = Literal["whole", "cut", "stalled"]
#: Closing with this answers with a reset instead of an orderly end.
RESET = struct.pack("ii", 1, 0)


class Link:
    """Passes on what comes at `port` to `target`, as well as its state allows.

    cut: every connection ends, a new one ends at once. stalled: connections stay and nothing passes,
    until the link is whole again and passes what was held. reset ends connections the hard way.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._state: State = "whole"
        self._passing = threading.Condition()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._ears = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ears.getsockname()[1]
        #: seconds every piece is held
        self.delay = 0.0
        self._losing: bytes | None = None
        #: how many messages were lost
        self.lost = 0
        threading.Thread(target=self._accept, name="link", daemon=True).start()

    def cut(self) -> None:
        """Pull the plug."""
        self._change("cut")
        self._end_all(hard=False)

    def stall(self) -> None:
        """Keep the connections and pass nothing."""
        self._change("stalled")

    def reset(self) -> None:
        """End what there is with a reset; new connections are welcome."""
        self._end_all(hard=True)

    def mend(self) -> None:
        """Whole again."""
        self._change("whole")

    def lose_next(self, holding: bytes) -> None:
        """Lose the next WebSocket message of the server that holds these bytes."""
        self._losing = holding

    def close(self) -> None:
        """No more."""
        with contextlib.suppress(OSError):
            self._ears.shutdown(socket.SHUT_RDWR)
        self._ears.close()
        self._change("cut")
        self._end_all(hard=False)

    def _change(self, state: State) -> None:
        with self._passing:
            self._state = state
            self._passing.notify_all()

    def _end_all(self, *, hard: bool) -> None:
        for near, far in list(self._pairs):
            self._end(near, far, hard=hard)

    def _end(self, near: socket.socket, far: socket.socket, *, hard: bool = False) -> None:
        """End both sides, once; closing alone would not wake the thread that reads."""
        with self._passing:
            if (near, far) not in self._pairs:
                return
            self._pairs.discard((near, far))
        with contextlib.suppress(OSError):
            if hard:
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            near.shutdown(socket.SHUT_RD if hard else socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)
        near.close()
        far.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._ears.accept()
            except OSError:
                return
            if self._state == "cut":
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            self._join(near, far)

    def _join(self, near: socket.socket, far: socket.socket) -> None:
        pair = (near, far)
        for each in pair:
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pairs.add(pair)
        for pump in (self._pump_up, self._pump_down):
            threading.Thread(target=pump, args=pair, daemon=True).start()

    def _pump_up(self, near: socket.socket, far: socket.socket) -> None:
        self._pump(near, far, lambda piece: piece)
        self._end(near, far)

    def _pump_down(self, near: socket.socket, far: socket.socket) -> None:
        frames = Frames()
        self._pump(far, near, lambda piece: self._without_the_lost(frames, piece))
        self._end(near, far)

    def _pump(self, source: socket.socket, sink: socket.socket, passed: Callable[[bytes], bytes]) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if self.delay:
                    time.sleep(self.delay)
                with self._passing:
                    self._passing.wait_for(lambda: self._state != "stalled")
                sink.sendall(passed(piece))

    def _without_the_lost(self, frames: Frames, piece: bytes) -> bytes:
        kept = []
        for frame in frames.whole(piece):
            if self._losing is not None and self._losing in frame:
                self._losing = None
                self.lost += 1
            else:
                kept.append(frame)
        return b"".join(kept)


class Frames:
    """Cuts the server's side of a connection into whole WebSocket frames; before the upgrade, into what came."""

    def __init__(self) -> None:
        self._rest = b""
        self._upgraded = False

    def whole(self, piece: bytes) -> Iterator[bytes]:
        """What can be passed on now."""
        self._rest += piece
        if not self._upgraded:
            head, end, rest = self._rest.partition(b"\r\n\r\n")
            self._upgraded = bool(end) and b" 101 " in head
            yield head + end if self._upgraded else self._rest
            self._rest = rest if self._upgraded else b""
        while (length := self._length()) is not None and len(self._rest) >= length:
            yield self._rest[:length]
            self._rest = self._rest[length:]

    def _length(self) -> int | None:
        """Bytes of the first frame, head included; the server masks nothing."""
        if not self._upgraded or len(self._rest) < 2:
            return None
        short = self._rest[1] & 0x7F
        size = {126: 2, 127: 8}.get(short, 0)
        if len(self._rest) < 2 + size:
            return None
        return 2 + size + (int.from_bytes(self._rest[2 : 2 + size], "big") if size else short)


@contextlib.contextmanager
def link_to(port: int) -> Iterator[Link]:
    """A link for a while."""
    link = Link(port)
    try:
        yield link
    finally:
        link.close()
