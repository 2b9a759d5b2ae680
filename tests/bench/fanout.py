"""From a call's transaction to 200 connected screens, quiet and while 50 tickets a second are issued."""

from __future__ import annotations

import asyncio
import multiprocessing
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import requests

from tests.bench.ears import Ear
from tests.support.office import OfficeServer, running_office

SCREENS, CALLS, PER_SECOND = 200, 40, 50
P95_MS, P99_MS, MEMORY_MB = 60, 150, 200


def run() -> dict[str, Any]:
    """Latency is taken from the event's own time, inside its transaction and before its commit."""
    with tempfile.TemporaryDirectory() as folder, running_office(Path(folder)) as office:
        for _ in range(2 * CALLS + 10):
            office.post("/tickets", {"service": "A"})
        quiet, busy, memory = asyncio.run(_measure(office))
    figures: dict[str, Any] = {"screens": SCREENS}
    for name, times in (("quiet", quiet), ("busy", busy)):
        figures |= {f"{name} p{share} ms": round(_percentile(times, share / 100), 1) for share in (50, 95, 99)}
    good = all(_percentile(t, 0.95) <= P95_MS and _percentile(t, 0.99) <= P99_MS for t in (quiet, busy))
    met = good and memory <= MEMORY_MB
    return {
        **figures,
        "server memory MB": round(memory),
        "target": f"p95 {P95_MS}, p99 {P99_MS}, {MEMORY_MB} MB",
        "met": met,
    }


async def _measure(office: OfficeServer) -> tuple[list[float], list[float], float]:
    screens = [Ear() for _ in range(SCREENS)]
    token = office.token("screen")
    tasks = [asyncio.create_task(screen.run(office.port, token, "hall", None)) for screen in screens]
    await asyncio.wait_for(asyncio.gather(*(screen.ready.wait() for screen in screens)), 60)
    quiet = await _calls(office, screens)
    # A process of its own: the crowd must not slow the ears that measure.
    crowd = multiprocessing.get_context("spawn").Process(target=_issue, args=(office.url, office.token()), daemon=True)
    crowd.start()
    busy = await _calls(office, screens)
    crowd.terminate()
    memory = _resident_mb(office)
    for task in tasks:
        task.cancel()
    return quiet, busy, memory


async def _calls(office: OfficeServer, screens: list[Ear]) -> list[float]:
    """Call, let it arrive, call again; milliseconds for every call on every screen."""
    for screen in screens:
        screen.chunks.clear()
    for n in range(CALLS):
        await asyncio.to_thread(office.post, f"/counters/{2 + n % 2}/next")
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    times = [at * 1000 - message["time"] for screen in screens for at, message in screen.heard("ticket.called.v1")]
    assert len(times) == CALLS * len(screens), f"{len(times)} of {CALLS * len(screens)} calls arrived"
    return times


def _issue(url: str, token: str) -> None:
    """50 numbers a second, until it is ended."""
    session = requests.Session()
    began, n = time.monotonic(), 0
    while True:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        session.post(f"{url}/api/v1/tickets", json={"service": "C"}, headers=headers, timeout=10)
        n += 1
        time.sleep(max(0.0, began + n / PER_SECOND - time.monotonic()))


def _resident_mb(office: OfficeServer) -> float:
    assert office.process is not None
    status = Path(f"/proc/{office.process.pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
