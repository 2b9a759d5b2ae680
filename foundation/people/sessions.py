"""Sessions of signed-in browsers: a random cookie, kept as its digest, ended by time or by sign-out."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from peewee import Database

from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction
from foundation.events.office import PersonSignedIn
from foundation.passwords import token_digest

HOUR_MS = 3600 * 1000


@dataclass(frozen=True)
class SignedIn:
    """Who a cookie stands for."""

    person: str
    name: str
    roles: tuple[str, ...]
    csrf: str
    must_change: bool
    ends: int


def start(tx: Transaction, person_id: str, hours: int) -> tuple[str, str]:
    """Open a session of so many hours; returns the cookie's value and the CSRF token."""
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    now = _real_ms()
    sql = "INSERT INTO session (digest, office_id, person_id, csrf, created, ends) VALUES (?, ?, ?, ?, ?, ?)"
    tx.execute(sql, (token_digest(cookie), tx.office_id, person_id, csrf, now, now + hours * HOUR_MS))
    tx.execute("DELETE FROM session WHERE ends < ?", (now,))
    tx.append(PersonSignedIn(person_id))
    return cookie, csrf


def end(tx: Transaction, cookie: str) -> None:
    """Sign out."""
    tx.execute("DELETE FROM session WHERE digest = ?", (token_digest(cookie),))


def find(database: Database, digest: str) -> SignedIn | None:
    """Whose session it is; None when it ended, or the account was closed."""
    sql = native_sql(
        database,
        "SELECT p.id, p.name, p.roles, s.csrf, p.must_change, s.ends FROM session s JOIN person p ON p.id = s.person_id"
        " WHERE s.digest = ? AND p.active = ? AND s.ends > ?",
    )
    row = database.execute_sql(sql, (digest, True, _real_ms())).fetchone()
    if row is None:
        return None
    return SignedIn(row[0], row[1], tuple(row[2].split()), row[3], bool(row[4]), row[5])


def _real_ms() -> int:
    """Real time: a session is felt by a hand, whatever the office's clock says."""
    return int(time.time() * 1000)
