"""What the kiosk must still know after a power cut: numbers asked for, given, and being printed.

Every write is on the disk before the call returns. A row lives from "asked" until its person has the number;
then it is deleted, so that nothing of a citizen stays on the kiosk.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from foundation.client.durable import open_file
from kiosk.screens import (
    FoundAsked,
    FoundIssued,
    FoundPrinting,
    Language,
    TakeTicket,
    Ticket,
    Wish,
)

Stage = Literal["asked", "abandoned", "issued", "printing"]

#: A request given up may still have reached the office; the same wish within this time asks with its key.
REUSE_MS = 120_000
#: After so long nobody stands before the kiosk any more: what was open is closed, nothing is printed.
RECOVER_MS = 15 * 60_000

_TABLE = """
create table if not exists entry (
    key text primary key, stage text not null, at integer not null, wish text not null, ticket text
);
"""


@dataclass(frozen=True)
class Entry:
    """One open number. at: Unix milliseconds of its last change."""

    key: str
    stage: Stage
    at: int
    request: TakeTicket
    ticket: Ticket | None


class Journal:
    """One file, one connection, any thread."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = open_file(path, _TABLE)

    def asked(self, request: TakeTicket, now: int) -> str:
        """Keep the request before the office is asked; returns the key to ask with.

        The key of an equal request that was given up a moment ago is taken up again: if it did reach the office
        its number is in nobody's hand, and a second number would be one too many.
        """
        wish = _wish_text(request)
        with self._lock:
            row = self._db.execute(
                "select key from entry where key = ? or (stage = 'abandoned' and wish = ? and at > ?)"
                " order by key = ? desc, at",
                (request.key, wish, now - REUSE_MS, request.key),
            ).fetchone()
            key = str(row[0]) if row else request.key
            self._db.execute("insert or replace into entry values (?, 'asked', ?, ?, null)", (key, now, wish))
        return key

    def issued(self, key: str, ticket: Ticket, now: int) -> None:
        self._move(key, "issued", now, ticket)

    def printing(self, ticket: Ticket, now: int) -> None:
        """Before the first byte goes to the printer. A reprint gets an entry of its own."""
        wish = _wish_text(TakeTicket(ticket.key, Wish(ticket.service), ticket.language))
        with self._lock:
            self._db.execute(
                "insert into entry values (?, 'printing', ?, ?, ?) on conflict (key) do update set"
                " stage = excluded.stage, at = excluded.at, ticket = excluded.ticket",
                (ticket.key, now, wish, json.dumps(asdict(ticket))),
            )

    def abandoned(self, key: str, now: int) -> None:
        """Nobody waits for this request any more."""
        with self._lock:
            self._db.execute(
                "update entry set stage = 'abandoned', at = ? where key = ? and stage = 'asked'", (now, key)
            )

    def close_entry(self, key: str) -> None:
        """The person has the number, or was refused: forget it."""
        with self._lock:
            self._db.execute("delete from entry where key = ?", (key,))

    def open_entries(self) -> list[Entry]:
        """What a cut may have left, oldest first; requests given up are not among it."""
        with self._lock:
            rows = self._db.execute(
                "select key, stage, at, wish, ticket from entry where stage <> 'abandoned' order by at"
            ).fetchall()
        return [_entry(*row) for row in rows]

    def forget_before(self, moment: int) -> None:
        """Delete what is too old to matter to anybody."""
        with self._lock:
            self._db.execute("delete from entry where at < ?", (moment,))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _move(self, key: str, stage: Stage, now: int, ticket: Ticket) -> None:
        with self._lock:
            self._db.execute(
                "update entry set stage = ?, at = ?, ticket = ? where key = ?",
                (stage, now, json.dumps(asdict(ticket)), key),
            )


def recovery(entry: Entry) -> FoundAsked | FoundIssued | FoundPrinting:
    """What the flow is told on start about an entry that a cut left open."""
    if entry.ticket is None:
        return FoundAsked(entry.request)
    if entry.stage == "printing":
        return FoundPrinting(entry.ticket)
    return FoundIssued(entry.ticket)


def _wish_text(request: TakeTicket) -> str:
    return json.dumps([asdict(request.wish), request.language], sort_keys=True)


def _entry(key: str, stage: Stage, at: int, wish: str, ticket: str | None) -> Entry:
    values, language = json.loads(wish)
    request = TakeTicket(key, _wish(values), _language(language))
    return Entry(key, stage, at, request, Ticket(**json.loads(ticket)) if ticket else None)


def _wish(values: dict[str, Any]) -> Wish:
    return Wish(values["service"], tuple(values["codes"]), values["priority"])


def _language(name: str) -> Language:
    return "en" if name == "en" else "vi"
