"""`kill -9` at random moments: unanswered presses are repeated with their own key; nothing is lost or doubled."""

from __future__ import annotations

import json
import random
import signal
import socket
import sqlite3
import threading
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.support.nursery import QuickOffice, quick_office

CLIENTS = 8
#: These of the clients call the next person; the others take numbers.
CALLING = {0: "1", 1: "2"}


@dataclass(frozen=True)
class Press:
    """One press and its key, kept by whoever pressed until it is answered."""

    path: str
    body: dict[str, Any]
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass
class Tally:
    """What came of some kills. `answers`: key → the ticket that was answered, None for "nobody waits"."""

    kills: int = 0
    answers: dict[str, str | None] = field(default_factory=dict)
    unanswered: int = 0
    #: answered before the kill, or by an earlier repeat, and answered otherwise now
    changed: int = 0
    issued: dict[str, str] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, press: Press, body: Any) -> None:
        """An answer was heard."""
        ticket = (body.get("ticket", body))["id"] if body else None
        with self.guard:
            self.changed += self.answers.get(press.key, ticket) != ticket
            self.answers[press.key] = ticket
            if press.path == "/tickets":
                self.issued[body["id"]] = body["number"]
            elif ticket:
                self.called.append(ticket)


@dataclass(frozen=True)
class Verdict:
    """The books against what people were told."""

    lost: int
    doubled: int
    same_number: int
    calls_lost: int
    calls_doubled: int
    broken: str

    @property
    def good(self) -> bool:
        """Nothing of it happened."""
        return self == Verdict(0, 0, 0, 0, 0, "ok")


class Client:
    """Presses until the server is gone; then `hanging` is the press that nobody answered."""

    def __init__(self, office: QuickOffice, n: int, tally: Tally) -> None:
        self._office, self._n, self._tally = office, n, tally
        self.hanging: Press | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """It has noticed."""
        self._thread.join(40)

    def _run(self) -> None:
        session = requests.Session()
        while True:
            press = self._press()
            try:
                self._tally.note(press, send(self._office, press, session))
            except requests.RequestException:
                self.hanging = press
                return

    def _press(self) -> Press:
        if counter := CALLING.get(self._n):
            return Press(f"/counters/{counter}/next", {})
        return Press("/tickets", {"service": "ACGH"[self._n % 4]})


def send(office: QuickOffice, press: Press, session: requests.Session | None = None) -> Any:
    """The answer's body; None when there is none. A refusal is a fault here."""
    headers = {"Authorization": f"Bearer {office.token()}", "Idempotency-Key": press.key}
    url = f"{office.url}/api/v1{press.path}"
    answer = (session or requests).post(url, json=press.body, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def send_unheard(office: QuickOffice, press: Press) -> None:
    """Press and hang up before the answer."""
    body = json.dumps(press.body).encode()
    head = (
        f"POST /api/v1{press.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {office.token()}\r\nIdempotency-Key: {press.key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", office.port)) as line:
        line.sendall(head.encode() + body)


def one_kill(office: QuickOffice, dice: random.Random, tally: Tally) -> None:
    """Crowd, kill, start, repeat."""
    clients = [Client(office, n, tally) for n in range(CLIENTS)]
    time.sleep(dice.uniform(0.05, 0.5))
    office.stop(signal.SIGKILL)
    for client in clients:
        client.join()
    office.start()
    for client in clients:
        if client.hanging is not None:
            tally.unanswered += 1
            tally.note(client.hanging, send(office, client.hanging))
    tally.kills += 1


def judge(office: QuickOffice, tally: Tally) -> Verdict:
    """Read the books of a stopped office."""
    with closing(sqlite3.connect(office.data / "motcua.db")) as books:
        kept = dict(books.execute("SELECT id, number FROM ticket"))
        (same,) = books.execute(
            "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM ticket GROUP BY day, number)"
        ).fetchone()
        calls = Counter(t for (t,) in books.execute("SELECT subject FROM event WHERE type = 'ticket.called.v1'"))
        (sound,) = books.execute("PRAGMA quick_check").fetchone()
    told = Counter(tally.called)
    return Verdict(
        lost=sum(kept.get(ticket) != number for ticket, number in tally.issued.items()),
        doubled=len(kept) - len(tally.issued),
        same_number=same,
        calls_lost=(told - calls).total() + tally.changed,
        calls_doubled=(calls - told).total(),
        broken=sound,
    )


def rounds(office: QuickOffice, kills: int, seed: int = 1) -> tuple[Tally, Verdict]:
    """Kill a running office so many times; it is stopped afterwards."""
    dice, tally = random.Random(seed), Tally()
    for _ in range(kills):
        one_kill(office, dice, tally)
    office.stop()
    return tally, judge(office, tally)


def long(kills: int | None) -> tuple[list[dict[str, Any]], bool]:
    """Two hundred kills, or as many as asked."""
    with quick_office() as office:
        tally, verdict = rounds(office, kills or 200)
    row = {
        "kills": tally.kills,
        "answered": len(tally.answers),
        "tickets": len(tally.issued),
        "unanswered, repeated": tally.unanswered,
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "same number": verdict.same_number,
        "calls lost": verdict.calls_lost,
        "calls doubled": verdict.calls_doubled,
        "books": verdict.broken,
    }
    return [row], verdict.good
