"""Servers that start in a blink, so that a test can kill and start one a hundred times (nursery_parent)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.office import ROOT, OfficeServer, environment, init_office
from tests.support.ports import free_port

READY_SECONDS = 60
TOKENS = ("integration", "screen")


class Nursery:
    """The parent, seen from the test."""

    def __init__(self, mode: str = "eventlet") -> None:
        self.mode = mode
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery_parent", f"--async-mode={mode}"],
            cwd=ROOT,
            env=environment({"MOTCUA_ASYNC_MODE": mode}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def fork(self, argv: list[str], env: Mapping[str, str], log: Path) -> int:
        """Start one server; its process id."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps({"argv": argv, "env": dict(env), "log": str(log)}) + "\n")
        self._program.stdin.flush()
        return int(self._program.stdout.readline())

    def close(self) -> None:
        """End the parent; its children must be gone already."""
        assert self._program.stdin is not None
        self._program.stdin.close()
        self._program.wait(10)


@dataclass
class QuickOffice(OfficeServer):
    """An office whose server is forked."""

    nursery: Nursery | None = None
    pid: int = 0

    def start(self, *words: str) -> None:
        """Start and wait until it is ready."""
        self.start_soon(*words)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            assert self.alive(), self.log()
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.url}/readyz", timeout=10).ok:
                    return
            time.sleep(0.02)
        raise AssertionError(self.log())

    def start_soon(self, *words: str) -> None:
        """Start without waiting."""
        assert self.nursery is not None
        own = [f"--async-mode={self.nursery.mode}", "--data", str(self.data), "--host", "127.0.0.1"]
        env = {**self.env, "MOTCUA_ASYNC_MODE": self.nursery.mode}
        self.pid = self.nursery.fork([*own, "--port", str(self.port), *words], env, self.data / "serve.log")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it by its own id, and insist."""
        deadline = time.monotonic() + 15
        while self.pid and self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, how)
            how = signal.SIGKILL if time.monotonic() > deadline else how
            time.sleep(0.02 if how == signal.SIGKILL else 0.1)
        self.pid = 0

    def alive(self) -> bool:
        """Whether the server's process is there."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, 0)
            return True
        return False


class Offices:
    """Copies of one furnished office, so that each test has its own without waiting for `motcua init`."""

    def __init__(self) -> None:
        self._place = Path(tempfile.mkdtemp(prefix="motcua-offices-"))
        self._model: OfficeServer | None = None

    def new(self, data: Path, nursery: Nursery, env: Mapping[str, str] | None = None) -> QuickOffice:
        """An office of its own in `data`, not yet started."""
        if self._model is None:
            self._model = init_office(self._place / "model", "--demo")
            for kind in TOKENS:
                self._model.token(kind)
        shutil.copytree(self._model.data, data)
        return QuickOffice(data, free_port(), dict(env or {}), None, dict(self._model.tokens), {}, nursery)

    def close(self) -> None:
        """Take them away."""
        shutil.rmtree(self._place, ignore_errors=True)


@contextlib.contextmanager
def quick_office(mode: str = "eventlet", env: Mapping[str, str] | None = None) -> Iterator[QuickOffice]:
    """One started office with a nursery of its own, for programs that are no tests."""
    nursery, offices = Nursery(mode), Offices()
    with tempfile.TemporaryDirectory() as place:
        office = offices.new(Path(place) / "office", nursery, env)
        try:
            office.start()
            yield office
        except BaseException:
            sys.stderr.write(office.log())
            raise
        finally:
            office.stop()
            nursery.close()
            offices.close()
