"""Keys of questions under way: kept durably before the office is asked, so that a cut never doubles a command."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.client.durable import open_file
from foundation.ids import new_id

_TABLES = """
CREATE TABLE IF NOT EXISTS open_question (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    what TEXT NOT NULL,
    asked TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '{}'
);
"""


@dataclass(frozen=True)
class Open:
    """A question not yet done with: `what` (the asker's own word), what was `asked`, and the latest note."""

    key: str
    what: str
    asked: Mapping[str, Any]
    note: Mapping[str, Any]


class KeyStore:
    """Begin → ask the office with the key → note what came → done. After a cut, `unfinished` tells where it stood."""

    def __init__(self, path: Path, new_key: Callable[[], str] = new_id) -> None:
        self._lock = threading.Lock()
        self._file = open_file(path, _TABLES)
        self._new_key = new_key

    def begin(self, what: str, asked: Mapping[str, Any]) -> str:
        """A key for a question about to be asked; it is on the disk when this returns."""
        key = self._new_key()
        with self._lock:
            self._file.execute(
                "INSERT INTO open_question (key, what, asked) VALUES (?, ?, ?)", (key, what, _text(asked))
            )
        return key

    def note(self, key: str, note: Mapping[str, Any]) -> None:
        """What a restart must know of it: the answer, or that printing has begun. Replaces the note before.

        Raises KeyError when the question is done with or never began.
        """
        with self._lock:
            changed = self._file.execute("UPDATE open_question SET note = ? WHERE key = ?", (_text(note), key))
        if not changed.rowcount:
            raise KeyError(key)

    def done(self, key: str) -> None:
        """Nothing more is to be done; again is no fault."""
        with self._lock:
            self._file.execute("DELETE FROM open_question WHERE key = ?", (key,))

    def unfinished(self) -> list[Open]:
        """Everything begun and not done, oldest first."""
        with self._lock:
            rows = self._file.execute("SELECT key, what, asked, note FROM open_question ORDER BY number").fetchall()
        return [Open(key, what, json.loads(asked), json.loads(note)) for key, what, asked, note in rows]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)
