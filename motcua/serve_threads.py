"""The second mode: gunicorn with one worker of many threads, for the day eventlet retires."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from foundation.certificates import Certificates
from motcua.server import Server

THREADS = 256


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """One worker process: the board and the sockets live in it.

    The office is opened after the fork, since no thread survives one.
    """

    def __init__(self, open_server: Callable[[], Server], host: str, port: int, keys: Certificates | None) -> None:
        self._open = open_server
        self._keys = keys
        self._bind = f"{host}:{port}"
        self._server: Server | None = None
        super().__init__()

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": self._bind,
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": 5,
            "loglevel": "warning",
            "worker_exit": self._stop,
        }
        if self._keys is not None:
            settings |= {"certfile": str(self._keys.certificate), "keyfile": str(self._keys.key)}
        for name, value in settings.items():
            self.cfg.set(name, value)

    # gunicorn counts the arguments of its hooks
    def _stop(self, _arbiter: object, _worker: object) -> None:
        if self._server is not None:
            self._server.close()

    def load(self) -> Any:
        self._server = self._open()
        self._server.start()
        return self._server.app


def serve_threads(open_server: Callable[[], Server], host: str, port: int, keys: Certificates | None) -> int:
    """Listen until SIGTERM or Ctrl-C; by HTTPS when certificates are given."""
    _Gunicorn(open_server, host, port, keys).run()
    return 0
