"""What a device has to tell the office: kept durably, sent in order, done exactly once."""

from __future__ import annotations

import json
import logging
import string
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from foundation.client.durable import open_file
from foundation.client.faults import ClientFault, NotAllowed, Refused, ServerFault, Unreachable

log = logging.getLogger(__name__)

#: A message at which the server itself fails so often is put aside: it must not hold up all the others.
FAULTS_AT_MOST = 8

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    faults INTEGER NOT NULL DEFAULT 0,
    refusal TEXT
);
CREATE INDEX IF NOT EXISTS message_waiting ON message (number) WHERE refusal IS NULL;
"""
_NEXT = "SELECT number, key, kind, payload FROM message WHERE refusal IS NULL ORDER BY number LIMIT 1"


class Asked(Protocol):
    """The part of OfficeClient that is needed."""

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> Any: ...


@dataclass(frozen=True)
class Sent:
    """How far it came: `fault` is why it stopped; None when nothing waits any more."""

    sent: int
    refused: int
    left: int
    fault: ClientFault | None = None


@dataclass(frozen=True)
class Stuck:
    """A message the office refused for good, or failed at again and again; it is kept for a person."""

    key: str
    kind: str
    payload: Mapping[str, Any]
    refusal: str


class Outbox:
    """One file, any thread.

    routes: where each kind of message goes, such as `{"printed": "/tickets/{ticket}/print"}`; fields named in a
    path are taken out of the message, the rest is the body. on_answer(kind, key, answer) hears each answer before
    the message is forgotten, and hears it again after a cut between the two.
    """

    def __init__(
        self,
        path: Path,
        routes: Mapping[str, str],
        on_answer: Callable[[str, str, Any], None] = lambda _kind, _key, _answer: None,
    ) -> None:
        self._routes = dict(routes)
        self._on_answer = on_answer
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._file = open_file(path, _TABLES)

    def put(self, kind: str, key: str, payload: Mapping[str, Any]) -> bool:
        """Keep a message; it is on the disk when this returns.

        False when the same message is already here (pressed twice). Raises ValueError for a kind without a route,
        a field its path needs, or a key that another message has.
        """
        self._address(kind, payload)
        text = json.dumps(dict(payload), ensure_ascii=False, sort_keys=True)
        with self._lock:
            added = self._file.execute(
                "INSERT OR IGNORE INTO message (key, kind, payload) VALUES (?, ?, ?)", (key, kind, text)
            ).rowcount
            known = self._file.execute("SELECT kind, payload FROM message WHERE key = ?", (key,)).fetchone()
        if known != (kind, text):
            raise ValueError(f"the key {key} belongs to another message")
        return bool(added)

    def send_all(self, client: Asked) -> Sent:
        """Send what waits, in order, until all is sent or the office cannot be reached.

        A refused message is put aside and the next follows; without a right the sending stops and all is kept.
        One thread sends at a time; another gets to it afterwards.
        """
        sent = refused = 0
        with self._sending:
            while (waiting := self._next()) is not None:
                number, key, kind, payload = waiting
                try:
                    answer = self._send(client, key, kind, payload)
                except (Unreachable, NotAllowed, ServerFault) as fault:
                    self._failed(number, fault)
                    return Sent(sent, refused, self.waiting(), fault)
                except (Refused, ValueError) as refusal:
                    self._put_aside(number, getattr(refusal, "code", "client.route"))
                    refused += 1
                    continue
                self._on_answer(kind, key, answer)
                self._forget(number)
                sent += 1
        return Sent(sent, refused, 0)

    def waiting(self) -> int:
        """How many messages have not been answered yet."""
        with self._lock:
            row = self._file.execute("SELECT count(*) FROM message WHERE refusal IS NULL").fetchone()
        return int(row[0])

    def stuck(self) -> list[Stuck]:
        """Messages put aside, oldest first."""
        sql = "SELECT key, kind, payload, refusal FROM message WHERE refusal IS NOT NULL ORDER BY number"
        with self._lock:
            rows = self._file.execute(sql).fetchall()
        return [Stuck(key, kind, json.loads(payload), refusal) for key, kind, payload, refusal in rows]

    def send_again(self, key: str) -> None:
        """Let a message that was put aside wait again, in its old place."""
        with self._lock:
            self._file.execute("UPDATE message SET refusal = NULL, faults = 0 WHERE key = ?", (key,))

    def drop(self, key: str) -> None:
        """Forget a message that was put aside; one that still waits stays."""
        with self._lock:
            self._file.execute("DELETE FROM message WHERE key = ? AND refusal IS NOT NULL", (key,))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def _send(self, client: Asked, key: str, kind: str, payload: Mapping[str, Any]) -> Any:
        path, body = self._address(kind, payload)
        return client.post(path, body, key=key)

    def _address(self, kind: str, payload: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        route = self._routes.get(kind)
        if route is None:
            raise ValueError(f"no route for messages of kind {kind!r}")
        named = [name for _, name, _, _ in string.Formatter().parse(route) if name]
        if missing := [name for name in named if name not in payload]:
            raise ValueError(f"a message of kind {kind!r} needs {', '.join(missing)}")
        path = route.format(**{name: quote(str(payload[name]), safe="") for name in named})
        return path, {name: value for name, value in payload.items() if name not in named}

    def _next(self) -> tuple[int, str, str, Mapping[str, Any]] | None:
        with self._lock:
            row = self._file.execute(_NEXT).fetchone()
        return None if row is None else (row[0], row[1], row[2], json.loads(row[3]))

    def _forget(self, number: int) -> None:
        with self._lock:
            self._file.execute("DELETE FROM message WHERE number = ?", (number,))

    def _failed(self, number: int, fault: ClientFault) -> None:
        if not isinstance(fault, ServerFault):
            return
        with self._lock:
            self._file.execute("UPDATE message SET faults = faults + 1 WHERE number = ?", (number,))
            faults = self._file.execute("SELECT faults FROM message WHERE number = ?", (number,)).fetchone()[0]
        if faults >= FAULTS_AT_MOST:
            self._put_aside(number, fault.code)

    def _put_aside(self, number: int, code: str) -> None:
        log.warning("message %d is put aside: %s", number, code)
        with self._lock:
            self._file.execute("UPDATE message SET refusal = ? WHERE number = ?", (code, number))
