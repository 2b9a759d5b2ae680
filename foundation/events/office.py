"""What happens to an office's people, devices and notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foundation.events.catalogue import event

DeviceKind = Literal["kiosk", "screen", "counter", "rating", "speaker", "lamp", "integration"]


@event("device.added.v1", channels=("desk",), subject="device")
@dataclass(frozen=True, slots=True)
class DeviceAdded:
    """A device got its token; the token itself is never stored in clear."""

    device: str
    kind: DeviceKind
    name: str


@event("device.revoked.v1", channels=("desk",), subject="device")
@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """The device's token is no longer good."""

    device: str
    name: str


@event("device.health.v1", channels=("desk",), subject="device")
@dataclass(frozen=True, slots=True)
class DeviceHealth:
    """What a device says of itself changed: `state` is ok, warn, fault or unknown; `code` says what."""

    device: str
    name: str
    kind: DeviceKind
    state: Literal["ok", "warn", "fault", "unknown"]
    code: str | None = None


@event("person.added.v1", channels=("desk",), subject="person")
@dataclass(frozen=True, slots=True)
class PersonAdded:
    """An account was made; `person` is its id."""

    person: str
    roles: tuple[str, ...]


@event("person.changed.v1", channels=("desk",), subject="person")
@dataclass(frozen=True, slots=True)
class PersonChanged:
    """An account's roles, name, password or activity changed; `what` names which."""

    person: str
    what: Literal["roles", "name", "password", "closed", "opened"]
    by: str | None


@event("person.signed_in.v1", channels=("desk",), subject="person")
@dataclass(frozen=True, slots=True)
class PersonSignedIn:
    """Somebody signed in at the desk."""

    person: str


@event("notice.set.v1", channels=("hall", "desk"))
@dataclass(frozen=True, slots=True)
class NoticeSet:
    """The quiet corner of the hall screen shows these lines from now on (Vietnamese text, one a line)."""

    lines: tuple[str, ...]
    by: str | None = None
