"""The envelope every event travels in, with the names of CloudEvents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.events.catalogue import channels_of, kind_named


@dataclass(frozen=True)
class Event:
    """One event of an office's stream.

    id: number in the office's stream, without holes (a derived message has None and `as_of` in its data).
    prev: number of the event before it in the channel it is sent on; filled when sent.
    time: business time, UTC milliseconds.
    """

    id: int | None
    type: str
    time: int
    office: str
    subject: str | None
    data: dict[str, Any]
    prev: int | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        return channels_of(kind_named(self.type), self.data)

    def to_json(self, prev: int | None = None) -> dict[str, Any]:
        """The form on the wire, for one channel."""
        return {
            "id": self.id,
            "prev": self.prev if prev is None else prev,
            "type": self.type,
            "time": self.time,
            "office": self.office,
            "subject": self.subject,
            "data": self.data,
        }
