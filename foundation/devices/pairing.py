"""Pairing from the screen: it shows six digits and a QR, an administrator agrees, it gets its token once."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from peewee import Database

from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction
from foundation.devices import registry
from foundation.passwords import token_digest
from foundation.refusal import Refusal
from foundation.rights import KINDS

#: Real milliseconds a code is good for.
PAIRING_MS = 10 * 60 * 1000
#: More at once in one office is not a hall but somebody knocking at the door.
WAITING_AT_ONCE = 20


@dataclass(frozen=True)
class Asked:
    """What the screen is given: `code` is for people to read, `secret` for the screen alone."""

    code: str
    secret: str
    seconds: int


def ask(tx: Transaction, kind: str, name: str) -> Asked | Refusal:
    """A screen wants to belong to the office."""
    if kind not in KINDS or kind == "integration":
        return Refusal("device.kind_unknown", {"kind": kind, "kinds": ", ".join(KINDS)})
    if not 1 <= len(name.strip()) <= 60:  # noqa: PLR2004 - the column's width
        return Refusal("device.name_length")
    now = _real_ms()
    tx.execute("DELETE FROM pairing WHERE ends < ?", (now,))
    waiting = tx.one("SELECT count(*) FROM pairing WHERE office_id = ? AND approved = ?", (tx.office_id, False))
    if waiting and waiting[0] >= WAITING_AT_ONCE:
        return Refusal("pairing.too_many")
    code, secret = _free_code(tx), secrets.token_urlsafe(32)
    tx.execute(
        "INSERT INTO pairing (secret_digest, office_id, code, kind, name, ends, approved) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (token_digest(secret), tx.office_id, code, kind, name.strip(), now + PAIRING_MS, False),
    )
    return Asked(code, secret, PAIRING_MS // 1000)


def approve(tx: Transaction, code: str) -> Refusal | None:
    """An administrator agrees; the screen may now fetch its token."""
    cursor = tx.execute(
        "UPDATE pairing SET approved = ? WHERE office_id = ? AND code = ? AND approved = ? AND ends > ?",
        (True, tx.office_id, code, False, _real_ms()),
    )
    return None if cursor.rowcount else Refusal("pairing.unknown")


def fetch(tx: Transaction, secret: str) -> str | Refusal:
    """The screen's token, made when it is fetched and given out once; `pairing.waiting` until someone agreed."""
    digest = token_digest(secret)
    sql = "SELECT kind, name, approved FROM pairing WHERE secret_digest = ? AND ends > ?"
    row = tx.one(sql, (digest, _real_ms()))
    if row is None:
        return Refusal("pairing.unknown")
    if not row[2]:
        return Refusal("pairing.waiting")
    added = registry.add(tx, row[0], row[1])
    if isinstance(added, Refusal):
        return added
    tx.execute("DELETE FROM pairing WHERE secret_digest = ?", (digest,))
    return added[1]


def waiting(database: Database, office_id: str) -> list[tuple[str, str, str]]:
    """(code, kind, name) of every screen that waits for an administrator."""
    sql = native_sql(
        database, "SELECT code, kind, name FROM pairing WHERE office_id = ? AND approved = ? AND ends > ? ORDER BY ends"
    )
    return [tuple(row) for row in database.execute_sql(sql, (office_id, False, _real_ms())).fetchall()]


def _free_code(tx: Transaction) -> str:
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        if tx.one("SELECT 1 FROM pairing WHERE office_id = ? AND code = ?", (tx.office_id, code)) is None:
            return code


def _real_ms() -> int:
    return int(time.time() * 1000)
