"""Signing keys of the office: made at the start, numbered, rolled; old numbers verify, only the newest signs."""

from __future__ import annotations

import base64
import secrets
from typing import Literal

from peewee import Database

from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction

Purpose = Literal["receipt", "ticket"]
#: HMAC-SHA-256 wants a key as long as its digest.
KEY_BYTES = 32


def load(database: Database, office_id: str, purpose: Purpose) -> dict[int, bytes]:
    """All keys of a purpose that still verify, by number."""
    sql = "SELECT number, value FROM secret WHERE office_id = ? AND name = ? AND retired IS NULL ORDER BY number"
    rows = database.execute_sql(native_sql(database, sql), (office_id, purpose)).fetchall()
    return {int(number): base64.b64decode(value) for number, value in rows}


def make(tx: Transaction, purpose: Purpose) -> int:
    """A new key, which signs from now on; returns its number, from 1."""
    row = tx.one("SELECT max(number) FROM secret WHERE office_id = ? AND name = ?", (tx.office_id, purpose))
    number = int(row[0] or 0) + 1 if row else 1
    value = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    tx.execute(
        "INSERT INTO secret (office_id, name, number, value, created) VALUES (?, ?, ?, ?, ?)",
        (tx.office_id, purpose, number, value, tx.now),
    )
    return number
