"""Tickets over HTTP through the whole path, against a bare endpoint of the same server in the same run."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.support.http_load import Load, run_load
from tests.support.office import running_office

CLIENTS, TICKETS, ROUNDS = 64, 3000, 3
TARGET = 0.25


def run() -> dict[str, Any]:
    """Best of a few rounds each, in turn, so that a slow minute of the machine hits both."""
    with tempfile.TemporaryDirectory() as folder, running_office(Path(folder)) as office:
        token = office.token()
        bare, tickets = [], []
        run_load(office.port, token, CLIENTS, 300, _bare)
        for _ in range(ROUNDS):
            bare.append(run_load(office.port, token, CLIENTS, TICKETS, _bare))
            tickets.append(run_load(office.port, token, CLIENTS, TICKETS, _ticket))
        _check(tickets)
        commits = raw_commits(Path(folder) / "raw.db")
    ratios = sorted(mine.per_second / base.per_second for mine, base in zip(tickets, bare, strict=True))
    middle = tickets[ROUNDS // 2]
    return {
        "bare endpoint, per second": round(bare[ROUNDS // 2].per_second),
        "tickets, per second": round(middle.per_second),
        "ticket p50 ms": round(middle.percentile(0.5), 1),
        "ticket p99 ms": round(middle.percentile(0.99), 1),
        "raw SQLite commits, per second": round(commits),
        "ratio tickets / bare (median)": round(ratios[ROUNDS // 2], 3),
        "target": TARGET,
        "met": ratios[ROUNDS // 2] >= TARGET,
    }


def _bare(_n: int) -> tuple[str, str, Any]:
    return "GET", "/healthz", None


def _ticket(n: int) -> tuple[str, str, Any]:
    return "POST", "/api/v1/tickets", {"service": "ACGH"[n % 4]}


def _check(loads: list[Load]) -> None:
    """No duplicate, no gap: the numbers of each service are 1..n."""
    bodies = [body for load in loads for body in load.bodies()]
    assert len(bodies) == ROUNDS * TICKETS, [load.answers[0] for load in loads]
    for letter in "ACGH":
        numbers = sorted(int(body["number"][1:]) for body in bodies if body["number"][0] == letter)
        assert numbers == list(range(1, len(numbers) + 1)), letter


def raw_commits(path: Path, count: int = 400) -> float:
    """How many bare durable commits this disk gives in a second."""
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        books.execute("PRAGMA journal_mode=wal")
        books.execute("PRAGMA synchronous=full")
        books.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")
        began = time.perf_counter()
        for n in range(count):
            books.execute("INSERT INTO row (text) VALUES (?)", (str(n),))
        return count / (time.perf_counter() - began)
