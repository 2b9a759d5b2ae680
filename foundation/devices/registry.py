"""The register of devices: add, roll, revoke, report health."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import Database

from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction
from foundation.events.office import DeviceAdded, DeviceHealth, DeviceRevoked
from foundation.ids import new_id
from foundation.passwords import new_token, token_digest
from foundation.refusal import Refusal
from foundation.rights import KINDS

_COLUMNS = "id, kind, name, version, health, health_code, created, seen, revoked"
_INSERT = (
    "INSERT INTO device (id, office_id, kind, name, digest, version, health, created, seen)"
    " VALUES (?, ?, ?, ?, ?, '', 'unknown', ?, 0)"
)


@dataclass(frozen=True)
class Known:
    """A device as the rest of the server sees it; times are business UTC milliseconds."""

    id: str
    kind: str
    name: str
    version: str
    health: str
    health_code: str | None
    created: int
    seen: int
    revoked: int | None


def add(tx: Transaction, kind: str, name: str) -> tuple[Known, str] | Refusal:
    """A new device and its token, which is shown once and kept only as a digest."""
    name = name.strip()
    if kind not in KINDS:
        return Refusal("device.kind_unknown", {"kind": kind, "kinds": ", ".join(KINDS)})
    if not 1 <= len(name) <= 60:  # noqa: PLR2004 - the column's width
        return Refusal("device.name_length")
    token = new_token()
    device = Known(new_id(), kind, name, "", "unknown", None, tx.now, 0, None)
    tx.execute(_INSERT, (device.id, tx.office_id, kind, name, token_digest(token), tx.now))
    tx.append(DeviceAdded(device.id, kind, name))  # type: ignore[arg-type]  # checked above
    return device, token


def revoke(tx: Transaction, device_id: str) -> Known | Refusal:
    """The token is no longer good; the device's history stays."""
    known = by_id(tx.database, tx.office_id, device_id)
    if known is None:
        return Refusal("device.unknown")
    if known.revoked is None:
        tx.execute("UPDATE device SET revoked = ? WHERE id = ?", (tx.now, device_id))
        tx.append(DeviceRevoked(known.id, known.name))
    return known


def roll(tx: Transaction, device_id: str) -> tuple[Known, str] | Refusal:
    """A new token for the same device; the old one is no longer good."""
    known = by_id(tx.database, tx.office_id, device_id)
    if known is None or known.revoked is not None:
        return Refusal("device.unknown")
    token = new_token()
    tx.execute("UPDATE device SET digest = ? WHERE id = ?", (token_digest(token), device_id))
    tx.append(DeviceRevoked(known.id, known.name))
    tx.append(DeviceAdded(known.id, known.kind, known.name))  # type: ignore[arg-type]  # from our own row
    return known, token


def report_health(tx: Transaction, device_id: str, state: str, code: str | None, version: str) -> None:
    """What a device says of itself; an event only when it changed, so that a beat costs no history."""
    known = by_id(tx.database, tx.office_id, device_id)
    if known is None:
        return
    sql = "UPDATE device SET health = ?, health_code = ?, version = ?, seen = ? WHERE id = ?"
    tx.execute(sql, (state, code, version[:30], tx.now, device_id))
    if (known.health, known.health_code) != (state, code):
        tx.append(DeviceHealth(known.id, known.name, known.kind, state, code))  # type: ignore[arg-type]  # validated at the edge


def mark_seen(tx: Transaction, device_id: str) -> None:
    """The device is here; no history, since screens come and go."""
    tx.execute("UPDATE device SET seen = ? WHERE id = ?", (tx.now, device_id))


def by_id(database: Database, office_id: str, device_id: str) -> Known | None:
    """One device."""
    rows = _select(database, "office_id = ? AND id = ?", (office_id, device_id))
    return rows[0] if rows else None


def by_digest(database: Database, digest: str) -> Known | None:
    """The device whose token has this digest, unless it was revoked."""
    rows = _select(database, "digest = ? AND revoked IS NULL", (digest,))
    return rows[0] if rows else None


def all_devices(database: Database, office_id: str) -> list[Known]:
    """Every device of the office, the newest last."""
    return _select(database, "office_id = ?", (office_id,))


def _select(database: Database, where: str, params: tuple[object, ...]) -> list[Known]:
    sql = f"SELECT {_COLUMNS} FROM device WHERE {where} ORDER BY created, id"  # noqa: S608 - constants only
    rows = database.execute_sql(native_sql(database, sql), params).fetchall()
    return [Known(*row) for row in rows]
