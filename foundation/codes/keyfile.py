"""Where the signing keys lie: one file of the office's server, readable by its owner alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from foundation.codes.signing import SECRET_BYTES, KeyRing, Keys, Kind

FILE = "signing.json"
#: Numbers from here on are keys lent to kiosks, so they never meet an office's own.
LENT_FROM = 1000


def open_keys(folder: Path) -> Keys:
    """The office's keys; the first start makes them.

    Raises ValueError for a damaged file: new keys would make every paper in the commune a forgery,
    so a person has to bring the file back from the backup.
    """
    file = folder / FILE
    if not file.exists():
        keys = Keys(KeyRing().with_key(1, _new()), KeyRing().with_key(1, _new()))
        return _write_first(file, keys)
    return _read(file)


def rotate(folder: Path, kind: Kind) -> Keys:
    """Sign with a new key from now on; papers signed before stay good."""
    keys = open_keys(folder)
    ring = keys.ring(kind)
    ring = ring.with_key(ring.current + 1, _new())
    keys = Keys(ring, keys.ticket) if kind == "receipt" else Keys(keys.receipt, ring)
    _write(folder / FILE, keys)
    return keys


def lend(number: int) -> Keys:
    """A new key with which one kiosk signs tickets while it has no network; never receipts."""
    if number < LENT_FROM:
        raise ValueError(f"lent keys are numbered from {LENT_FROM}")
    return Keys(ticket=KeyRing().with_key(number, _new()))


def _new() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def _read(file: Path) -> Keys:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Keys(_ring(kept["receipt"]), _ring(kept["ticket"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file} is damaged: bring it back from the backup ({error})") from error


def _ring(kept: dict[str, Any]) -> KeyRing:
    found = {int(number): base64.b64decode(text) for number, text in kept["secrets"].items()}
    return KeyRing(int(kept["current"]), found)


def _shown(ring: KeyRing) -> dict[str, Any]:
    texts = {str(number): base64.b64encode(key).decode() for number, key in ring.secrets.items()}
    return {"current": ring.current, "secrets": texts}


def _write_first(file: Path, keys: Keys) -> Keys:
    """Write the very first keys; of two processes that start together, both use the winner's."""
    aside = _write_aside(file, keys)
    try:
        os.link(aside, file)
    except FileExistsError:
        return _read(file)
    finally:
        aside.unlink()
    _sync_folder(file.parent)
    return keys


def _write(file: Path, keys: Keys) -> None:
    _write_aside(file, keys).replace(file)
    _sync_folder(file.parent)


def _write_aside(file: Path, keys: Keys) -> Path:
    """A complete, synced file beside the real one: a power cut leaves the old keys or the new."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    opened = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        json.dump({"receipt": _shown(keys.receipt), "ticket": _shown(keys.ticket)}, out)
        out.flush()
        os.fsync(out.fileno())
    return aside


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
