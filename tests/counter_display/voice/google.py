"""A stand-in on loopback for the service behind gTTS: its protocol, and its bad days."""

from __future__ import annotations

import base64
import io
import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import soundfile  # type: ignore[import-untyped]

RPC = "jQ1olc"


def mp3_of(text: str) -> bytes:
    """A tone, longer for longer texts, as the service sends speech: MP3 at 24 kHz."""
    t = np.arange(int(24_000 * (0.3 + 0.02 * len(text)))) / 24_000
    file = io.BytesIO()
    soundfile.write(file, 0.4 * np.sin(2 * np.pi * 440 * t), 24_000, format="MP3")
    return file.getvalue()


class StandIn:
    """asked: the texts it was asked for. mode: what it answers. limit: after so many, 429."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.mode = "speak"
        self.limit = 1_000_000
        self.release = threading.Event()
        self.url = ""

    def answer(self, body: str) -> tuple[int, bytes]:
        rpc = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
        text, language, *_ = json.loads(rpc[0][0][1])
        self.asked.append((text, language))
        if len(self.asked) > self.limit:
            return 429, b"too many"
        if self.mode == "silent":
            self.release.wait()
        sounds = {"speak": mp3_of(text), "silent": b"", "nothing": b"", "noise": b"no sound at all" * 40}
        if self.mode in sounds:
            return 200, self.line(base64.b64encode(sounds[self.mode]).decode())
        pages = {"sign-in": (200, b"<html>Welcome</html>"), "down": (503, b""), "latin": (200, b"\xff\xfe")}
        return {"no sound": (200, self.line("").replace(b'[\\"', b"[")), "torn": (200, self.line("ab=c"))}.get(
            self.mode, pages.get(self.mode, (404, b""))
        )

    @staticmethod
    def line(sound: str) -> bytes:
        return b')]}\'\n\n[["wrb.fr","' + RPC.encode() + b'","[\\"' + sound.encode() + b'\\"]",null]]\n'


@contextmanager
def standing_in() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, data = stand_in.answer(body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield stand_in
    finally:
        stand_in.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
