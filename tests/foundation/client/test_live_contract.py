"""The follower against the office's real stream: writer, hub, Socket.IO, token and right."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIO
from werkzeug.serving import make_server

from foundation.api.access import Access
from foundation.client import OfficeClient
from foundation.client.live import LiveFollower
from foundation.db.engine import open_database
from foundation.db.transaction import Transaction
from foundation.devices import registry
from foundation.events.queue import CounterOpened
from foundation.live import NAMESPACE, Live, SocketWire
from foundation.stream.follower import Follower
from foundation.stream.hub import Hub
from tests.support.ground import NOON, Ground, lay

PATIENCE = 20.0


@dataclass
class Server:
    """A running office that knows nothing but its stream."""

    ground: Ground
    url: str
    live: Live
    socketio: SocketIO
    access: Access

    def open_counter(self, count: int = 1) -> None:
        for _ in range(count):
            self.ground.store.write(lambda tx: tx.append(CounterOpened("1", None)))

    def device(self, kind: str) -> str:
        def add(tx: Transaction) -> str:
            added = registry.add(tx, kind, f"a {kind}")
            assert isinstance(added, tuple)
            return added[1]

        return self.ground.store.write(add)

    def cut(self) -> None:
        for connection in list(self.live._people):
            self.socketio.server.disconnect(connection, namespace=NAMESPACE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    ground = lay(str(tmp_path / "books.db"))
    app = Flask("office", static_folder=None)
    socketio = SocketIO(app, async_mode="threading", manage_session=False)
    hub = Hub(ground.store, SocketWire(socketio))
    access = Access(ground.store, lambda _text: None)
    live = Live(socketio, hub, access, lambda: NOON)
    follower = Follower(open_database(ground.url), ground.office_id, 0)
    follower.add(hub)
    ground.store.when_committed(follower.ring)
    follower.start()
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    listening.daemon_threads = True  # type: ignore[attr-defined]
    serving = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    running = Server(ground, f"http://127.0.0.1:{listening.server_port}", live, socketio, access)
    yield running
    running.cut()
    listening.shutdown()
    listening.server_close()
    serving.join()
    follower.close()
    ground.store.close()


@dataclass
class Speaker:
    """A device in the hall."""

    heard: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, event: Mapping[str, Any]) -> None:
        with self.changed:
            self.heard.append(event["id"])
            self.changed.notify_all()

    def tell(self, state: str) -> None:
        with self.changed:
            self.states.append(state)
            self.changed.notify_all()

    def wait_for(self, events: list[int]) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.heard == events, PATIENCE), self.heard


def test_a_device_follows_the_offices_own_stream_through_cuts(server: Server) -> None:
    speaker = Speaker()
    token = server.device("speaker")
    server.open_counter(3)
    known = [2, 3, 4]  # 1 is the device itself, which the hall does not hear of
    follower = LiveFollower(OfficeClient(server.url, token), "hall", 0, speaker.hear, speaker.tell)
    follower.start()
    speaker.wait_for(known)
    for _ in range(2):
        server.cut()
        server.open_counter(2)
        known += [known[-1] + 1, known[-1] + 2]
        speaker.wait_for(known)
    follower.close()
    assert follower.position == known[-1]


@pytest.mark.parametrize("kind", ["rating", None])
def test_a_device_without_the_right_or_the_token_hears_nothing(server: Server, kind: str | None) -> None:
    speaker = Speaker()
    token = server.device(kind) if kind else "mc_nobody-knows-this-one"
    server.open_counter(1)
    follower = LiveFollower(OfficeClient(server.url, token), "hall", 0, speaker.hear, speaker.tell)
    follower.start()
    with speaker.changed:
        assert speaker.changed.wait_for(lambda: "not_allowed" in speaker.states, PATIENCE), speaker.states
    follower.close()
    assert speaker.heard == []
