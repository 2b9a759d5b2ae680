"""Pressed twice is done once: the answer of a command is kept under its idempotency key, in its own transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from foundation.db.transaction import Transaction
from foundation.refusal import Refusal

_FIND = "SELECT fingerprint, status, body FROM answer WHERE office_id = ? AND key = ?"
_KEEP = "INSERT INTO answer (office_id, key, fingerprint, status, body, time) VALUES (?, ?, ?, ?, ?, ?)"

Answered = tuple[int, Any]


def fingerprint(*parts: object) -> str:
    """A digest of what was asked, so that a key used for something else is noticed."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    tx: Transaction, key: str | None, asked: str, work: Callable[[Transaction], Answered | Refusal]
) -> Answered | Refusal:
    """The kept answer of `key`, or the answer of `work`, which is then kept.

    A refusal is not kept: nothing was done, and the same press may be right a minute later.
    The same key with another request is refused with `key.reused`.
    """
    if key is None:
        return work(tx)
    kept = tx.one(_FIND, (tx.office_id, key))
    if kept is not None:
        return Refusal("key.reused") if kept[0] != asked else (kept[1], json.loads(kept[2]))
    answer = work(tx)
    if not isinstance(answer, Refusal):
        body = json.dumps(answer[1], ensure_ascii=False, separators=(",", ":"))
        tx.execute(_KEEP, (tx.office_id, key, asked, answer[0], body, tx.now))
    return answer
