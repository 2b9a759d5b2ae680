"""Power cuts at random moments: what was answered must be on the disk, and the books must be whole."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playhouse.apsw_ext import APSWDatabase

from foundation.clock import SetClock
from foundation.db.answers import Answered, once
from foundation.db.engine import PRAGMAS
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.ids import new_id
from foundation.refusal import Refusal
from motcua.demo import office as demo
from motcua.schema import ALL_MODELS
from queueing import operations
from queueing.commands import (
    SYSTEM,
    CallNext,
    Command,
    DefineCounter,
    DefineService,
    IssueTicket,
    OpenCounter,
    SetPolicy,
)
from queueing.live import Live
from tests.support.ground import NOON, lay
from tests.support.power import Disk

OFFICE = "office-1"
BOOKS = "motcua.db"
CLIENTS = 6
_DOUBLED = "SELECT number FROM ticket GROUP BY day, number HAVING count(*) > 1"
#: A fresh office after so many cuts, so that the stream to fold at each start stays short.
OFFICE_LIVES = 25


@dataclass
class Tally:
    """What came of some cuts."""

    cuts: int = 0
    answered: int = 0
    lost: int = 0
    doubled: int = 0
    broken: list[str] = field(default_factory=list)
    in_the_air: int = 0
    syncs: int = 0

    def row(self) -> dict[str, Any]:
        """As it is printed."""
        return {
            "cuts": self.cuts,
            "answered": self.answered,
            "lost": self.lost,
            "doubled": self.doubled,
            "books broken": len(self.broken),
            "writes in the air": self.in_the_air,
            "syncs": self.syncs,
        }


@dataclass
class Clients:
    """Citizens and officers who press until the light goes out; `answered`: key → number they were told."""

    store: Store
    answered: dict[str, str] = field(default_factory=dict)
    dark: threading.Event = field(default_factory=threading.Event)
    live: Live = field(default_factory=Live)
    faults: list[Exception] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin to press."""
        self.threads = [threading.Thread(target=self._press_on, args=(n,)) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """The light is out; what failed meanwhile is raised here."""
        self.dark.set()
        for thread in self.threads:
            thread.join(10)
        if self.faults:
            raise self.faults[0]

    def _press_on(self, n: int) -> None:
        try:
            self._press(n)
        except Exception as fault:  # noqa: BLE001 - told in stop()
            self.faults.append(fault)

    def _press(self, n: int) -> None:
        while not self.dark.is_set():
            key = uuid.uuid4().hex
            command = self._command(n)
            _, body = self.store.write(lambda tx, k=key, c=command: _once(tx, k, c, self.live))  # type: ignore[misc]
            if not self.dark.is_set():
                self.answered[key] = body["number"]

    def _command(self, n: int) -> Command:
        if n == 0:
            return CallNext(SYSTEM, "2")
        return IssueTicket(SYSTEM, new_id(), "AGHC"[n % 4])


def _once(tx: Transaction, key: str, command: Command, live: Live) -> Answered | Refusal:
    def work(inner: Transaction) -> Answered:
        done = operations.run(inner, command, live)
        assert not isinstance(done, Refusal), done
        # Nobody waits, nothing happened; else the last fact is the ticket that was issued or called.
        return 200, {"number": getattr(done.facts[-1], "number", "") if done.facts else ""}

    return once(tx, key, "press", work)


def open_on(disk: Disk, folder: Path, pragmas: Mapping[str, Any]) -> APSWDatabase:
    """The office's books on the disk that forgets, with our own pragmas."""
    return APSWDatabase(str(folder / BOOKS), vfs=disk.vfs_name, pragmas={**PRAGMAS, **pragmas})


def furnish(folder: Path) -> None:
    """A demo office's books, made by the plain driver while nothing can fail."""
    folder.mkdir(parents=True)
    ground = lay(str(folder / BOOKS), models=ALL_MODELS)
    for command in (
        *(DefineService(SYSTEM, service) for service in demo.SERVICES),
        *(DefineCounter(SYSTEM, counter) for counter in demo.COUNTERS),
        SetPolicy(SYSTEM),
        *(OpenCounter(SYSTEM, counter.counter) for counter in demo.COUNTERS),
    ):
        done = ground.store.write(lambda tx, c=command: operations.run(tx, c))  # type: ignore[misc]
        assert not isinstance(done, Refusal), done
    ground.store.close()


def one_cut(
    folder: Path, target: Path, dice: random.Random, pragmas: Mapping[str, Any], tally: Tally
) -> dict[str, str]:
    """Work in `folder` until the cut; `target` is the folder afterwards. Returns what had been answered."""
    disk = Disk()
    disk.load(folder)
    store = Store(open_on(disk, folder, pragmas), OFFICE, SetClock(NOON), readers=1)
    clients = Clients(store)
    clients.start()
    time.sleep(dice.uniform(0.005, 0.08))
    # What is answered before the cut is taken must be in it; what comes later may be.
    answered = dict(clients.answered.copy())
    tally.in_the_air += disk.cut(target, dice, dice.choice((0.0, 0.0, 0.3, 0.7)))
    tally.syncs += disk.syncs
    clients.stop()
    store.close()
    disk.unregister()
    return answered


def inspect(folder: Path, answered: Mapping[str, str], tally: Tally) -> None:
    """Open with the plain driver, as the next start of the office would, and look for what is missing."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        try:
            with closing(sqlite3.connect(Path(copy) / BOOKS)) as books:
                tally.broken += faults_in(books)
                tally.doubled += len(books.execute(_DOUBLED).fetchall())
                kept = {key: json.loads(body)["number"] for key, body in books.execute("SELECT key, body FROM answer")}
        except sqlite3.DatabaseError as fault:
            tally.broken.append(str(fault))
            return
    tally.cuts += 1
    tally.answered += len(answered)
    tally.lost += sum(kept.get(key) != number for key, number in answered.items())


def faults_in(books: sqlite3.Connection) -> list[str]:
    """What is wrong with the books themselves."""
    wrong = [row[0] for row in books.execute("PRAGMA quick_check") if row[0] != "ok"]
    count, low, high = books.execute("SELECT count(*), min(id), max(id) FROM event").fetchone()
    (last,) = books.execute("SELECT last_event FROM office").fetchone()
    if (low, high, last) != (1, count, count):
        wrong.append(f"stream {low}..{high} of {count}, office says {last}")
    issued = books.execute("SELECT count(*) FROM event WHERE type = 'ticket.issued.v1'").fetchone()
    tickets = books.execute("SELECT count(*) FROM ticket").fetchone()
    if issued != tickets:
        wrong.append(f"{issued[0]} issued, {tickets[0]} tickets")
    return wrong


def run(cuts: int, seed: int = 1, pragmas: Mapping[str, Any] | None = None) -> Tally:
    """Cut, reopen what the disk holds, go on from there, cut again."""
    dice, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for n in range(cuts):
            if n % OFFICE_LIVES == 0:
                folder = Path(place) / f"office-{n}"
                furnish(folder)
            target = Path(place) / f"cut-{n}"
            answered = one_cut(folder, target, dice, pragmas or {}, tally)
            inspect(target, answered, tally)
            shutil.rmtree(folder)
            folder = target
    return tally


def long(rounds: int | None) -> tuple[list[dict[str, Any]], bool]:
    """A thousand cuts, and a few with one pragma weaker, which must lose."""
    full = run(rounds or 1000)
    normal = run(max(10, (rounds or 1000) // 25), pragmas={"synchronous": "normal"})
    rows = [{"synchronous": "full", **full.row()}, {"synchronous": "normal (must lose)", **normal.row()}]
    good = full.lost == full.doubled == len(full.broken) == 0 and normal.lost > 0
    return rows, good
