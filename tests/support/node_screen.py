"""A screen in node: a script of ours that says in JSON lines what a page would show."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PATIENCE = 60


class NodeScreen:
    """What the script said so far: {"what", "value", "at" (real ms)}."""

    def __init__(self, script: str, *words: str) -> None:
        self._program = subprocess.Popen(
            ["node", str(Path(__file__).with_name(script)), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[dict[str, Any]] = []
        self._news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def of(self, what: str) -> list[dict[str, Any]]:
        """What it said of one kind."""
        return [line for line in self.said if line["what"] == what]

    def calls(self) -> list[dict[str, Any]]:
        """The calls that it showed, in order."""
        return [e["value"] for e in self.of("event") if e["value"]["type"] == "ticket.called.v1"]

    def wait(self, enough: Callable[[], bool]) -> None:
        """Wait until it has said enough."""
        with self._news:
            assert self._news.wait_for(enough, PATIENCE), self.said[-5:]

    def end(self) -> None:
        """Close its input, which ends it."""
        assert self._program.stdin is not None
        self._program.stdin.close()
        self._program.wait(10)

    def _listen(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            with self._news:
                self.said.append(json.loads(line))
                self._news.notify_all()


@contextlib.contextmanager
def node_screen(script: str, *words: str) -> Iterator[NodeScreen]:
    """A script for a while."""
    screen = NodeScreen(script, *words)
    try:
        yield screen
    finally:
        screen.end()


def wait_until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Look again and again, generously."""
    give_up = time.monotonic() + patience
    while not true():
        assert time.monotonic() < give_up, "it does not come true"
        time.sleep(0.02)
