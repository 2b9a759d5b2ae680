"""`motcua up`: all programs of the smallest office on one machine, started in order, stopped in reverse."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests

#: Seconds a program may take to say that it is ready, and to stop when asked.
READY_SECONDS = 60.0
STOP_SECONDS = 10.0


class DidNotStart(Exception):
    """A program ended, or said nothing, before it was ready."""


@dataclass
class Program:
    """One program: its name for people, its command, and the address that answers when it is ready."""

    name: str
    command: Sequence[str]
    ready_url: str | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self, log: Path) -> None:
        """Start it, with its output in a file of its own."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with (log.parent / f"{self.name}.log").open("ab") as output:
            # A group of its own: Ctrl-C reaches us alone, and we stop the rest in order.
            self.process = subprocess.Popen(
                self.command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def wait_until_ready(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """DidNotStart when it ended or stays silent."""
        deadline = time.monotonic() + READY_SECONDS
        while self.ready_url and time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                raise DidNotStart(self.name)
            with contextlib.suppress(requests.RequestException):
                if requests.get(self.ready_url, timeout=2, verify=False).ok:  # noqa: S501 - our own loopback
                    return
            sleep(0.15)
        if self.ready_url:
            raise DidNotStart(self.name)

    def stop(self) -> None:
        """Ask, wait, insist."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Household:
    """The programs in the order they start."""

    programs: list[Program]
    logs: Path
    started: list[Program] = field(default_factory=list)

    def start(self, say: Callable[[Program], None]) -> None:
        """Start one after the other, each when the one before is ready."""
        for program in self.programs:
            say(program)
            program.start(self.logs / "x")
            self.started.append(program)
            program.wait_until_ready()

    def watch(self, sleep: Callable[[float], None] = time.sleep) -> Program:
        """Wait until one of them ends by itself, and say which."""
        while True:
            for program in self.started:
                if program.process is not None and program.process.poll() is not None:
                    return program
            sleep(0.5)

    def stop(self) -> None:
        """Stop what was started, the last first."""
        while self.started:
            self.started.pop().stop()


def motcua(*words: str) -> list[str]:
    """The command line of one of our own programs."""
    return [sys.executable, "-m", "motcua", *words]


def stop_on_signals() -> None:
    """SIGTERM ends `up` as Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def close_undisturbed(household: Household) -> None:
    """Stop everything; a second Ctrl-C in the middle must not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    household.stop()


def tail(log: Path, lines: int = 12) -> str:
    """The end of a program's output, to show why it did not start."""
    if not log.exists():
        return ""
    return os.linesep.join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
