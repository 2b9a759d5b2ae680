"""A small office on loopback: it keeps what it did by key, and misbehaves on command."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Question:
    """One request as the office saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class FakeOffice:
    """`done` is what was really done, in order; the same key is done once."""

    url: str = ""
    done: list[tuple[str, Any]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    #: What to do instead of answering: gets the handler, returns True when it answered by itself.
    before: Callable[[BaseHTTPRequestHandler, Question], bool] = lambda _handler, _question: False
    after: Callable[[BaseHTTPRequestHandler, Question], bool] = lambda _handler, _question: False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, question: Question) -> Any:
        """Do it once a key."""
        key = question.headers.get("idempotency-key")
        with self.lock:
            if key is None or key not in self.answers:
                self.done.append((question.path, question.body))
                answer = {"number": len(self.done)}
                if key is None:
                    return answer
                self.answers[key] = answer
            return self.answers[key]


def respond(
    handler: BaseHTTPRequestHandler, status: int, body: Any = None, headers: dict[str, str] | None = None
) -> bool:
    """Answer with JSON, bytes or nothing."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
    return True


def problem(handler: BaseHTTPRequestHandler, status: int, code: str, **more: Any) -> bool:
    return respond(handler, status, {"code": code, "detail": f"Câu của {code}", "params": more})


@contextlib.contextmanager
def fake_office() -> Iterator[FakeOffice]:
    """A running office; its `url` is on loopback."""
    office = FakeOffice()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            question = Question(self.command, self.path, headers, json.loads(raw) if raw else None)
            office.questions.append(question)
            if office.before(self, question):
                return
            answer = office.do(question) if self.command == "POST" else {"path": self.path}
            if not office.after(self, question):
                respond(self, 200, answer)

        do_GET = do_POST = handle_one  # noqa: N815 - http.server's names

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    office.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hang_up(handler: BaseHTTPRequestHandler, _question: Question) -> bool:
    """Close without an answer."""
    handler.close_connection = True
    return True
