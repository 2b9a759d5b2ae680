"""A stand-in for the office's server: the part of /api/v1 that a kiosk uses, with idempotency keys."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.kiosk.support import OFFICE, SERVICES

Answer = tuple[int, Any]


@dataclass
class StandIn:
    """tickets: what was issued, in order, by key. before/after: hooks around issuing, for cuts."""

    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    prints: list[dict[str, Any]] = field(default_factory=list)
    health: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    refuse: dict[str, Any] | None = None
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def get(self, path: str) -> Answer:
        if path == "/office":
            return 200, {"name": OFFICE, "code": "000.00.06.H08", "languages": ["vi", "en"]}
        if path == "/board":
            return 200, {"seq": 1, "time": int(time.time() * 1000), "services": list(SERVICES)}
        return 404, {"code": "path.unknown"}

    def post(self, path: str, body: dict[str, Any], key: str) -> Answer:
        if path == "/tickets":
            return self._take(body, key)
        if path == "/codes":
            self.asked.append(body)
            unknown = {"kind": "unknown", "sentence": "Máy chưa nhận ra mã này.", "actions": []}
            return 200, self.codes.get(body["text"], unknown)
        if path.endswith("/print"):
            self.prints.append({"ticket": path.split("/")[2], **body})
            return 200, {"ticket": {}}
        if path.endswith("/come-back"):
            return 200, {"ticket": {"id": path.split("/")[2], "state": "waiting", "ahead": 3}}
        self.health.append(body)
        return 200, {}

    def _take(self, body: dict[str, Any], key: str) -> Answer:
        self.before()
        if self.refuse is not None:
            return 409, self.refuse
        with self.lock:
            number = f"{body['service']}{len(self.tickets) + 12:03d}"
            ticket = self.tickets.setdefault(
                key,
                {
                    "id": f"ticket-{len(self.tickets) + 1}",
                    "number": number,
                    "service": body["service"],
                    "ahead": 7,
                    "wait_minutes": {"p50": 15.0, "p90": 24.0},
                    "track_url": None,
                    "code": f"MC:T:ticket-{len(self.tickets) + 1}.1.ABCDEFGHIJKLMNOP",
                    "asked": body,
                },
            )
        self.after()
        return 201, ticket

    def states(self) -> list[str]:
        return [each["state"] for each in self.prints]


@contextlib.contextmanager
def office(stand_in: StandIn, port: int = 0) -> Iterator[StandIn]:
    """The stand-in at a port of loopback, `stand_in.url`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(*stand_in.get(self.path.removeprefix("/api/v1")))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or "{}")
            key = self.headers.get("Idempotency-Key", "")
            self._answer(*stand_in.post(self.path.removeprefix("/api/v1"), body, key))

        def _answer(self, status: int, said: Any) -> None:
            data = json.dumps(said).encode()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
