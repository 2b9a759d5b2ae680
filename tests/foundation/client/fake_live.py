"""The live side of a small office on loopback: a stream, replay, beats, and a link that can be cut or stalled."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import socketio
from werkzeug.serving import make_server

NAMESPACE = "/live"
TOKEN = "mc_made-up-for-this-test"


class FakeLive:
    """Events of one room; `lose` are numbers whose first sending is lost on the way."""

    def __init__(self) -> None:
        self.url = ""
        self.events: list[dict[str, Any]] = []
        self.lose: set[int] = set()
        self.subscriptions: list[dict[str, Any]] = []
        self.room_code = ""
        self.beating = True
        #: So many subscriptions are answered by a server that has not seen the newest event yet.
        self.lagging = 0
        self._people: set[str] = set()
        self._stopping = threading.Event()
        self.server = socketio.Server(async_mode="threading", cors_allowed_origins=[])
        self.server.on("connect", self._connect, namespace=NAMESPACE)
        self.server.on("disconnect", self._disconnect, namespace=NAMESPACE)
        self.server.on("subscribe", self._subscribe, namespace=NAMESPACE)

    def happen(self, count: int = 1, step: int = 1) -> None:
        """`count` new events; numbers grow by `step`, as when others' events lie between."""
        for _ in range(count):
            before = self.events[-1]["id"] if self.events else None
            event: dict[str, Any] = {"id": (before or 0) + step, "prev": before, "type": "ticket.called.v1", "data": {}}
            self.events.append(event)
            self._send(event)

    def picture(self) -> None:
        """A derived message."""
        self._send({"type": "board.v1", "as_of": self.last(), "data": {}})

    def last(self) -> int:
        return self.events[-1]["id"] if self.events else 0

    def cut(self) -> None:
        """End every connection."""
        for person in list(self._people):
            self.server.disconnect(person, namespace=NAMESPACE)

    def connections(self) -> int:
        return len(self._people)

    def beat(self) -> None:
        while not self._stopping.wait(0.05):
            if self.beating:
                self.server.emit("beat", {"last": self.last()}, namespace=NAMESPACE)

    def stop(self) -> None:
        self._stopping.set()

    def _send(self, message: dict[str, Any], to: str | None = None) -> None:
        number = message.get("id")
        if number in self.lose:
            self.lose.discard(number)
            return
        self.server.emit("event", message, namespace=NAMESPACE, to=to)

    def _connect(self, person: str, _environ: dict[str, Any], auth: dict[str, Any] | None) -> None:
        if (auth or {}).get("token") != TOKEN:
            raise socketio.exceptions.ConnectionRefusedError("token.bad")
        self._people.add(person)

    def _disconnect(self, person: str, *_reason: object) -> None:
        self._people.discard(person)

    def _subscribe(self, person: str, message: dict[str, Any]) -> dict[str, Any]:
        self.subscriptions.append(message)
        if self.room_code:
            return {"room": message["room"], "code": self.room_code}
        after = message["after"]
        self.lagging -= 1
        if after is None:
            self._send({"type": "board.v1", "as_of": self.last(), "data": {}}, person)
        for event in self.events if after is not None else []:
            if event["id"] > after:
                self._send(event, person)
        return {"room": message["room"], "last": self.last() - (self.lagging > 0)}


@contextlib.contextmanager
def fake_live(port: int = 0, live: FakeLive | None = None) -> Iterator[FakeLive]:
    """A running one."""
    live = live or FakeLive()
    server = make_server("127.0.0.1", port, socketio.WSGIApp(live.server), threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    live.url = f"http://127.0.0.1:{server.server_port}"
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True),
        threading.Thread(target=live.beat, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield live
    finally:
        live.stop()
        live.cut()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join()
