"""Programs of ours started by a test, each ended by its own process id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def running(
    *arguments: str,
    log: Path,
    ready_url: str | None = None,
    patience: float = 40,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python …`, yield it once `ready_url` answers, then end it and all it started.

    `log` gets what it says; a program that ends early fails the test with that log.
    """
    with log.open("ab") as out:
        program = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT}/queue", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        if ready_url is not None:
            wait_until_ready(ready_url, program, log, patience)
        yield program
    finally:
        end(program)


def wait_until_ready(url: str, program: subprocess.Popen[bytes], log: Path, patience: float = 40) -> None:
    """Wait until something at `url` answers at all, or fail with the program's log."""
    give_up = time.monotonic() + patience
    while not _answers(url):
        if program.poll() is not None:
            raise RuntimeError(f"it ended with {program.returncode}: {log.read_text()}")
        if time.monotonic() > give_up:
            raise RuntimeError(f"{url} does not answer: {log.read_text()}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - a loopback address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def end(program: subprocess.Popen[bytes], patience: float = 10) -> int:
    """Ask the program and its children to stop, insist after `patience` s, return its code."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        # Its session is its own (start_new_session), so the group holds nothing else.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return program.wait(timeout=patience)
    raise RuntimeError(f"process {program.pid} does not end")
