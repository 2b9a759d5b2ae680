"""A real office for tests: its own data directory, `motcua init`, `motcua serve` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 40


def motcua(*words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "motcua", *words],
        cwd=ROOT,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our own packages on the path, whatever is installed; English sentences; loud about missing texts."""
    own = {"PYTHONPATH": f"{ROOT}:{ROOT / 'queue'}", "MOTCUA_LANG": "en", "MOTCUA_STRICT_TEXTS": "true"}
    return {**os.environ, **own, **(extra or {})}


@dataclass
class OfficeServer:
    """One running office. `api` answers as an integration device unless another token is given."""

    data: Path
    port: int
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self, kind: str = "integration", name: str | None = None) -> str:
        """The token of a device of this kind, entered once."""
        key = name or kind
        if key not in self.tokens:
            done = motcua("device", "add", "--data", str(self.data), "--kind", kind, "--name", key, env=self.env)
            assert done.returncode == 0, done.stderr
            self.tokens[key] = done.stdout.split()[-1]
        return self.tokens[key]

    def start(self, *words: str) -> None:
        """Start the server and wait until it is ready."""
        command = [sys.executable, "-m", "motcua", "serve", "--data", str(self.data), "--port", str(self.port), *words]
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(self.env), stdout=log, stderr=log)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log()
            try:
                if requests.get(f"{self.url}/readyz", timeout=2).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise AssertionError(self.log())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it by its own id."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def log(self) -> str:
        """What the server said."""
        return (self.data / "serve.log").read_text(encoding="utf-8", errors="replace")[-6000:]

    def call(
        self, method: str, path: str, body: Any = None, token: str | None = None, key: str | None = None
    ) -> requests.Response:
        """One request of the API."""
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        url = f"{self.url}/api/v1{path}"
        return requests.request(method, url, json=body, headers=headers, timeout=30)

    def post(self, path: str, body: Any = None, *, token: str | None = None, key: str | None = None) -> Any:
        """A POST that must succeed; its JSON, or None for 204."""
        answer = self.call("POST", path, {} if body is None else body, token, key)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def get(self, path: str, *, token: str | None = None) -> Any:
        """A GET that must succeed."""
        answer = self.call("GET", path, None, token)
        assert answer.ok, answer.text
        return answer.json()


def init_office(data: Path, *words: str, env: Mapping[str, str] | None = None) -> OfficeServer:
    """`motcua init` in a directory; the passwords are read from what it prints."""
    done = motcua("init", "--data", str(data), *words, env=env)
    assert done.returncode == 0, done.stderr
    office = OfficeServer(data, free_port(), dict(env or {}))
    for line in done.stdout.splitlines():
        if "password:" in line:
            login = line.split("password:")[0].split(":")[1].split()[0]
            office.passwords[login] = line.split("password:")[1].split()[0]
    return office


@contextmanager
def running_office(
    data: Path, *words: str, demo: bool = True, env: Mapping[str, str] | None = None
) -> Iterator[OfficeServer]:
    """A demo office (all counters open), served until the end of the block; `words` go to `motcua serve`."""
    office = init_office(data, *(["--demo"] if demo else []), env=env)
    office.token()
    office.start(*words)
    try:
        yield office
    finally:
        office.stop()
